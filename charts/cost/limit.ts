/**
 * Whether an edit costs too much: when it would cost more than its own limit, and more than what is carried out costs now. What
 * runs already goes on, also above a limit that was lowered below it, and may shrink. Pure.
 */
import { usd } from './estimate.ts';

export interface Limited {
  /** USD a month; undefined: no limit. */
  readonly limit: number | undefined;
  /** USD a month, of the edit. */
  readonly total: number;
  /** USD a month, of what is carried out; undefined: nothing is. */
  readonly carriedOut: number | undefined;
}

/** What is wrong and what to do; undefined: it may be carried out. */
export function overLimit({ limit, total, carriedOut }: Limited): string | undefined {
  // To the cent, as it is shown: nobody is held by what nobody sees.
  const [amount, known] = [Number(usd(total)), carriedOut ?? 0];
  if (limit === undefined || amount <= limit || amount <= known) return undefined;
  return `the spec would cost about ${usd(total)} USD a month, more than budget.refuseAboveUSD ${limit}; write less (render --cost tells what costs how much), or raise refuseAboveUSD`;
}
