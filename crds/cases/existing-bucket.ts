/** Zones in buckets that were there. */
import { zoneOf } from './build.ts';
import type { Cases } from './cases.ts';

type Fields = Readonly<Record<string, unknown>>;

const existing = (fields: Fields = {}, name = 'legacy-raw'): Fields => ({
  zones: [zoneOf({ existingBucket: { name }, ...fields })],
});
const FIXED = 'existingBucket of zone "raw" cannot be changed, added or removed; declare a new zone and move the data';
const OF_THE_OWNER =
  'policy and lock of an existing bucket are set by its owner; leave bucketPolicy and objectLock out of zone "raw"';

export const existingBucketCases: Cases = {
  good: [
    { reason: 'an existing bucket', spec: existing() },
    {
      reason: 'an existing bucket with rules of one’s own',
      spec: existing({ lifecycle: {}, lifecycleRules: [{ name: 'tmp', prefix: 'tmp/', expireAfterDays: 7 }] }),
    },
    { reason: 'an existing bucket that stays', before: existing(), spec: existing({ eventNotifications: true }) },
  ],
  bad: [
    {
      reason: 'another existing bucket',
      before: existing(),
      spec: existing({}, 'other'),
      path: 'spec.zones[0].existingBucket',
      message: FIXED,
      by: 'rule',
    },
    {
      reason: 'a bucket of ours that becomes an existing one',
      before: { zones: [zoneOf()] },
      spec: existing(),
      path: 'spec.zones[0].existingBucket',
      message: FIXED,
      by: 'rule',
    },
    {
      reason: 'an ARN as an existing bucket',
      spec: existing({}, 'arn:aws:s3:::legacy-raw'),
      path: 'spec.zones[0].existingBucket.name',
      message:
        'has characters or a form that is not allowed; write the name of a bucket: lower-case letters, digits, dashes and dots',
      by: 'structure',
    },
    {
      reason: 'the policy of an existing bucket',
      spec: existing({
        bucketPolicy: [{ sid: 'P', principals: { aws: ['210987654321'] }, actions: ['s3:GetObject'] }],
      }),
      path: 'spec.zones[0].existingBucket',
      message: OF_THE_OWNER,
      by: 'rule',
    },
    {
      reason: 'a lock on an existing bucket',
      spec: existing({ objectLock: { mode: 'GOVERNANCE', retentionDays: 1 } }),
      path: 'spec.zones[0].existingBucket',
      message: OF_THE_OWNER,
      by: 'rule',
    },
    {
      reason: 'some rules of an existing bucket without the one of all',
      spec: existing({ lifecycleRules: [{ name: 'tmp', prefix: 'tmp/', expireAfterDays: 7 }] }),
      path: 'spec.zones[0].lifecycleRules',
      message:
        'lifecycleRules of an existing bucket come with the rule of all its objects; write lifecycle in zone "raw", too',
      by: 'rule',
    },
    {
      reason: 'one bucket as two zones',
      spec: { zones: ['raw', 'old'].map((name) => zoneOf({ name, existingBucket: { name: 'legacy-raw' } })) },
      path: 'spec.zones[1].existingBucket.name',
      message: 'bucket "legacy-raw" is zone "raw" already; use that zone, or name another bucket',
      by: 'check',
    },
    {
      reason: 'an existing bucket of Restricted data',
      spec: existing({ classification: 'Restricted' }),
      path: 'spec.zones[0].existingBucket.name',
      message:
        'zone "raw" is Restricted, and only its owner could close bucket "legacy-raw" to others of the account; leave existingBucket out and move the data, or lower the classification',
      by: 'check',
    },
    {
      reason: 'an existing bucket of another account',
      spec: existing({}, 'data-210987654321-us-east-1-an'),
      path: 'spec.zones[0].existingBucket.name',
      message:
        'bucket "data-210987654321-us-east-1-an" is of another account or Region, where nothing of this pipeline is; write one of account 123456789012 in us-east-1',
      by: 'check',
    },
  ],
};
