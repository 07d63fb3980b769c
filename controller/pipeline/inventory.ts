/**
 * Which managed resources exist, by pipeline: the controller's memory of the cluster, fed by the reflectors. A pipeline's
 * are those of its own namespace; a copy in another one counts for nobody, whatever it bears.
 *
 * A write's answer is usually newer than what the watch has delivered. Planning on the older state would write the same
 * thing again, so a write is remembered: from its answer until the watch delivers that very version, older versions are
 * held back. Versions are opaque and only compared for equality. An answer that the watch does not confirm in time (a
 * relist skipped it) expires: what the watch delivered last counts then, also if that is nothing. No event tells of the
 * expiry, so whoever wrote has to look again (`unconfirmedMs`).
 *
 * What the provider said of an object before a write of ours stands on it until the provider looks again, and need not name
 * the generation that it was about. So the generation of a write is awaited, from version to version, until the provider names it.
 */
import type { Clock } from '../runtime/clock.ts';
import type { Child } from './child.ts';

const CONFIRM_WITHIN_MS = 15_000;

interface Expectation {
  /** Versions that the watch delivered since the write was sent. */
  readonly seen: Set<string>;
  answer: Child | undefined;
  expiresAtMs: number;
}

export interface PendingWrite {
  /** The write went through and the object now stands like this. */
  succeeded(child: Child): void;
  failed(): void;
}

/** A DataPipeline, or as much of it as tells it from all others. */
export interface PipelineIdentity {
  readonly metadata: { readonly namespace?: string; readonly uid?: string };
}

export class Inventory {
  readonly #clock: Clock;
  readonly #children = new Map<string, Child>();
  /** As the watch delivered them last. */
  readonly #delivered = new Map<string, Child>();
  readonly #byPipeline = new Map<string, Map<string, Child>>();
  readonly #expectations = new Map<string, Expectation>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#children.size;
  }

  /** Everything in the pipeline's namespace that is proven to be its own, by id. */
  ofPipeline({ metadata: { namespace = '', uid = '' } }: PipelineIdentity): ReadonlyMap<string, Child> {
    return this.#byPipeline.get(keyOf(namespace, uid)) ?? new Map();
  }

  /** The managed resource of this name, whosever it is. */
  find(namespace: string, id: string): Child | undefined {
    return this.#children.get(keyOf(namespace, id));
  }

  /** The watch delivered this version. */
  observe(child: Child): void {
    const key = keyOf(child.namespace, child.id);
    this.#delivered.set(key, child);
    const expectation = this.#expectations.get(key);
    if (expectation !== undefined) {
      expectation.seen.add(child.resourceVersion);
      const { answer } = expectation;
      if (answer !== undefined) {
        const confirmed = child.resourceVersion === answer.resourceVersion;
        if (!confirmed && this.#clock.now() < expectation.expiresAtMs) return;
        this.#expectations.delete(key);
      }
    }
    this.#put(key, child, expectation !== undefined);
  }

  /** The watch says that it is gone. */
  forget(child: Child): void {
    const key = keyOf(child.namespace, child.id);
    this.#delivered.delete(key);
    const answer = this.#expectations.get(key)?.answer;
    // The answer of a newer incarnation outlives the end of the old one.
    if (answer !== undefined && answer.uid !== child.uid) return;
    this.#expectations.delete(key);
    this.#remove(key);
  }

  /** Call before a write is sent; report on the result exactly once. */
  beginWrite(namespace: string, id: string): PendingWrite {
    const key = keyOf(namespace, id);
    const expectation: Expectation = {
      seen: new Set(),
      answer: undefined,
      expiresAtMs: this.#clock.now() + CONFIRM_WITHIN_MS,
    };
    this.#expectations.set(key, expectation);
    return {
      succeeded: (child) => {
        const known = this.#children.get(key)?.resourceVersion === child.resourceVersion;
        if (known || expectation.seen.has(child.resourceVersion)) {
          if (this.#expectations.get(key) === expectation) this.#expectations.delete(key);
          return;
        }
        expectation.answer = child;
        this.#put(key, child, true);
      },
      failed: () => {
        if (this.#expectations.get(key) === expectation) this.#expectations.delete(key);
      },
    };
  }

  /** Goes back to what the watch delivered, where it never confirmed an answer. */
  expire(): void {
    const now = this.#clock.now();
    for (const [key, { answer, expiresAtMs }] of this.#expectations) {
      if (answer === undefined || now < expiresAtMs) continue;
      this.#expectations.delete(key);
      const delivered = this.#delivered.get(key);
      if (delivered === undefined) this.#remove(key);
      else this.#put(key, delivered, false);
    }
  }

  /** In how many milliseconds the next answer to a write of the pipeline's objects expires, if the watch confirms none before. */
  unconfirmedMs({ metadata: { uid } }: PipelineIdentity): number | undefined {
    const expiries = [...this.#expectations.values()]
      .filter(({ answer }) => answer?.pipelineUid !== undefined && answer.pipelineUid === uid)
      .map(({ expiresAtMs }) => expiresAtMs);
    return expiries.length === 0 ? undefined : Math.max(0, Math.min(...expiries) - this.#clock.now());
  }

  /** `afterWrite`: a newer generation than before may be that of a write of ours. */
  #put(key: string, arrived: Child, afterWrite: boolean): void {
    const awaited = awaitedGeneration(this.#children.get(key), arrived, afterWrite);
    const child = awaited === undefined ? arrived : { ...arrived, awaited };
    this.#remove(key);
    this.#children.set(key, child);
    if (child.pipelineUid === undefined) return;
    const owner = keyOf(child.namespace, child.pipelineUid);
    const siblings = this.#byPipeline.get(owner);
    if (siblings === undefined) this.#byPipeline.set(owner, new Map([[child.id, child]]));
    else siblings.set(child.id, child);
  }

  #remove(key: string): void {
    const previous = this.#children.get(key);
    if (previous === undefined) return;
    this.#children.delete(key);
    if (previous.pipelineUid === undefined) return;
    const owner = keyOf(previous.namespace, previous.pipelineUid);
    const siblings = this.#byPipeline.get(owner);
    siblings?.delete(previous.id);
    if (siblings?.size === 0) this.#byPipeline.delete(owner);
  }
}

function awaitedGeneration(before: Child | undefined, after: Child, afterWrite: boolean): number | undefined {
  // Of what it sees for the first time the provider says nothing yet.
  if (before?.synced === undefined || before.uid !== after.uid) return undefined;
  const awaited = afterWrite && after.generation > before.generation ? after.generation : before.awaited;
  // A generation that is less than awaited: the write was lost.
  if (awaited === undefined || after.generation < awaited) return undefined;
  return (after.synced?.observedGeneration ?? 0) >= awaited ? undefined : awaited;
}

/** `id` of an object, or uid of a pipeline. */
function keyOf(namespace: string, id: string): string {
  return `${namespace}/${id}`;
}
