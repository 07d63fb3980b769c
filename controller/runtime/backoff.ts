/** Exponential waiting with jitter: the arithmetic, and the counter that remembers how often in a row something failed. */
import type { Clock } from './clock.ts';

export interface BackoffPolicy {
  readonly baseMs: number;
  readonly maxMs: number;
  /** Share of the delay that is left to chance, 0..1. The delay lies in [d × (1 − jitter), d]. */
  readonly jitter: number;
}

/** Delay before try `attempt` (0 is the first retry). Never above `maxMs`, finite for any attempt. */
export function backoffMs(policy: BackoffPolicy, attempt: number, random: () => number): number {
  const full = Math.min(policy.maxMs, policy.baseMs * 2 ** Math.min(attempt, 52));
  return Math.round(full * (1 - policy.jitter * random()));
}

/** Consecutive failures of one thing. A healthy stretch of `resetAfterMs` since the last failure starts the count anew. */
export class Backoff {
  readonly #clock: Clock;
  readonly #policy: BackoffPolicy;
  readonly #resetAfterMs: number;
  #failures = 0;
  #quietUntil = 0;

  constructor(clock: Clock, policy: BackoffPolicy, resetAfterMs = Number.POSITIVE_INFINITY) {
    this.#clock = clock;
    this.#policy = policy;
    this.#resetAfterMs = resetAfterMs;
  }

  get failures(): number {
    return this.#failures;
  }

  /** Counts one more failure and says how long to wait for the next try. */
  next(): number {
    const now = this.#clock.now();
    if (this.#failures > 0 && now - this.#quietUntil > this.#resetAfterMs) this.#failures = 0;
    const delayMs = backoffMs(this.#policy, this.#failures, () => this.#clock.random());
    this.#failures++;
    this.#quietUntil = now + delayMs;
    return delayMs;
  }

  reset(): void {
    this.#failures = 0;
  }
}
