/**
 * The work queue of a controller. It holds keys, never data: whoever takes a key looks at the world as it is then.
 *
 * The contract:
 * 1. A key is worked on by one worker at a time, and waits at most once however often it was asked for.
 * 2. Of all requests for a key the earliest wins: `add` is now, `addAfter` is later, and a run that starts now stands for every
 *    later one that was asked for before it. So work must ask anew for what it still needs when it ends (`requeueAfterMs`).
 * 3. What is asked for during work is not lost: the key comes back when the work is done.
 * 4. First attempts are never held back. Retries wait 1 s → 60 s by key, and all of them together pass one token bucket,
 *    so that a thousand failing keys cannot drown the API server or the keys that work.
 * 5. Higher priority first: what a person just edited before routine work.
 * 6. Nothing is remembered of a key that is neither waiting, ready, worked on nor failing.
 */
import { type BackoffPolicy, backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import { ReadyList } from './ready-list.ts';
import { TokenBucket, type TokenBucketOptions } from './token-bucket.ts';

/** Any number is a priority; these are the usual ones. */
export const priorities = { low: -100, normal: 0, high: 100 } as const;

export interface AddOptions {
  /** @default priorities.normal */
  readonly priority?: number;
}

/** Called as things happen; must not throw. Durations in milliseconds. */
export interface QueueObserver {
  added(): void;
  retried(): void;
  /** `waitedMs` since the key became ready. */
  started(waitedMs: number): void;
  finished(workedMs: number): void;
}

export interface WorkQueueOptions {
  readonly clock: Clock;
  /** @default 1 s → 60 s, half of it left to chance */
  readonly retryBackoff?: BackoffPolicy;
  /** @default 10 per second, burst 100 */
  readonly retryBucket?: TokenBucketOptions;
  readonly observer?: QueueObserver;
}

interface Later {
  readonly at: number;
  readonly priority: number;
  readonly cancel: () => void;
}

export class WorkQueue {
  readonly #clock: Clock;
  readonly #retryBackoff: BackoffPolicy;
  readonly #retryBucket: TokenBucket;
  readonly #observer: QueueObserver | undefined;
  readonly #ready = new ReadyList();
  readonly #readySince = new Map<string, number>();
  readonly #later = new Map<string, Later>();
  readonly #working = new Map<string, number>();
  /** Asked for while being worked on, with the highest priority. */
  readonly #again = new Map<string, number>();
  readonly #failures = new Map<string, number>();
  readonly #takers = new Set<() => void>();
  readonly #idleWaiters: (() => void)[] = [];
  #closed = false;

  constructor(options: WorkQueueOptions) {
    this.#clock = options.clock;
    this.#retryBackoff = options.retryBackoff ?? { baseMs: 1_000, maxMs: 60_000, jitter: 0.5 };
    this.#retryBucket = new TokenBucket(options.clock, options.retryBucket ?? { perSecond: 10, burst: 100 });
    this.#observer = options.observer;
  }

  /** Keys that are ready and not worked on. */
  get depth(): number {
    return this.#ready.size;
  }

  /** The same, by priority. */
  get depths(): ReadonlyMap<number, number> {
    return this.#ready.sizes;
  }

  /** How long the keys under work have been so, in milliseconds. */
  get workingMs(): readonly number[] {
    const now = this.#clock.now();
    return [...this.#working.values()].map((startedAt) => now - startedAt);
  }

  /** True when nothing is remembered of any key. */
  get isEmpty(): boolean {
    const held = [this.#readySince, this.#later, this.#working, this.#again, this.#failures];
    return this.#ready.size === 0 && held.every(({ size }) => size === 0);
  }

  add(key: string, options: AddOptions = {}): void {
    if (this.#closed) return;
    const later = this.#takeLater(key);
    const priority = Math.max(options.priority ?? priorities.normal, later?.priority ?? Number.NEGATIVE_INFINITY);
    if (this.#working.has(key)) {
      this.#again.set(key, Math.max(priority, this.#again.get(key) ?? Number.NEGATIVE_INFINITY));
      return;
    }
    this.#makeReady(key, priority);
  }

  addAfter(key: string, delayMs: number, options: AddOptions = {}): void {
    if (this.#closed) return;
    if (!(delayMs > 0)) {
      this.add(key, options);
      return;
    }
    const asked = options.priority ?? priorities.normal;
    const ready = this.#ready.priorityOf(key) ?? this.#again.get(key);
    if (ready !== undefined) {
      if (asked > ready) this.add(key, options);
      return;
    }
    const held = this.#takeLater(key);
    const at = Math.min(this.#clock.now() + delayMs, held?.at ?? Number.POSITIVE_INFINITY);
    const priority = Math.max(asked, held?.priority ?? Number.NEGATIVE_INFINITY);
    const cancel = this.#clock.after(at - this.#clock.now(), () => this.add(key, { priority }));
    this.#later.set(key, { at, priority, cancel });
  }

  /** Counts one more failure of the key and comes back to it after its back-off. */
  addRateLimited(key: string, options: AddOptions = {}): void {
    if (this.#closed) return;
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    const backoff = backoffMs(this.#retryBackoff, failures, () => this.#clock.random());
    this.#observer?.retried();
    this.addAfter(key, Math.max(backoff, this.#retryBucket.reserve()), options);
  }

  /** The key works again: its next failure is its first. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** Failures in a row. */
  failures(key: string): number {
    return this.#failures.get(key) ?? 0;
  }

  /** Waits for a key; the caller must call `done` with it. undefined when the queue was shut down or the signal aborted. */
  async get(signal?: AbortSignal): Promise<string | undefined> {
    while (!this.#closed && signal?.aborted !== true) {
      const key = this.#ready.take();
      if (key !== undefined) return this.#begin(key);
      await this.#untilReady(signal);
    }
    return undefined;
  }

  /** The work that `get` handed out is over. */
  done(key: string): void {
    const startedAt = this.#working.get(key);
    if (startedAt === undefined) return;
    this.#working.delete(key);
    this.#observer?.finished(this.#clock.now() - startedAt);
    const priority = this.#again.get(key);
    this.#again.delete(key);
    if (priority !== undefined && !this.#closed) this.#makeReady(key, priority);
    if (this.#working.size === 0) for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }

  /** Hands out nothing more and forgets what waits. Resolves when the work under way is done. */
  async shutdown(): Promise<void> {
    this.#closed = true;
    for (const { cancel } of this.#later.values()) cancel();
    this.#later.clear();
    this.#ready.clear();
    for (const map of [this.#readySince, this.#again, this.#failures]) map.clear();
    for (const wake of [...this.#takers]) wake();
    if (this.#working.size > 0) await new Promise<void>((resolve) => this.#idleWaiters.push(resolve));
  }

  #makeReady(key: string, priority: number): void {
    if (!this.#readySince.has(key)) {
      this.#readySince.set(key, this.#clock.now());
      this.#observer?.added();
    }
    this.#ready.put(key, priority);
    // All of them: the one that would be chosen may be about to end because its signal aborted.
    for (const wake of [...this.#takers]) wake();
  }

  #begin(key: string): string {
    const now = this.#clock.now();
    this.#observer?.started(now - (this.#readySince.get(key) ?? now));
    this.#readySince.delete(key);
    this.#working.set(key, now);
    return key;
  }

  #takeLater(key: string): Later | undefined {
    const later = this.#later.get(key);
    later?.cancel();
    this.#later.delete(key);
    return later;
  }

  #untilReady(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#takers.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#takers.add(wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}
