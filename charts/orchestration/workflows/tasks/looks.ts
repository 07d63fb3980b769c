/**
 * How often a step looks whether something has ended that Step Functions cannot wait for: soon at first, for most things are done
 * in minutes, then less and less often, so that a day has room in a bounded number of looks.
 */
import type { Json } from '../../../../crds/kubernetes.ts';
import type { Body } from '../asl/states.ts';

/** Seconds before the first look. */
const FIRST = 30;

export interface Looks {
  /** Seconds by which each pause is longer than the one before. */
  readonly growth: number;
  readonly most: number;
  /** Seconds until the last one. */
  readonly seconds: number;
}

/** At most `most`, and all within the time-out where it has room for one. */
export function looksWithin(timeoutSeconds: number, most: number): Looks {
  const short = timeoutSeconds - FIRST * most;
  const growth = short <= 0 || most < 2 ? 0 : Math.ceil(short / ((most * (most - 1)) / 2));
  const until = (looks: number): number => FIRST * looks + growth * ((looks * (looks - 1)) / 2);
  let looks = 1;
  while (looks < most && until(looks + 1) <= timeoutSeconds) looks += 1;
  return { growth, most: looks, seconds: until(looks) };
}

/** What the loop begins with; `counted` and `pause` need it. */
export const LOOKING = { looks: 0, pause: FIRST } as const;

/** Parameters of the state that counts a look. */
export function counted({ growth }: Looks): Record<string, Json> {
  return { 'looks.$': 'States.MathAdd($.looks, 1)', 'pause.$': `States.MathAdd($.pause, ${growth})` };
}

export const PAUSE: Body = { Type: 'Wait', SecondsPath: '$.pause' };

export function tooOften({ most }: Looks, next: string): Json {
  return { Variable: '$.looks', NumericGreaterThanEquals: most, Next: next };
}
