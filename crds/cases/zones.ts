/** Zones. */
import { bucketEventsCases } from './bucket-events.ts';
import { bucketPolicyCases } from './bucket-policy.ts';
import { expiring, locked, transitions, zoneOf } from './build.ts';
import type { Cases } from './cases.ts';
import { existingBucketCases } from './existing-bucket.ts';
import { lifecycleRulesCases, OUT_OF_ORDER } from './lifecycle-rules.ts';

export const zonesCases: Cases = {
  good: [
    ...lifecycleRulesCases.good,
    ...bucketPolicyCases.good,
    ...bucketEventsCases.good,
    ...existingBucketCases.good,
    { reason: 'most versions kept', spec: expiring({ noncurrentVersionsKept: 100 }) },
    { reason: 'zone raises classification', spec: { zones: [zoneOf({ classification: 'Restricted' })] } },
    {
      reason: 'all transitions at their limits',
      spec: transitions([30, 'STANDARD_IA'], [60, 'GLACIER_IR'], [61, 'GLACIER'], [62, 'DEEP_ARCHIVE']),
    },
    {
      reason: 'from infrequent access to intelligent tiering',
      spec: transitions([30, 'STANDARD_IA'], [60, 'INTELLIGENT_TIERING'], [180, 'GLACIER']),
    },
    { reason: 'intelligent tiering from the first day', spec: transitions([0, 'INTELLIGENT_TIERING'], [1, 'GLACIER']) },
    {
      reason: 'a lock that stays',
      before: { zones: [zoneOf({ objectLock: { mode: 'GOVERNANCE', retentionDays: 1 } })] },
      spec: { zones: [zoneOf({ eventNotifications: true, objectLock: { mode: 'GOVERNANCE', retentionDays: 1 } })] },
    },
    {
      reason: 'a new zone with a lock',
      before: {},
      spec: { zones: [zoneOf(), zoneOf({ name: 'worm', objectLock: { mode: 'COMPLIANCE', retentionDays: 1 } })] },
    },
  ],
  bad: [
    ...lifecycleRulesCases.bad,
    ...bucketPolicyCases.bad,
    ...bucketEventsCases.bad,
    ...existingBucketCases.bad,
    {
      reason: 'no versions kept, in so many words',
      spec: expiring({ noncurrentVersionsKept: 0 }),
      path: 'spec.zones[0].lifecycle.noncurrentVersionsKept',
      message: 'must be at least 1; write 1 or more',
      by: 'structure',
    },
    {
      reason: 'more versions kept than S3 can',
      spec: expiring({ noncurrentVersionsKept: 101 }),
      path: 'spec.zones[0].lifecycle.noncurrentVersionsKept',
      message: 'must be at most 100; write 100 or less',
      by: 'structure',
    },
    {
      reason: 'no zones at all',
      spec: { zones: [] },
      path: 'spec.zones',
      message: 'must have at least 1 item; add one, or leave the field out',
      by: 'structure',
    },
    {
      reason: 'zone name in capitals',
      spec: { zones: [{ name: 'Raw' }] },
      path: 'spec.zones[0].name',
      message: 'name "Raw" is not at most 24 lower-case letters, digits and inner dashes; write one like raw',
      by: 'rule',
    },
    {
      reason: 'zone name too long',
      spec: { zones: [{ name: 'a-name-of-twenty-five-char' }] },
      path: 'spec.zones[0].name',
      message:
        'name "a-name-of-twenty-five-char" is not at most 24 lower-case letters, digits and inner dashes; write one like raw',
      by: 'rule',
    },
    {
      reason: 'zone named twice',
      spec: { zones: [{ name: 'raw' }, { name: 'raw' }] },
      path: 'spec.zones[1].name',
      message: 'name "raw" occurs twice in its list; give each its own',
      by: 'structure',
    },
    {
      reason: 'zone lowers classification',
      spec: { classification: 'Confidential', zones: [zoneOf({ classification: 'Internal' })] },
      path: 'spec.zones',
      message:
        'classification of zone "raw" is below Confidential, that of the pipeline; raise it, or lower that of the pipeline',
      by: 'rule',
    },
    {
      reason: 'transitions not growing',
      spec: transitions([90, 'INTELLIGENT_TIERING'], [90, 'GLACIER']),
      path: 'spec.zones[0].lifecycle.transitions',
      message: OUT_OF_ORDER,
      by: 'rule',
    },
    {
      reason: 'transitions backwards in class',
      spec: transitions([30, 'GLACIER'], [90, 'GLACIER_IR']),
      path: 'spec.zones[0].lifecycle.transitions',
      message: OUT_OF_ORDER,
      by: 'rule',
    },
    {
      reason: 'from intelligent tiering to infrequent access',
      spec: transitions([30, 'INTELLIGENT_TIERING'], [90, 'STANDARD_IA']),
      path: 'spec.zones[0].lifecycle.transitions',
      message: OUT_OF_ORDER,
      by: 'rule',
    },
    {
      reason: 'STANDARD_IA too early',
      spec: transitions([29, 'STANDARD_IA']),
      path: 'spec.zones[0].lifecycle.transitions[0].afterDays',
      message: 'afterDays is too early for STANDARD_IA, which takes objects from day 30 on; write 30 or more',
      by: 'rule',
    },
    {
      reason: 'Glacier too soon after IA',
      spec: transitions([30, 'STANDARD_IA'], [45, 'GLACIER']),
      path: 'spec.zones[0].lifecycle.transitions',
      message: OUT_OF_ORDER,
      by: 'rule',
    },
    {
      reason: 'unknown storage class',
      spec: transitions([30, 'ONEZONE_IA']),
      path: 'spec.zones[0].lifecycle.transitions[0].storageClass',
      message:
        '"ONEZONE_IA" is not a value of storageClass; write one of: STANDARD_IA, INTELLIGENT_TIERING, GLACIER_IR, GLACIER, DEEP_ARCHIVE',
      by: 'structure',
    },
    {
      reason: 'expiry before the last transition',
      spec: expiring({
        transitions: [
          { afterDays: 30, storageClass: 'STANDARD_IA' },
          { afterDays: 90, storageClass: 'GLACIER' },
        ],
        expireAfterDays: 90,
      }),
      path: 'spec.zones[0].lifecycle.expireAfterDays',
      message:
        'expireAfterDays is not later than the transition to GLACIER; write more days, or remove that transition',
      by: 'rule',
    },
    {
      reason: 'expiry of zero days',
      spec: expiring({ expireAfterDays: 0 }),
      path: 'spec.zones[0].lifecycle.expireAfterDays',
      message: 'must be at least 1; write 1 or more',
      by: 'structure',
    },
    {
      reason: 'versions kept for ever',
      spec: expiring({ noncurrentExpireAfterDays: 0 }),
      path: 'spec.zones[0].lifecycle.noncurrentExpireAfterDays',
      message: 'must be at least 1; write 1 or more',
      by: 'structure',
    },
    {
      reason: 'lock mode',
      spec: locked({ objectLock: { mode: 'Compliance', retentionDays: 1 } }),
      path: 'spec.zones[0].objectLock.mode',
      message: '"Compliance" is not a value of mode; write COMPLIANCE',
      by: 'structure',
    },
    {
      reason: 'lock without retention',
      spec: locked({ objectLock: { mode: 'COMPLIANCE' } }),
      path: 'spec.zones[0].objectLock.retentionDays',
      message: 'retentionDays is required; add it, like retentionDays: 365',
      by: 'structure',
    },
    {
      reason: 'misspelt field of a zone',
      spec: { zones: [zoneOf({ lifecyle: {} })] },
      path: 'spec.zones[0].lifecyle',
      message: 'there is no field lifecyle in spec.zones[0]; write lifecycle',
      by: 'structure',
    },
    {
      reason: 'zones is one zone',
      spec: { zones: { name: 'raw' } },
      path: 'spec.zones',
      message: 'must be a list, not an object; write it like [{"name":"raw"},{"name":"curated"}]',
      by: 'structure',
    },
    {
      reason: 'zone without name',
      spec: { zones: [{}] },
      path: 'spec.zones[0].name',
      message: 'name is required; add it, like name: "raw"',
      by: 'structure',
    },
    {
      reason: 'too many transitions',
      spec: transitions(
        [30, 'STANDARD_IA'],
        [60, 'GLACIER_IR'],
        [90, 'GLACIER'],
        [180, 'DEEP_ARCHIVE'],
        [360, 'DEEP_ARCHIVE'],
        [720, 'DEEP_ARCHIVE'],
      ),
      path: 'spec.zones[0].lifecycle.transitions',
      message: 'must have at most 5 items; keep 5 items at most',
      by: 'structure',
    },
    {
      reason: 'last of five transitions not growing',
      spec: transitions([0, 'INTELLIGENT_TIERING'], [60, 'GLACIER_IR'], [90, 'GLACIER'], [80, 'DEEP_ARCHIVE']),
      path: 'spec.zones[0].lifecycle.transitions',
      message: OUT_OF_ORDER,
      by: 'rule',
    },
    {
      reason: 'lock added',
      spec: locked({ objectLock: { mode: 'GOVERNANCE', retentionDays: 1 } }),
      before: locked({}),
      path: 'spec.zones[0].objectLock',
      message:
        'objectLock of zone "raw" cannot be changed, added or removed; declare a new zone with the lock that is wanted and move the data',
      by: 'rule',
    },
    {
      reason: 'lock removed',
      spec: locked({}),
      before: locked({ objectLock: { mode: 'GOVERNANCE', retentionDays: 1 } }),
      path: 'spec.zones[0].objectLock',
      message:
        'objectLock of zone "raw" cannot be changed, added or removed; declare a new zone with the lock that is wanted and move the data',
      by: 'rule',
    },
    {
      reason: 'lock changed, zones reordered',
      spec: { zones: [{ name: 'curated' }, zoneOf({ objectLock: { mode: 'COMPLIANCE', retentionDays: 1 } })] },
      before: { zones: [zoneOf({ objectLock: { mode: 'GOVERNANCE', retentionDays: 1 } }), { name: 'curated' }] },
      path: 'spec.zones[1].objectLock',
      message:
        'objectLock of zone "raw" cannot be changed, added or removed; declare a new zone with the lock that is wanted and move the data',
      by: 'rule',
    },
  ],
};
