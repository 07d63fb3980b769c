/**
 * Keeps a local picture of all objects of one kind.
 *
 * The contract:
 * 1. List all pages, then watch from that list's resourceVersion, for ever. The server ends each watch after 300-600 s (drawn
 *    anew each time, so that watches of many kinds spread out); that is normal and costs a reconnect, not a list.
 * 2. No failure ends it. Lost connections, refusals and nonsense are retried with a jittered back-off (0.8 s → 30 s, counted
 *    anew after two healthy minutes) from the last position; a position that the server no longer knows (410) means a new list,
 *    from which deletions are computed, and an object is reported as Modified only when its resourceVersion differs.
 * 3. A connection that is silent for 100 s is dead: the server sends a bookmark about once a minute. It is opened again after a
 *    comparison (5.). Bookmarks also keep the position of quiet kinds fresh.
 * 4. A kind that is not served (404) or may not be read (403) is a state, not an error; it is looked for again after 1 s → 30 s,
 *    or at once by nudge(). After the second 404 in a row what was known is dropped: without its CRD no object exists.
 * 5. About every ten minutes, and after a silence, the picture is compared with a list as of exactly our position, where any difference is a change that
 *    the watch did not deliver. It is repaired, and counted as a cache miss, because it should never happen.
 * 6. Handlers only enqueue. One that throws is logged and counted, and the stream goes on.
 * 7. start() while running does nothing. After stop() no handler is called any more, whatever is still under way.
 */
import type { KubeObject, ResourceKind } from '../../crds/kubernetes.ts';
import { Backoff } from '../runtime/backoff.ts';
import { type Clock, sleep } from '../runtime/clock.ts';
import { toError } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import type { ReflectorHandlers, ReflectorState, Store } from './api.ts';
import type { WatchClient } from './client.ts';
import { keyOfObject, ProjectedStore } from './projected-store.ts';
import { type Failure, judgeFailure } from './reflector-failure.ts';
import { SilenceGuard } from './silence-guard.ts';
import type { WatchEvent } from './watch-stream.ts';

export interface ReflectorOptions<T> {
  readonly client: WatchClient;
  readonly kind: ResourceKind;
  /** All namespaces when undefined. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  /** What to remember of an object. Must not keep a reference to the object itself. */
  readonly project: (object: KubeObject) => T;
  readonly handlers: ReflectorHandlers<T>;
  readonly clock: Clock;
  readonly log: Log;
  /** Must not throw. */
  readonly onState?: (state: ReflectorState, kind: ResourceKind) => void;
  /** @default 500 */
  readonly pageSize?: number;
  /** @default 100000 */
  readonly silenceLimitMs?: number;
  /** Jittered by a fifth. @default 600000 */
  readonly verifyIntervalMs?: number;
}

/** Counted since the start of the process. */
export interface ReflectorStats {
  readonly lists: number;
  readonly watches: number;
  readonly events: number;
  readonly failures: number;
  /** Changes that the watch did not deliver. */
  readonly cacheMisses: number;
  readonly handlerErrors: number;
  /** When the server last sent something, in milliseconds since the epoch; 0 before that. */
  readonly lastContactAt: number;
  /**
   * When something was last tried or heard, in milliseconds since the epoch. Never more than some minutes ago in a reflector that
   * runs, also while the server is away: older means stuck, which only a restart can help.
   */
  readonly lastActivityAt: number;
}

interface Waiter {
  readonly until: (state: ReflectorState) => boolean;
  readonly resolve: (state: ReflectorState) => void;
}

const shortWatchMs = 1_000;
const failedWatchesBeforeList = 5;

export class Reflector<T> {
  readonly #options: ReflectorOptions<T>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #store: ProjectedStore<T>;
  readonly #backoff: Backoff;
  readonly #absence: Backoff;
  readonly #stats = {
    lists: 0,
    watches: 0,
    events: 0,
    failures: 0,
    cacheMisses: 0,
    handlerErrors: 0,
    lastContactAt: 0,
    lastActivityAt: 0,
  };
  readonly #waiters = new Set<Waiter>();
  /** Aborts the life between one start() and its stop(). */
  #life: AbortController | undefined;
  /** Resolves when the latest life is over; the next one waits for it, so two never overlap. */
  #ended: Promise<void> = Promise.resolve();
  #state: ReflectorState = 'Starting';
  /** resourceVersion to watch from; undefined when a list is needed. */
  #position: string | undefined;
  #verifyAt = 0;
  /** Both counted since the last event. */
  #failedWatches = 0;
  #expirations = 0;
  #wake: () => void = () => {};

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.#clock = options.clock;
    this.#log = options.log.child({ kind: options.kind.kind, group: options.kind.group });
    this.#backoff = new Backoff(options.clock, { baseMs: 800, maxMs: 30_000, jitter: 0.5 }, 120_000);
    this.#absence = new Backoff(options.clock, { baseMs: 1_000, maxMs: 30_000, jitter: 0.2 });
    this.#store = new ProjectedStore(options.project, options.handlers, (key, error) => {
      this.#stats.handlerErrors++;
      this.#log.error({ error, key }, 'a change could not be handled');
    });
  }

  get kind(): ResourceKind {
    return this.#options.kind;
  }

  get store(): Store<T> {
    return this.#store;
  }

  get state(): ReflectorState {
    return this.#state;
  }

  get stats(): ReflectorStats {
    return { ...this.#stats };
  }

  start(): void {
    if (this.#life !== undefined) return;
    const life = new AbortController();
    this.#life = life;
    this.#setState('Starting');
    this.#ended = this.#ended.then(() => this.#run(life.signal));
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    if (this.#life !== undefined) {
      this.#life.abort();
      this.#life = undefined;
      this.#setState('Stopped');
    }
    await this.#ended;
  }

  /** Ends a back-off: the CRD was installed, or the permission given. */
  nudge(): void {
    this.#absence.reset();
    this.#wake();
  }

  /** Resolves with true once the store is complete, with false when stopped before. */
  async synced(): Promise<boolean> {
    return (await this.#until((state) => state === 'Synced' || state === 'Stopped')) === 'Synced';
  }

  /** Resolves once it is known how things stand with this kind: Synced, KindMissing, Forbidden or Stopped. */
  async settled(): Promise<ReflectorState> {
    return await this.#until((state) => state !== 'Starting');
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.#position = undefined;
    while (!signal.aborted) {
      this.#stats.lastActivityAt = this.#clock.now();
      try {
        if (this.#position === undefined) await this.#list(signal);
        else if (this.#clock.now() >= this.#verifyAt) await this.#verify(this.#position, signal);
        else await this.#watch(this.#position, signal);
      } catch (error) {
        if (!signal.aborted) await this.#recover(toError(error), signal);
      }
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    this.#stats.lists++;
    const { resourceVersion } = await this.#readAll(undefined, signal);
    if (signal.aborted) return;
    this.#position = resourceVersion;
    this.#scheduleVerify();
    this.#absence.reset();
    this.#setState('Synced');
  }

  async #verify(position: string, signal: AbortSignal): Promise<void> {
    this.#stats.lists++;
    const { differences } = await this.#readAll(position, signal);
    if (signal.aborted) return;
    this.#scheduleVerify();
    if (differences === 0) return;
    this.#stats.cacheMisses += differences;
    this.#log.warn({ differences }, 'the watch had missed changes; they were repaired from a list');
  }

  /** Brings the store in line with a complete list. @param at list as of exactly this resourceVersion */
  async #readAll(
    at: string | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly resourceVersion: string; readonly differences: number }> {
    const { client, kind, namespace, labelSelector, pageSize } = this.#options;
    const seen = new Set<string>();
    let resourceVersion = '';
    let differences = 0;
    const pages = client.pages(kind, {
      signal,
      ...(namespace !== undefined && { namespace }),
      ...(labelSelector !== undefined && { labelSelector }),
      ...(pageSize !== undefined && { pageSize }),
      ...(at !== undefined && { exactResourceVersion: at }),
    });
    for await (const page of pages) {
      if (signal.aborted) break;
      this.#heard();
      resourceVersion = page.resourceVersion;
      for (const object of page.items) {
        const key = keyOfObject(object);
        seen.add(key);
        if (this.#store.put(key, object)) differences++;
      }
    }
    if (!signal.aborted) differences += this.#store.keepOnly(seen);
    return { resourceVersion, differences };
  }

  async #watch(position: string, signal: AbortSignal): Promise<void> {
    const { client, kind, namespace, labelSelector } = this.#options;
    this.#stats.watches++;
    const startedAt = this.#clock.now();
    const eventsBefore = this.#stats.events;
    const silence = new SilenceGuard(this.#clock, this.#options.silenceLimitMs ?? 100_000, signal);
    try {
      const events = await client.watch(kind, {
        ...(namespace !== undefined && { namespace }),
        ...(labelSelector !== undefined && { labelSelector }),
        resourceVersion: position,
        timeoutSeconds: this.#watchSeconds(),
        signal: silence.signal,
      });
      for await (const event of events) {
        if (signal.aborted) return;
        silence.heard();
        this.#take(event);
      }
    } finally {
      silence.release();
    }
    if (this.#stats.events === eventsBefore && this.#clock.now() - startedAt < shortWatchMs) {
      throw new Error('the watch ended at once and without an event');
    }
  }

  #take({ type, object }: WatchEvent): void {
    this.#stats.events++;
    this.#heard();
    this.#failedWatches = 0;
    this.#expirations = 0;
    const { resourceVersion } = object.metadata;
    if (type === 'DELETED') this.#store.remove(keyOfObject(object));
    else if (type !== 'BOOKMARK') this.#store.put(keyOfObject(object), object);
    if (resourceVersion !== undefined && resourceVersion !== '') this.#position = resourceVersion;
  }

  async #recover(error: Error, signal: AbortSignal): Promise<void> {
    this.#stats.failures++;
    const failure = judgeFailure(error);
    const delayMs = this.#afterFailure(failure);
    const level = failure.type === 'Transient' && this.#backoff.failures > 2 ? 'warn' : 'info';
    this.#log[level]({ error: error.message, failure: failure.type, delayMs }, 'the watch was interrupted');
    if (delayMs > 0) await this.#pause(delayMs, signal);
  }

  /** Takes over what the failure means and returns how long to wait. */
  #afterFailure(failure: Failure): number {
    switch (failure.type) {
      case 'Silent':
        this.#verifyAt = 0;
        return 0;
      case 'Expired':
        this.#position = undefined;
        // The server is well and forgot our position, as after its restart: list soon, spread over a second among all kinds. When
        // even the position of a fresh list has expired, haste would only be a loop.
        return this.#expirations++ === 0 ? this.#clock.random() * 1_000 : this.#backoff.next();
      case 'KindMissing':
        if (this.#state === 'KindMissing') this.#store.keepOnly(new Set());
        this.#position = undefined;
        this.#setState('KindMissing');
        return this.#absence.next();
      case 'Forbidden':
        this.#position = undefined;
        this.#setState('Forbidden');
        return this.#absence.next();
      case 'Transient':
        this.#failedWatches++;
        // A server that was restored from a backup may refuse our position in ways that do not look like expiry.
        if (this.#failedWatches >= failedWatchesBeforeList) this.#position = undefined;
        return Math.max(failure.retryAfterMs, this.#backoff.next());
    }
  }

  async #pause(delayMs: number, signal: AbortSignal): Promise<void> {
    const pause = new AbortController();
    this.#wake = () => pause.abort();
    signal.addEventListener('abort', this.#wake, { once: true });
    await sleep(this.#clock, delayMs, pause.signal);
    signal.removeEventListener('abort', this.#wake);
    this.#wake = () => {};
  }

  /** The server ends a watch when the next comparison is due, or earlier. */
  #watchSeconds(): number {
    const untilVerify = Math.ceil((this.#verifyAt - this.#clock.now()) / 1000);
    return Math.max(5, Math.min(untilVerify, 300 + Math.floor(this.#clock.random() * 300)));
  }

  #heard(): void {
    this.#stats.lastContactAt = this.#clock.now();
    this.#stats.lastActivityAt = this.#stats.lastContactAt;
  }

  #scheduleVerify(): void {
    const intervalMs = this.#options.verifyIntervalMs ?? 600_000;
    this.#verifyAt = this.#clock.now() + intervalMs * (0.8 + 0.4 * this.#clock.random());
  }

  #setState(state: ReflectorState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState?.(state, this.#options.kind);
    for (const waiter of [...this.#waiters]) {
      if (!waiter.until(state)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(state);
    }
  }

  async #until(until: (state: ReflectorState) => boolean): Promise<ReflectorState> {
    if (until(this.#state)) return this.#state;
    return await new Promise((resolve) => this.#waiters.add({ until, resolve }));
  }
}
