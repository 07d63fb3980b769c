/** What becomes of objects as they age. */
import { PROFILES } from '../profiles.ts';
import { choice, integer, map, named, object, optional, type Stored, sequence, text } from './fields.ts';
import { NAME_LIMIT, NAME_MAX_LENGTH, prefix } from './name-fields.ts';
import { celString, DNS_LABEL, firstBad, type Rule, rank } from './rules.ts';

/** In the order in which S3 lets objects move. */
export const STORAGE_CLASSES = ['STANDARD_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'] as const;

const transition = object(
  {
    afterDays: integer({
      description: 'Age in days at which it moves.',
      example: 30,
      minimum: 0,
      maximum: 36500,
    }),
    storageClass: choice(STORAGE_CLASSES, {
      description:
        'Class to move to. GLACIER and DEEP_ARCHIVE are read after a restore that takes hours; crawlers and queries do not see them.',
      example: 'STANDARD_IA',
    }),
  },
  {
    description: 'One move.',
    rules: [
      {
        cel: "self.storageClass != 'STANDARD_IA' || self.afterDays >= 30",
        message: 'afterDays is too early for STANDARD_IA, which takes objects from day 30 on; write 30 or more',
        fieldPath: '.afterDays',
      },
    ],
  },
);

const coldness = (of: string): string => rank(STORAGE_CLASSES, `${of}.storageClass`);

/** What each transition from the second on owes the one before it. */
const FOLLOWS = [
  'self[i - 1].afterDays < self[i].afterDays',
  `${coldness('self[i - 1]')} < ${coldness('self[i]')}`,
  "(self[i - 1].storageClass != 'STANDARD_IA' || self[i].afterDays >= self[i - 1].afterDays + 30)",
].join(' && ');
/** Moves to colder classes, one after the other: of objects by their age, of versions by the time since they were replaced. */
function transitions(description: string) {
  return sequence(transition, {
    description,
    example: [{ afterDays: 30, storageClass: 'STANDARD_IA' }],
    maxItems: 5,
    rules: [
      {
        cel: `[1, 2, 3, 4].all(i, i >= size(self) || (${FOLLOWS}))`,
        // Without naming the two: the rule stands four times in the CRD, and its text would be the greater part of it.
        message:
          'transitions are out of order; write growing afterDays, in the order STANDARD_IA, INTELLIGENT_TIERING, GLACIER_IR, GLACIER, DEEP_ARCHIVE, and leave objects in STANDARD_IA for 30 days',
      },
    ],
  });
}

/** Nothing moves once it is gone. */
function movesBefore(moves: string, expiry: string): Rule {
  const inTime = `t.afterDays < self.${expiry}`;
  return {
    cel: `!has(self.${moves}) || !has(self.${expiry}) || self.${moves}.all(t, ${inTime})`,
    message: `${expiry} is not later than the transition to {${firstBad(`self.${moves}`, 't', inTime)}.storageClass}; write more days, or remove that transition`,
    fieldPath: `.${expiry}`,
  };
}
const BEFORE_THE_END = [
  movesBefore('transitions', 'expireAfterDays'),
  movesBefore('noncurrentTransitions', 'noncurrentExpireAfterDays'),
];

/** "Development: raw 90, results 30; …": what a zone loses by nothing but its name. */
const USUAL_EXPIRIES: string = Object.entries(PROFILES)
  .map(([environment, { lifecycles }]) => {
    const expiries = Object.entries(lifecycles).flatMap(([zone, { expireAfterDays }]) =>
      expireAfterDays === undefined ? [] : [`${zone} ${expireAfterDays}`],
    );
    return `${environment}: ${expiries.join(', ')}`;
  })
  .join('; ');

const expireAfterDays = integer({
  description:
    'Age of an object, in days, at which it is deleted; in a versioned bucket it becomes a noncurrent version. Later than the last transition. Left out: never.',
  example: 2555,
  minimum: 1,
  maximum: 36500,
});

const noncurrentTransitions = transitions(
  'The same for noncurrent versions; afterDays counts from when a version was overwritten or deleted.',
);

export const lifecycle = object(
  {
    transitions: optional(
      transitions(
        'Moves to colder storage classes, in order of growing afterDays. S3 does not move objects below 128 KB. An empty list: objects stay in STANDARD.',
      ),
    ),
    expireAfterDays: optional(expireAfterDays),
    noncurrentTransitions: optional(noncurrentTransitions),
    noncurrentExpireAfterDays: integer({
      description:
        'Days that an overwritten or deleted version is kept before it is gone for good. Shortening it removes old versions within a day or two.',
      example: 90,
      minimum: 1,
      maximum: 36500,
      default: 90,
    }),
    noncurrentVersionsKept: optional(
      integer({
        description:
          'Newest noncurrent versions of each object that neither move nor go, however old they are. Lowering it removes old versions, and is held until it is approved. Left out: none.',
        example: 3,
        minimum: 1,
        maximum: 100,
      }),
    ),
    abortIncompleteUploadsAfterDays: integer({
      description: 'Days after which the parts of an upload that was never completed are removed.',
      example: 1,
      minimum: 1,
      maximum: 365,
      default: 1,
    }),
  },
  {
    description: `What becomes of objects as they age. When left out, zones named raw, processed, curated and results get the lifecycle of that name for the environment, which deletes objects after days (${USUAL_EXPIRIES}); others only get rid of noncurrent versions and incomplete uploads.`,
    rules: BEFORE_THE_END,
  },
);

/** The id in S3 of the rule that `lifecycle` makes. */
export const ZONE_RULE = 'zone';

const tags = map(
  text({
    description: 'Value of the tag.',
    example: 'false',
    maxLength: 256,
    pattern: '^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*$',
    remedy: 'use letters, digits, spaces and _ . : / = + - @',
  }),
  {
    description: 'Only objects that bear all of these tags. Tags of the object, which whoever writes it gives it.',
    example: { keep: 'false' },
    maxProperties: 10,
    rules: [
      {
        cel: "self.all(key, size(key) <= 128 && key.matches('^[A-Za-z0-9 _.:/=+@-]+$'))",
        message:
          'a tag key is not 1 to 128 letters, digits, spaces and _ . : / = + - @; write the key that the objects bear',
      },
    ],
  },
);

const size = (description: string, example: number) =>
  integer({ description, example, minimum: 0, maximum: 54_975_581_388_800 });

const DOES = ['transitions', 'expireAfterDays', 'noncurrentTransitions', 'noncurrentExpireAfterDays'];

const lifecycleRule = object(
  {
    name: text({
      description: 'Name of the rule, unique in the zone: its id in S3. Another name is another rule.',
      example: 'exports',
      maxLength: NAME_LIMIT,
      rules: [
        {
          cel: `size(self) <= ${NAME_MAX_LENGTH} && self.matches(${celString(DNS_LABEL)})`,
          message: `name "{self}" is not at most ${NAME_MAX_LENGTH} lower-case letters, digits and inner dashes; write one like exports`,
        },
        {
          cel: `self != '${ZONE_RULE}'`,
          message: `rule name "${ZONE_RULE}" is that of the zone's own lifecycle; choose another`,
        },
      ],
    }),
    prefix: optional(prefix('Only objects below this prefix.', 'exports/')),
    tags: optional(tags),
    sizeGreaterThanBytes: optional(
      size('Only objects of more bytes. It also takes the place of the 128 KB below which S3 moves nothing.', 131072),
    ),
    sizeLessThanBytes: optional(size('Only objects of fewer bytes.', 1048576)),
    transitions: optional(transitions('Moves to colder storage classes, as in lifecycle.')),
    expireAfterDays: optional(expireAfterDays),
    noncurrentTransitions: optional(noncurrentTransitions),
    noncurrentExpireAfterDays: optional(
      integer({
        description: 'Days that an overwritten or deleted version is kept before it is gone for good.',
        example: 30,
        minimum: 1,
        maximum: 36500,
      }),
    ),
    noncurrentVersionsKept: optional(
      integer({
        description: 'Newest noncurrent versions of each object that this rule neither moves nor deletes.',
        example: 3,
        minimum: 1,
        maximum: 100,
      }),
    ),
  },
  {
    description: 'What becomes of some objects of the zone, beside lifecycle, which is the rule of all.',
    rules: [
      ...BEFORE_THE_END,
      {
        cel: DOES.map((field) => `has(self.${field})`).join(' || '),
        message: `lifecycle rule "{self.name}" does nothing; write one of ${DOES.join(', ')}`,
      },
      {
        cel: '!has(self.noncurrentVersionsKept) || has(self.noncurrentTransitions) || has(self.noncurrentExpireAfterDays)',
        message:
          'noncurrentVersionsKept keeps versions from nothing; write noncurrentTransitions or noncurrentExpireAfterDays beside it',
        fieldPath: '.noncurrentVersionsKept',
      },
      {
        cel: '!has(self.sizeGreaterThanBytes) || !has(self.sizeLessThanBytes) || self.sizeGreaterThanBytes < self.sizeLessThanBytes',
        message:
          'no object has more bytes than sizeGreaterThanBytes and fewer than sizeLessThanBytes; write a sizeLessThanBytes that is greater',
        fieldPath: '.sizeLessThanBytes',
      },
    ],
  },
);

export const lifecycleRules = named(lifecycleRule, {
  description:
    'Further rules, for some objects each. Where several rules apply, S3 deletes by the shortest expiry and moves to the coldest class. A new or shorter expiry is held until it is approved.',
  maxItems: 20,
});

export type Lifecycle = Stored<typeof lifecycle>;
export type LifecycleRule = Stored<typeof lifecycleRule>;
export type Transition = Stored<typeof transition>;
export type StorageClass = Transition['storageClass'];
