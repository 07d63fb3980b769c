/** An alarm as data, beside the block that it watches; block.ts of this folder makes it one of CloudWatch. */
import type { AlarmName } from '../../../crds/alarms.ts';
import type { Metric } from '../metric.ts';

export type Alarm = Watched & {
  readonly alarm: AlarmName;
  /** Where one component has the alarm several times: of what in it. */
  readonly part?: string;
  /** A sentence: what is the matter when it is in alarm. */
  readonly says: string;
  /** Of one period. */
  readonly periodSeconds: number;
  /** In alarm when so many of the last `of` periods are. */
  readonly periods: { readonly breaching: number; readonly of: number };
  readonly missing: MissingData;
};

/** What it looks at, and when that is bad. */
export type Watched =
  | {
      readonly metric: Metric;
      /** Metrics that count from the start of a process are watched by how much they grow. */
      readonly growth?: true;
      readonly when: 'Above' | 'AtLeast' | 'Below';
      readonly threshold: number;
    }
  | {
      readonly metric: Metric;
      /** Beside what CloudWatch has learnt to expect at such an hour of the week. */
      readonly when: 'Unusual';
      /** Standard deviations. */
      readonly threshold: number;
    }
  | {
      /** Of which there is no metric: EventBridge counts them by a rule that is made for it. */
      readonly events: Events;
      readonly when: 'Above' | 'Below';
      readonly threshold: number;
    };

/** Events on the account's own bus. */
export interface Events {
  /** "aws.glue" */
  readonly source: string;
  readonly detailType: string;
  /** ARNs: those that tell of one of them. */
  readonly resources?: readonly string[];
  /** Those with one of the values in each of the fields. */
  readonly detail?: Readonly<Record<string, readonly string[]>>;
}

/** What a period without data counts as. */
export interface MissingData {
  readonly counts: 'AsGood' | 'AsBad';
  /** A sentence: why. */
  readonly because: string;
}

/** Five minutes: what most services publish in a minute has then settled, and nobody is woken by one bad minute. */
export const FIVE_MINUTES = 300;

/** Told the first time that it happens. */
export const ONCE = { breaching: 1, of: 1 } as const;

/** It comes and goes by itself; what lasts is told. */
export const LASTING = { breaching: 3, of: 3 } as const;

/** It happens again and again. */
export const REPEATED = { breaching: 2, of: 3 } as const;
