import { expect, test } from '@jest/globals';
import { S3 } from '../../../charts/kinds/s3.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { foreignObject } from '../foreign.ts';
import { apply, play, settle, verdict } from '../testing/a-play.ts';
import { refusesLifecycle } from './lifecycle.ts';

const base = { id: 'cool', status: 'Enabled', filter: [{ prefix: '' }] };
const to = (...steps: readonly (readonly [string, number])[]) =>
  steps.map(([storageClass, days]) => ({ storageClass, days }));
const refused = (rule: JsonObject) => refusesLifecycle({ rule: [{ ...base, ...rule }] })?.error;

test.each<[string, JsonObject]>([
  ["greater than or equal to 30 for storageClass 'STANDARD_IA'", { transition: to(['STANDARD_IA', 29]) }],
  ["greater than or equal to 30 for storageClass 'ONEZONE_IA'", { transition: to(['ONEZONE_IA', 0]) }],
  [
    "'NoncurrentDays' in NoncurrentVersionTransition action must be greater than or equal to 30",
    { noncurrentVersionTransition: [{ storageClass: 'STANDARD_IA', noncurrentDays: 7 }] },
  ],
  ["must be greater than for StorageClass 'STANDARD_IA'", { transition: to(['GLACIER', 30], ['STANDARD_IA', 60]) }],
  ["must be greater than for StorageClass 'GLACIER_IR'", { transition: to(['GLACIER', 10], ['GLACIER_IR', 20]) }],
  ["must be greater than for StorageClass 'DEEP_ARCHIVE'", { transition: to(['GLACIER', 90], ['DEEP_ARCHIVE', 90]) }],
  ['must be 30 days more', { transition: to(['STANDARD_IA', 30], ['GLACIER', 59]) }],
  ['must be different', { transition: to(['GLACIER', 30], ['GLACIER', 60]) }],
  ['is no storage class to go to', { transition: to(['STANDARD', 30]) }],
  ["'Days' in the Expiration action must be greater", { transition: to(['GLACIER', 90]), expiration: [{ days: 90 }] }],
  [
    "'NoncurrentDays' in the NoncurrentVersionExpiration action must be greater",
    {
      noncurrentVersionTransition: [{ storageClass: 'GLACIER', noncurrentDays: 30 }],
      noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
    },
  ],
  [
    "'NewerNoncurrentVersions' must be between 1 and 100",
    { noncurrentVersionExpiration: [{ noncurrentDays: 30, newerNoncurrentVersions: 101 }] },
  ],
  [
    "'NewerNoncurrentVersions' must be between 1 and 100",
    { noncurrentVersionTransition: [{ storageClass: 'GLACIER', noncurrentDays: 30, newerNoncurrentVersions: 101 }] },
  ],
  [
    "'ObjectSizeLessThan' has to be a value greater",
    { filter: [{ and: [{ objectSizeGreaterThan: 9, objectSizeLessThan: 9 }] }] },
  ],
  ['must be a positive integer', { expiration: [{ days: 0 }] }],
  ['several go into "and"', { filter: [{ prefix: 'a/', objectSizeGreaterThan: 1 }] }],
  [
    'cannot be specified with Tags',
    { filter: [{ tag: [{ key: 'a', value: '1' }] }], abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }] },
  ],
])('refused: %s', (message, rule) => {
  expect(refused(rule)).toContain(message);
});

test.each<[JsonObject]>([
  [{ transition: to(['STANDARD_IA', 30], ['GLACIER', 60], ['DEEP_ARCHIVE', 61]), expiration: [{ days: 62 }] }],
  [{ transition: to(['STANDARD_IA', 60], ['INTELLIGENT_TIERING', 61], ['ONEZONE_IA', 62], ['GLACIER_IR', 63]) }],
  [{ transition: to(['INTELLIGENT_TIERING', 0]) }],
  [{ expiration: [{ expiredObjectDeleteMarker: true }], noncurrentVersionExpiration: [{ noncurrentDays: 30 }] }],
])('taken: %j', (rule) => {
  expect(refused(rule)).toBeUndefined();
});

test('two rules of one id are refused, and so is none at all', () => {
  expect(refusesLifecycle({ rule: [base, base] })?.error).toContain('Rule ID must be unique');
  expect(refusesLifecycle({ rule: [] })?.error).toContain('MalformedXML');
});

test('a bucket keeps the lifecycle that it had when another is refused', () => {
  const bucket = 'raw';
  const rule = [{ ...base, expiration: [{ days: 90 }] }];
  const { play: actor, aws } = play(S3.BucketLifecycleConfiguration, 'raw', { forProvider: { bucket, rule } });
  foreignObject(aws, S3.Bucket, bucket);
  settle(actor);
  expect(verdict(actor)).toBe('Success');
  apply(actor, { rule: [{ ...base, transition: to(['STANDARD_IA', 7]) }] });
  expect(verdict(actor)).toMatch(/^async update failed: .*PutBucketLifecycleConfiguration.*InvalidArgument/);
  expect(aws.list({ type: 's3.BucketLifecycleConfiguration' })[0]?.attributes.rule).toEqual(rule);
});
