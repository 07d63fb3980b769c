import { choice, flag, integer, named, object, optional, sequence } from './fields.ts';
import { CLASSIFICATIONS } from './identity.ts';
import { partName } from './name-fields.ts';
import { celList, celString, firstBad, namesOf, type Rule, rank } from './rules.ts';

export const MAX_ZONES = 12;

/** The zones of a pipeline that names none. */
export const DEFAULT_ZONE_NAMES = ['raw', 'processed', 'curated', 'results'] as const;

/** In the order in which S3 lets objects move; the first two stand on one step. */
export const STORAGE_CLASSES = ['STANDARD_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'] as const;

export const transition = object(
  {
    afterDays: integer({
      description: 'Age of an object, in days, at which it moves. At least 30 for STANDARD_IA.',
      example: 30,
      minimum: 0,
      maximum: 36500,
    }),
    storageClass: choice(STORAGE_CLASSES, {
      description:
        'Storage class to move to. Reading GLACIER and DEEP_ARCHIVE takes hours and a restore; crawlers and queries do not see such objects.',
      example: 'STANDARD_IA',
    }),
  },
  {
    description: 'One move to a colder storage class.',
    rules: [
      {
        cel: "self.storageClass != 'STANDARD_IA' || self.afterDays >= 30",
        message: 'afterDays is too early for STANDARD_IA, which takes objects from day 30 on; write 30 or more',
        fieldPath: '.afterDays',
      },
    ],
  },
);

/** Transitions from the second on that break a promise to the one before it; the CEL sees `self[i - 1]` and `self[i]`. */
const pairwise = (holds: string, message: string): Rule => {
  const first = `[1, 2, 3, 4].filter(i, i < size(self) && !(${holds}))[0]`;
  return {
    cel: `[1, 2, 3, 4].all(i, i >= size(self) || ${holds})`,
    message: message
      .replaceAll('<later>', `{self[${first}].storageClass}`)
      .replaceAll('<earlier>', `{self[${first} - 1].storageClass}`),
  };
};
const ORDER = ['STANDARD_IA', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'];
const coldness = (of: string): string =>
  rank(ORDER, `(${of}.storageClass == 'INTELLIGENT_TIERING' ? 'STANDARD_IA' : ${of}.storageClass)`);

export const lifecycle = object(
  {
    transitions: optional(
      sequence(transition, {
        description:
          'Moves to colder storage classes, in order of growing afterDays. S3 does not move objects below 128 KB. An empty list: objects stay in STANDARD.',
        example: [{ afterDays: 30, storageClass: 'STANDARD_IA' }],
        maxItems: 5,
        rules: [
          pairwise(
            'self[i - 1].afterDays < self[i].afterDays',
            'the transition to <later> is not later than the one to <earlier> before it; write transitions with growing afterDays',
          ),
          pairwise(
            `${coldness('self[i - 1]')} < ${coldness('self[i]')}`,
            'objects cannot move from <earlier> to <later>; keep the order STANDARD_IA or INTELLIGENT_TIERING, GLACIER_IR, GLACIER, DEEP_ARCHIVE',
          ),
          pairwise(
            "(self[i - 1].storageClass != 'STANDARD_IA' || self[i].afterDays >= self[i - 1].afterDays + 30)",
            'objects must stay in STANDARD_IA for 30 days before they move to <later>; write an afterDays at least 30 days later',
          ),
        ],
      }),
    ),
    expireAfterDays: optional(
      integer({
        description:
          'Age of an object, in days, at which it is deleted; in a versioned bucket it becomes a noncurrent version. Later than the last transition. Left out: never.',
        example: 2555,
        minimum: 1,
        maximum: 36500,
      }),
    ),
    noncurrentExpireAfterDays: integer({
      description:
        'Days that an overwritten or deleted version is kept before it is gone for good. Shortening it removes old versions within a day or two.',
      example: 90,
      minimum: 1,
      maximum: 36500,
      default: 90,
    }),
    abortIncompleteUploadsAfterDays: integer({
      description: 'Days after which the parts of an upload that was never completed are removed.',
      example: 1,
      minimum: 1,
      maximum: 365,
      default: 1,
    }),
  },
  {
    description:
      'What becomes of objects as they age. When left out, zones named raw, processed, curated and results get the lifecycle of that name for the environment; others only get rid of noncurrent versions and incomplete uploads.',
    rules: [
      {
        cel: '!has(self.transitions) || !has(self.expireAfterDays) || self.transitions.all(t, t.afterDays < self.expireAfterDays)',
        message: `expireAfterDays is not later than the transition to {${firstBad('self.transitions', 't', 't.afterDays < self.expireAfterDays')}.storageClass}; write more days, or remove that transition`,
        fieldPath: '.expireAfterDays',
      },
    ],
  },
);

export const objectLock = object(
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

export const zone = object(
  {
    name: partName('zone', 'raw'),
    classification: optional(
      choice(CLASSIFICATIONS, {
        description: 'Raises the classification of the pipeline for this zone. When left out: that of the pipeline.',
        example: 'Confidential',
      }),
    ),
    lifecycle: optional(lifecycle),
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
    ],
  },
);

export const zones = named(zone, {
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

/** On the spec. */
export const zonesOnlyRaiseClassification: Rule = {
  cel: `!has(self.zones) || self.zones.all(z, ${NOT_LOWERED})`,
  message: `classification of zone "{${firstBad('self.zones', 'z', NOT_LOWERED)}.name}" is below {self.classification}, that of the pipeline; raise it, or lower that of the pipeline`,
  fieldPath: '.zones',
};
