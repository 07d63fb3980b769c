/** An alarm as data, beside the block that it watches; block.ts of this folder makes it one of CloudWatch. */
import type { AlarmName } from '../../../crds/alarms.ts';
import type { Metric } from '../metric.ts';

export interface Alarm {
  readonly alarm: AlarmName;
  /** Where one component has the alarm several times: of what in it. */
  readonly part?: string;
  /** A sentence: what is the matter when it is in alarm. */
  readonly says: string;
  readonly metric: Metric;
  /** Metrics that count from the start of a process are watched by how much they grow. */
  readonly growth?: true;
  /** Of one period. */
  readonly periodSeconds: number;
  /** In alarm when so many of the last `of` periods are. */
  readonly periods: { readonly breaching: number; readonly of: number };
  readonly when: 'Above' | 'AtLeast' | 'Below';
  readonly threshold: number;
  readonly missing: MissingData;
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
