import { choice, integer, object, optional, type Stored } from './fields.ts';
import { section } from './section.ts';
import { fromAws } from './status-fields.ts';

/** Source: Object Lock, "maximum retention period" of a hundred years; beyond ten, somebody mistyped. */
const MOST_DAYS = 3_653;

const audit = object(
  {
    trail: optional(
      choice(['None', 'WriteOnly', 'All'], {
        description:
          'Which accesses to objects of the zones CloudTrail writes down: none, those that change something, or reads as well. Each 100,000 cost 0.10 USD. When left out: None in Development, WriteOnly in Staging, All in Production.',
      }),
    ),
    retentionDays: optional(
      integer({
        description:
          'For how long what was written down is kept; in Production nobody can delete it before without the right to bypass the lock. Fewer days delete older records, so that waits for an approval. When left out: 365.',
        example: 365,
        minimum: 1,
        maximum: MOST_DAYS,
      }),
    ),
  },
  {
    description:
      'Who touched which object: a trail of the data events of exactly these zones, in a bucket of its own, with files that prove that nobody changed them. It outlives the pipeline, as data does.',
    rules: [
      {
        cel: "!has(self.trail) || self.trail != 'None' || !has(self.retentionDays)",
        message: 'retentionDays does not apply to trail None; remove it, or write trail: WriteOnly or All',
        fieldPath: '.retentionDays',
      },
    ],
  },
);

export const auditSection = section({
  spec: { audit: optional(audit) },
  status: { auditLogs: optional(fromAws('Where records of accesses lie.', 's3://…/AWSLogs/123456789012/CloudTrail/')) },
});

export type Audit = Stored<typeof audit>;
export type AuditTrail = NonNullable<Audit['trail']>;
