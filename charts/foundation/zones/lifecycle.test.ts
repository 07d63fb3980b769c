import { describe, expect, test } from '@jest/globals';
import type { Lifecycle, LifecycleRule } from '../../../crds/datapipeline.ts';
import { bucketRules } from './lifecycle.ts';

const base = { noncurrentExpireAfterDays: 90, abortIncompleteUploadsAfterDays: 1 };

const lifecycleRule = (lifecycle: Lifecycle) => bucketRules(lifecycle, [])[0];
const further = (rule: Omit<LifecycleRule, 'name'>) => bucketRules(base, [{ name: 'exports', ...rule }])[1];

describe('the lifecycle rule', () => {
  test('carries everything, in lists of one as the provider wants it', () => {
    expect(
      lifecycleRule({
        transitions: [
          { afterDays: 30, storageClass: 'STANDARD_IA' },
          { afterDays: 365, storageClass: 'DEEP_ARCHIVE' },
        ],
        expireAfterDays: 2555,
        noncurrentExpireAfterDays: 60,
        abortIncompleteUploadsAfterDays: 3,
      }),
    ).toEqual({
      id: 'zone',
      status: 'Enabled',
      filter: [{ prefix: '' }],
      transition: [
        { days: 30, storageClass: 'STANDARD_IA' },
        { days: 365, storageClass: 'DEEP_ARCHIVE' },
      ],
      expiration: [{ days: 2555 }],
      noncurrentVersionExpiration: [{ noncurrentDays: 60 }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: 3 }],
    });
  });

  test('clears bare delete markers where objects never expire by age, S3 taking only one of the two', () => {
    expect(lifecycleRule(base)?.expiration).toEqual([{ expiredObjectDeleteMarker: true }]);
  });

  test('keeps the newest noncurrent versions where that is asked for', () => {
    expect(lifecycleRule({ ...base, noncurrentVersionsKept: 3 })?.noncurrentVersionExpiration).toEqual([
      { noncurrentDays: 90, newerNoncurrentVersions: 3 },
    ]);
    expect(lifecycleRule(base)?.noncurrentVersionExpiration).toEqual([{ noncurrentDays: 90 }]);
  });

  test.each([
    ['left out', base],
    ['empty', { ...base, transitions: [] }],
  ])('has no transition when they are %s', (_, lifecycle) => {
    expect(lifecycleRule(lifecycle)).not.toHaveProperty('transition');
  });

  test('moves to day 0 where that is asked for', () => {
    const transitions = [{ afterDays: 0, storageClass: 'INTELLIGENT_TIERING' as const }];
    expect(lifecycleRule({ ...base, transitions })?.transition).toEqual([
      { days: 0, storageClass: 'INTELLIGENT_TIERING' },
    ]);
  });
});

describe('a further rule', () => {
  test('comes after the one of the zone, and does what it says and no more', () => {
    expect(bucketRules(base, [{ name: 'exports', expireAfterDays: 14 }]).map(({ id }) => id)).toEqual([
      'zone',
      'exports',
    ]);
    expect(further({ prefix: 'exports/', expireAfterDays: 14 })).toEqual({
      id: 'exports',
      status: 'Enabled',
      filter: [{ prefix: 'exports/' }],
      expiration: [{ days: 14 }],
    });
  });

  test('moves and deletes noncurrent versions but the newest', () => {
    const rule = further({
      noncurrentTransitions: [{ afterDays: 30, storageClass: 'GLACIER_IR' }],
      noncurrentExpireAfterDays: 400,
      noncurrentVersionsKept: 3,
    });
    expect(rule).toMatchObject({
      filter: [{ prefix: '' }],
      noncurrentVersionTransition: [{ noncurrentDays: 30, storageClass: 'GLACIER_IR', newerNoncurrentVersions: 3 }],
      noncurrentVersionExpiration: [{ noncurrentDays: 400, newerNoncurrentVersions: 3 }],
    });
    expect(rule).not.toHaveProperty('expiration');
  });

  test.each<[string, Partial<LifecycleRule>, object]>([
    ['all objects', {}, { prefix: '' }],
    ['no tags, in so many words', { tags: {} }, { prefix: '' }],
    ['a prefix', { prefix: 'a/' }, { prefix: 'a/' }],
    ['one tag', { tags: { keep: 'false' } }, { tag: [{ key: 'keep', value: 'false' }] }],
    ['two tags', { tags: { a: '1', b: '2' } }, { and: [{ tags: { a: '1', b: '2' } }] }],
    ['the empty object', { sizeLessThanBytes: 1 }, { objectSizeLessThan: 1 }],
    ['any but the empty object', { sizeGreaterThanBytes: 0 }, { objectSizeGreaterThan: 0 }],
    [
      'all of them at once',
      { prefix: 'a/', tags: { a: '1' }, sizeGreaterThanBytes: 1, sizeLessThanBytes: 9 },
      { and: [{ prefix: 'a/', tags: { a: '1' }, objectSizeGreaterThan: 1, objectSizeLessThan: 9 }] },
    ],
  ])('for %s', (_, criteria, filter) => {
    expect(further({ ...criteria, expireAfterDays: 1 })?.filter).toEqual([filter]);
  });
});
