/**
 * How long a change of a managed resource may wait before its pipeline is looked at. Changes come in bursts: one
 * creation is half a dozen of them, and a pipeline has scores of objects. A short delay gathers a burst into one
 * reconcile. A pipeline whose objects change without end gets longer delays, in proportion to how many objects it has;
 * no change is ever dropped.
 */
import type { Clock } from '../runtime/clock.ts';
import { TokenBucket } from '../runtime/token-bucket.ts';

const GATHER_MS = 20;
const STORM_GATHER_MS = 5_000;
/** Changes that one object makes while it is created, updated once and deleted, with room to spare. */
const CHANGES_PER_OBJECT = 12;
const CHANGES_PER_OBJECT_PER_MINUTE = 6;
const SMALLEST_PIPELINE = 10;

interface Allowance {
  readonly bucket: TokenBucket;
  readonly objects: number;
}

export class StormGuard {
  readonly #clock: Clock;
  readonly #allowances = new Map<string, Allowance>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts one change of a pipeline that has so many objects; returns the delay in milliseconds. */
  delayMs(key: string, objects: number): number {
    const known = this.#allowances.get(key);
    const allowance = known !== undefined && objects <= known.objects * 2 ? known : this.#grant(key, objects);
    return allowance.bucket.tryTake() ? GATHER_MS : STORM_GATHER_MS;
  }

  forget(key: string): void {
    this.#allowances.delete(key);
  }

  #grant(key: string, objects: number): Allowance {
    const counted = Math.max(SMALLEST_PIPELINE, objects);
    const options = { burst: counted * CHANGES_PER_OBJECT, perSecond: (counted * CHANGES_PER_OBJECT_PER_MINUTE) / 60 };
    const allowance = { bucket: new TokenBucket(this.#clock, options), objects: counted };
    this.#allowances.set(key, allowance);
    return allowance;
  }
}
