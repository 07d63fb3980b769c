/** Waiting for what a live system brings about: no fixed sleeps, a deadline, and a failure that says what was last seen. */
import { inspect } from 'node:util';
import { sleep, systemClock } from '../../controller/runtime/clock.ts';

export interface EventuallyOptions {
  /** What is waited for, to complete "… did not happen": "the bucket to be Ready". */
  readonly what: string;
  /** Default 10 s. */
  readonly timeoutMs?: number;
  /** Default 20 ms. */
  readonly pollMs?: number;
}

/**
 * Calls `probe` until it gives something other than undefined, null or false, and returns that. A probe may also throw
 * (an expect() for instance): its error counts as "not yet" and is told when time runs out.
 */
export async function eventually<T>(
  probe: () => T | Promise<T>,
  { what, timeoutMs = 10_000, pollMs = 20 }: EventuallyOptions,
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = systemClock.now() + timeoutMs;
  for (;;) {
    let last: { readonly value: T } | { readonly error: unknown };
    try {
      const value = await probe();
      if (value !== undefined && value !== null && value !== false)
        return value as Exclude<T, undefined | null | false>;
      last = { value };
    } catch (error) {
      last = { error };
    }
    if (systemClock.now() >= deadline) throw notYet(what, timeoutMs, last);
    await sleep(systemClock, pollMs);
  }
}

function notYet(
  what: string,
  timeoutMs: number,
  last: { readonly value: unknown } | { readonly error: unknown },
): Error {
  const message = `waited ${timeoutMs} ms for ${what}`;
  if (!('error' in last)) return new Error(`${message}; last seen: ${inspect(last.value, { depth: 6 })}`);
  const told = last.error instanceof Error ? last.error.message : inspect(last.error);
  return new Error(`${message}; last failure: ${told}`, { cause: last.error });
}
