/** A rate with a burst. Tokens come back by the clock, so a bucket needs no timer and nothing has to be stopped. */
import type { Clock } from './clock.ts';

export interface TokenBucketOptions {
  readonly perSecond: number;
  readonly burst: number;
}

export class TokenBucket {
  readonly #clock: Clock;
  readonly #options: TokenBucketOptions;
  /** Below zero when tokens of the future are promised already. */
  #tokens: number;
  #filledAt: number;

  constructor(clock: Clock, options: TokenBucketOptions) {
    if (!(options.perSecond > 0) || !(options.burst >= 1)) {
      throw new RangeError(
        `a token bucket needs a positive rate and a burst of at least 1, not ${JSON.stringify(options)}`,
      );
    }
    this.#clock = clock;
    this.#options = options;
    this.#tokens = options.burst;
    this.#filledAt = clock.now();
  }

  /** Takes a token if there is one now. */
  tryTake(): boolean {
    this.#refill();
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  /** Takes a token in any case; returns how many milliseconds later it may be used. */
  reserve(): number {
    this.#refill();
    this.#tokens--;
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens / this.#options.perSecond) * 1000);
  }

  /** True when nothing was taken for so long that a new bucket would be no different. */
  get isFull(): boolean {
    this.#refill();
    return this.#tokens >= this.#options.burst;
  }

  #refill(): void {
    const now = this.#clock.now();
    // A clock that was set back must not take tokens away.
    const elapsedMs = Math.max(0, now - this.#filledAt);
    this.#filledAt = now;
    this.#tokens = Math.min(this.#options.burst, this.#tokens + (elapsedMs / 1000) * this.#options.perSecond);
  }
}
