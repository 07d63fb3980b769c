/**
 * Tells people what happened, as events.k8s.io/v1 objects beside the thing it happened to.
 *
 * Events are a courtesy: recording one never throws, never waits and never holds anybody up. Notes are in the past tense. The
 * same note about the same object is one Event whose series counts; a new one begins after six quiet minutes. An object that
 * causes very many different ones is cut off (25 at once, then one in five minutes), so a loop cannot fill etcd. What is kept
 * in memory is bounded; when the server is away the oldest unsent events are dropped, and counted.
 */
import { createHash } from 'node:crypto';
import type { KubeObject, ResourceKind } from '../../crds/kubernetes.ts';
import type { Clock } from '../runtime/clock.ts';
import { toError } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import { TokenBucket } from '../runtime/token-bucket.ts';
import { ApiError, type KubeClient } from './api.ts';
import { microTime } from './micro-time.ts';
import { RecentMap } from './recent-map.ts';

export const eventKind: ResourceKind = {
  group: 'events.k8s.io',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  namespaced: true,
};

export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid: string;
}

export interface EventInput {
  readonly type: 'Normal' | 'Warning';
  /** CamelCase, for machines: `ApplyFailed`. At most 128 characters. */
  readonly reason: string;
  /** CamelCase, what was being done: `Apply`. At most 128 characters. */
  readonly action: string;
  /** A sentence in the past tense. Cut at 1024 bytes. */
  readonly note: string;
  /** The other object that it is about. */
  readonly related?: ObjectReference;
}

export interface EventRecorderOptions {
  readonly client: Pick<KubeClient, 'create' | 'mergePatch'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Name of the program, as a qualified name: `example.com/operator`. */
  readonly reportingController: string;
  /** Name of this instance of it: the pod. At most 128 characters. */
  readonly reportingInstance: string;
}

interface Series {
  readonly event: KubeObject;
  count: number;
  lastAt: number;
  /** What the server knows; 0 before the event was created. */
  sentCount: number;
}

const quietMs = 6 * 60_000;
const seriesFlushMs = 60_000;
const closeLimitMs = 5_000;
const mostSeries = 1_000;
const mostUnsent = 200;
const mostNoteBytes = 1024;
const perObject = { perSecond: 1 / 300, burst: 25 };

export class EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #clock: Clock;
  readonly #series = new RecentMap<Series>(mostSeries);
  readonly #buckets = new RecentMap<TokenBucket>(mostSeries);
  readonly #unsent = new Set<Series>();
  /** Series whose count grew since they were sent; they go out together, once a minute. */
  readonly #grown = new Set<Series>();
  readonly #stop = new AbortController();
  #cancelFlush: (() => void) | undefined;
  #sending: Promise<void> | undefined;
  #dropped = 0;
  #closed = false;

  constructor(options: EventRecorderOptions) {
    this.#options = options;
    this.#clock = options.clock;
  }

  /** Events that were cut off, crowded out or refused. */
  get dropped(): number {
    return this.#dropped;
  }

  record(regarding: ObjectReference, input: EventInput): void {
    if (this.#closed) return;
    try {
      this.#record(regarding, input);
    } catch (error) {
      this.#drop(error, regarding.name);
    }
  }

  /** Sends what is waiting, for at most five seconds, and ends. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#flush();
    const cancel = this.#clock.after(closeLimitMs, () => this.#stop.abort(new Error('the event recorder was closed')));
    await this.#sending;
    cancel();
  }

  #record(regarding: ObjectReference, input: EventInput): void {
    const now = this.#clock.now();
    const note = cutUtf8(input.note, mostNoteBytes);
    const key = JSON.stringify([regarding.uid, input.type, input.reason, input.action, note, input.related?.uid]);
    const known = this.#series.get(key);
    if (known !== undefined && now - known.lastAt <= quietMs) {
      known.count++;
      known.lastAt = now;
      if (!this.#unsent.has(known)) this.#grow(known);
      return;
    }
    if (!this.#mayAdd(regarding.uid)) {
      this.#dropped++;
      return;
    }
    const event = eventObject(regarding, { ...input, note }, this.#options, now, digest(key, now));
    const series = { event, count: 1, lastAt: now, sentCount: 0 };
    this.#series.set(key, series);
    this.#send(series);
  }

  #mayAdd(uid: string): boolean {
    const bucket = this.#buckets.get(uid) ?? new TokenBucket(this.#clock, perObject);
    this.#buckets.set(uid, bucket);
    return bucket.tryTake();
  }

  #grow(series: Series): void {
    this.#grown.add(series);
    this.#cancelFlush ??= this.#clock.after(seriesFlushMs, () => this.#flush());
  }

  #flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    for (const series of this.#grown) this.#send(series);
    this.#grown.clear();
  }

  #send(series: Series): void {
    this.#unsent.add(series);
    if (this.#unsent.size > mostUnsent) {
      for (const oldest of this.#unsent) {
        this.#unsent.delete(oldest);
        this.#dropped++;
        break;
      }
    }
    this.#sending ??= this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    for (const series of this.#unsent) {
      this.#unsent.delete(series);
      try {
        await this.#sendOne(series);
      } catch (error) {
        this.#drop(error, series.event.metadata.name);
      }
    }
    // In the same turn in which the loop found nothing more, so that no event can slip in between.
    this.#sending = undefined;
  }

  async #sendOne(series: Series): Promise<void> {
    const { client } = this.#options;
    const { signal } = this.#stop;
    signal.throwIfAborted();
    const { count, event } = series;
    const { namespace, name } = event.metadata;
    const times = { count, lastObservedTime: microTime(series.lastAt) };
    try {
      if (series.sentCount > 0) await client.mergePatch(eventKind, namespace, name, { series: times }, { signal });
      else await client.create(eventKind, count > 1 ? { ...event, series: times } : event, { signal });
      series.sentCount = count;
    } catch (error) {
      // The server forgets events after an hour: the next occurrence makes it anew.
      if (error instanceof ApiError && error.code === 404) series.sentCount = 0;
      throw error;
    }
  }

  #drop(error: unknown, name: string): void {
    this.#dropped++;
    this.#options.log.debug({ error: toError(error).message, event: name }, 'an event was not recorded');
  }
}

function eventObject(
  regarding: ObjectReference,
  input: EventInput,
  reporter: EventRecorderOptions,
  now: number,
  suffix: string,
): KubeObject {
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    // The namespace of a cluster-scoped object's events is "default", by convention of the API.
    metadata: { name: `${regarding.name.slice(0, 200)}.${suffix}`, namespace: regarding.namespace ?? 'default' },
    eventTime: microTime(now),
    type: input.type,
    reason: input.reason,
    action: input.action,
    note: input.note,
    regarding: { ...regarding },
    ...(input.related !== undefined && { related: { ...input.related } }),
    reportingController: reporter.reportingController,
    reportingInstance: reporter.reportingInstance.slice(0, 128),
  };
}

function digest(key: string, now: number): string {
  return createHash('sha256').update(key).update(String(now)).digest('hex').slice(0, 16);
}

/** Cuts between characters, never within one. */
function cutUtf8(text: string, mostBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= mostBytes) return text;
  const kept = new TextDecoder('utf-8', { fatal: false }).decode(bytes.subarray(0, mostBytes - 3), { stream: true });
  return `${kept}…`;
}
