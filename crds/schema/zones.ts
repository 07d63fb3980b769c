import { cors, notifications } from './bucket-events.ts';
import { bucketPolicy } from './bucket-policy.ts';
import { choice, flag, integer, named, object, optional, type Stored, sequence, text } from './fields.ts';
import { CLASSIFICATIONS } from './identity.ts';
import { lifecycle, lifecycleRules } from './lifecycle.ts';
import { partName } from './name-fields.ts';
import { celList, celString, firstBad, namesOf, type Rule, rank } from './rules.ts';
import { section } from './section.ts';
import { fromAws, ready } from './status-fields.ts';

const MAX_ZONES = 12;

/** The zones of a pipeline that names none. */
export const DEFAULT_ZONE_NAMES = ['raw', 'processed', 'curated', 'results'] as const;

const objectLock = object(
  {
    mode: choice(['GOVERNANCE', 'COMPLIANCE'], {
      description:
        'GOVERNANCE: principals with a special permission can still delete. COMPLIANCE: nobody can, not even the root user, until the retention ends.',
      example: 'GOVERNANCE',
    }),
    retentionDays: integer({
      description: 'Days for which every new object version cannot be deleted or overwritten.',
      example: 365,
      minimum: 1,
      maximum: 36500,
    }),
  },
  { description: 'Write once, read many: a default retention on every object of the bucket. Immutable for a zone.' },
);

const existingBucket = object(
  {
    name: text({
      description: 'Its name.',
      example: 'legacy-raw',
      minLength: 3,
      maxLength: 63,
      pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$',
      remedy: 'write the name of a bucket: lower-case letters, digits, dashes and dots',
    }),
  },
  {
    description:
      'A bucket of the same account and Region that is there, instead of one made for the zone. Its owner lets the pipeline in with the tag datapipelines.dev/admits: <namespace>/<name>. Of its settings only those that the zone says are changed (lifecycle, notifications, cors), and only once that is approved; it is never tagged or deleted. Immutable for a zone.',
  },
);

const zone = object(
  {
    name: partName('zone', 'raw'),
    classification: optional(
      choice(CLASSIFICATIONS, {
        description: 'Raises the classification of the pipeline for this zone. When left out: that of the pipeline.',
        example: 'Confidential',
      }),
    ),
    existingBucket: optional(existingBucket),
    lifecycle: optional(lifecycle),
    lifecycleRules: optional(lifecycleRules),
    bucketPolicy: optional(bucketPolicy),
    notifications: optional(notifications),
    cors: optional(cors),
    objectLock: optional(objectLock),
    eventNotifications: flag({
      description: 'Send the events of the bucket (object created, deleted, …) to EventBridge.',
      default: false,
    }),
  },
  {
    description: 'One zone of the lake: a versioned, encrypted, private bucket and a Glue database.',
    rules: [
      {
        cel: 'has(self.objectLock) == has(oldSelf.objectLock) && (!has(self.objectLock) || self.objectLock == oldSelf.objectLock)',
        message:
          'objectLock of zone "{self.name}" cannot be changed, added or removed; declare a new zone with the lock that is wanted and move the data',
        fieldPath: '.objectLock',
      },
      {
        cel: 'has(self.existingBucket) == has(oldSelf.existingBucket) && (!has(self.existingBucket) || self.existingBucket.name == oldSelf.existingBucket.name)',
        message:
          'existingBucket of zone "{self.name}" cannot be changed, added or removed; declare a new zone and move the data',
        fieldPath: '.existingBucket',
      },
      {
        cel: '!has(self.existingBucket) || !(has(self.bucketPolicy) || has(self.objectLock))',
        message:
          'policy and lock of an existing bucket are set by its owner; leave bucketPolicy and objectLock out of zone "{self.name}"',
        fieldPath: '.existingBucket',
      },
      {
        cel: '!has(self.existingBucket) || !has(self.lifecycleRules) || has(self.lifecycle)',
        message:
          'lifecycleRules of an existing bucket come with the rule of all its objects; write lifecycle in zone "{self.name}", too',
        fieldPath: '.lifecycleRules',
      },
    ],
  },
);

const zones = named(zone, {
  description: `Zones of the lake. When given, exactly these exist; when left out: ${DEFAULT_ZONE_NAMES.join(', ')}. A removed zone is no longer managed; its bucket and database stay in AWS with all data, whatever deletionPolicy says.`,
  example: [{ name: 'raw' }, { name: 'curated' }],
  minItems: 1,
  maxItems: MAX_ZONES,
});

/** CEL for "the zone called `name` exists", on the spec. */
export function zoneExists(name: string): string {
  return `(has(self.zones) ? self.zones.exists(z, z.name == ${name}) : ${name} in ${celList(DEFAULT_ZONE_NAMES)})`;
}
export const knownZones = `has(self.zones) ? (size(self.zones) == 0 ? 'none, for spec.zones is empty' : ${namesOf('self.zones', MAX_ZONES)}) : ${celString(DEFAULT_ZONE_NAMES.join(', '))}`;

const classRank = (of: string): string => rank(CLASSIFICATIONS, of);
const NOT_LOWERED = `(!has(z.classification) || ${classRank('z.classification')} >= ${classRank('self.classification')})`;

const zonesOnlyRaiseClassification: Rule = {
  cel: `!has(self.zones) || self.zones.all(z, ${NOT_LOWERED})`,
  message: `classification of zone "{${firstBad('self.zones', 'z', NOT_LOWERED)}.name}" is below {self.classification}, that of the pipeline; raise it, or lower that of the pipeline`,
  fieldPath: '.zones',
};

const zoneStatus = object(
  {
    name: text({ description: 'Name of the zone.', maxLength: 63 }),
    bucket: fromAws('Name of its bucket.', 'analytics-clickstream-raw-123456789012-us-east-1-an'),
    database: fromAws('Name of its Glue database.', 'analytics_clickstream_raw'),
    differences: optional(
      sequence(text({ description: 'One difference.', maxLength: 512 }), {
        description: 'How an existing bucket differs from one that the pipeline makes.',
        maxItems: 8,
      }),
    ),
    ready,
  },
  { description: 'One zone.' },
);

export const zonesSection = section({
  spec: { zones: optional(zones) },
  rules: [zonesOnlyRaiseClassification],
  status: { zones: optional(named(zoneStatus, { description: 'Zones of the lake.', maxItems: MAX_ZONES })) },
});

export type { BucketNotification, CorsRule } from './bucket-events.ts';
export type { BucketStatement } from './bucket-policy.ts';
export type Zone = Stored<typeof zone>;
export type ObjectLock = Stored<typeof objectLock>;
export type ZoneStatus = Stored<typeof zoneStatus>;
