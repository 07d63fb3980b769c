/** What becomes of objects as they age. */
import { PROFILES } from '../profiles.ts';
import { choice, integer, object, optional, type Stored, sequence } from './fields.ts';
import { firstBad, type Rule, rank } from './rules.ts';

/** In the order in which S3 lets objects move; the first two stand on one step. */
export const STORAGE_CLASSES = ['STANDARD_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'] as const;

const transition = object(
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

/** "Development: raw 90, results 30; …": what a zone loses by nothing but its name. */
const USUAL_EXPIRIES: string = Object.entries(PROFILES)
  .map(([environment, { lifecycles }]) => {
    const expiries = Object.entries(lifecycles).flatMap(([zone, { expireAfterDays }]) =>
      expireAfterDays === undefined ? [] : [`${zone} ${expireAfterDays}`],
    );
    return `${environment}: ${expiries.join(', ')}`;
  })
  .join('; ');

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
    noncurrentVersionsKept: optional(
      integer({
        description:
          'Newest noncurrent versions of each object that are kept however old they are. Lowering it removes old versions, and is held until it is approved. Left out: none.',
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
    rules: [
      {
        cel: '!has(self.transitions) || !has(self.expireAfterDays) || self.transitions.all(t, t.afterDays < self.expireAfterDays)',
        message: `expireAfterDays is not later than the transition to {${firstBad('self.transitions', 't', 't.afterDays < self.expireAfterDays')}.storageClass}; write more days, or remove that transition`,
        fieldPath: '.expireAfterDays',
      },
    ],
  },
);

export type Lifecycle = Stored<typeof lifecycle>;
export type Transition = Stored<typeof transition>;
export type StorageClass = Transition['storageClass'];
