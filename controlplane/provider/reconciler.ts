/**
 * Does what reconcile.ts decides: takes an object step by step to where the provider rests, writing to the API server and
 * starting operations in AWS.
 */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { KubeClient } from '../../controller/kube/api.ts';
import type { Clock } from '../../controller/runtime/clock.ts';
import type { JsonObject, KubeObject } from '../../crds/kubernetes.ts';
import type { Accounts } from './accounts.ts';
import type { SimulatedAws } from './aws.ts';
import type { Operation } from './behaviour.ts';
import { scopeOf } from './external.ts';
import type { Latency } from './latency.ts';
import { launch } from './launch.ts';
import { type ManagedEntry, withoutManagedFields } from './managed-entry.ts';
import { type ManagedResource, readResource } from './managed-resource.ts';
import type { Memory } from './memory.ts';
import { callback, nextStep, type Situation, type Step } from './reconcile.ts';
import { type Lookup, resolveReferences } from './references.ts';

/**
 * Every: each write that the real provider makes, about nine until an object is ready. Few: three or four, which skips states
 * that last for moments only (tags alone, Creating, the callback before the next observe) but none that a restart depends on;
 * for benchmarks, where the API server's time is not ours to spend.
 */
export type Writes = 'Every' | 'Few';

export interface ReconcilerOptions {
  readonly client: Pick<KubeClient, 'update' | 'updateStatus'>;
  readonly aws: SimulatedAws;
  readonly clock: Clock;
  readonly latency: Latency;
  readonly accounts: Accounts;
  readonly lookup: Lookup;
  /** Why the provider cannot connect to AWS on behalf of a managed resource; undefined when it can. */
  readonly unconnected: (resource: ManagedResource) => string | undefined;
  readonly writes: Writes;
  /** A background operation of the entry ended: it is to be reconciled again. */
  readonly wake: (entry: ManagedEntry) => void;
  /** Aborts when the process is to be dead: nothing is written after that. */
  readonly signal: AbortSignal;
}

/** A reconcile takes at most ten steps; more would be a loop. */
const MOST_STEPS = 20;

/** An object as it will be, and what is remembered once it is written. */
interface Draft {
  readonly object: KubeObject;
  readonly memory: Memory;
}

export class Reconciler {
  readonly #options: ReconcilerOptions;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  /** Returns what the entry waits for next, beside changes of the object. Rejects when a write is refused. */
  async reconcile(entry: ManagedEntry): Promise<Extract<Step, { type: 'Rest' }>['again']> {
    const now = `${new Date(this.#options.clock.now()).toISOString().slice(0, 19)}Z`;
    if ((await this.#recordOutcomes(entry, now)) === 'Failed') return 'Backoff';
    let draft: Draft | undefined;
    for (let steps = 0; steps < MOST_STEPS && !this.#options.signal.aborted; steps += 1) {
      const situation = await this.#situation(entry, draft, now);
      const step = nextStep(situation);
      if (step.type === 'Update') {
        draft = { object: step.object, memory: step.memory ?? situation.memory };
        if (this.#options.writes === 'Few' && !isReleased(draft.object)) continue;
      }
      if (draft !== undefined) {
        await this.#write(entry, draft);
        draft = undefined;
        if (isReleased(entry.object)) return 'Never';
      } else if (step.type === 'Start') {
        entry.memory = step.memory;
        this.#launch(entry, situation, step.operation);
      } else if (step.type === 'Rest') {
        const passing = step.again === 'Now' || entry.memory.running === 'Create';
        await this.#rest(entry, step.status, passing);
        if (step.memory !== undefined) entry.memory = step.memory;
        return step.again;
      }
    }
    return 'Never';
  }

  /** An outcome leaves the list only when it is written down, so a conflict loses none. */
  async #recordOutcomes(entry: ManagedEntry, now: string): Promise<'Failed' | 'Fine'> {
    let failed = false;
    for (let [next] = entry.outcomes; next !== undefined; [next] = entry.outcomes) {
      const resource = readResource(withStatus(entry.object, entry));
      const verdict = callback({ resource, memory: entry.memory, now }, next.operation, next.outcome);
      failed = next.outcome.type === 'Failed';
      if (!failed && this.#options.writes === 'Few') entry.unwrittenStatus = verdict.status;
      else await this.#writeStatus(entry, verdict.status);
      entry.memory = verdict.memory;
      entry.outcomes.shift();
    }
    return failed ? 'Failed' : 'Fine';
  }

  async #situation(entry: ManagedEntry, draft: Draft | undefined, now: string): Promise<Situation> {
    const { aws, accounts, lookup } = this.#options;
    const { behaviour, memory } = entry;
    const resource = readResource(withStatus(draft?.object ?? entry.object, entry));
    const subject = { ...resource, kind: behaviour.kind };
    const unconnected = this.#options.unconnected(resource);
    const account = aws.faults.hit('WrongAccount', subject)?.account ?? (await accounts.of(resource));
    return {
      resource,
      behaviour,
      memory: draft?.memory ?? memory,
      aws,
      now,
      ...(unconnected !== undefined && { unconnected }),
      scope: scopeOf(behaviour, resource, account),
      references: resolveReferences(resource, behaviour.kind, lookup),
    };
  }

  async #write(entry: ManagedEntry, { object, memory }: Draft): Promise<void> {
    const { status: _, ...body } = object;
    const { apiVersion, kind, metadata } = object;
    const written = await this.#options.client.update(entry.behaviour.kind, { ...body, apiVersion, kind, metadata });
    entry.see(withoutManagedFields(written));
    entry.memory = memory;
  }

  /** What passes soon (a creation under way) is not worth a write of its own when few are wanted. */
  async #rest(entry: ManagedEntry, status: JsonObject | undefined, passing: boolean): Promise<void> {
    if (passing && this.#options.writes === 'Few') entry.unwrittenStatus = status;
    else if (status !== undefined) await this.#writeStatus(entry, status);
  }

  async #writeStatus(entry: ManagedEntry, status: JsonObject): Promise<void> {
    const { object, behaviour } = entry;
    if (isDeepStrictEqual(status, object.status)) {
      entry.unwrittenStatus = undefined;
      return;
    }
    const { name, namespace = '', uid = '', resourceVersion = '' } = object.metadata;
    const { apiVersion, kind } = object;
    const body = { apiVersion, kind, metadata: { name, namespace, uid, resourceVersion }, status };
    entry.see(withoutManagedFields(await this.#options.client.updateStatus(behaviour.kind, body)));
    entry.unwrittenStatus = undefined;
  }

  #launch(entry: ManagedEntry, situation: Situation, operation: Operation): void {
    const { aws, clock, latency, wake } = this.#options;
    entry.operation = launch({
      situation,
      operation,
      aws,
      clock,
      latencyMs: latency(entry.behaviour.kind, operation),
      ids: { uuid: randomUUID },
      done: (outcome) => {
        entry.outcomes.push({ operation, outcome });
        wake(entry);
      },
    });
  }
}

/** With the status as it is decided, whether written yet or not. */
function withStatus(object: KubeObject, entry: ManagedEntry): KubeObject {
  const status = entry.unwrittenStatus ?? entry.object.status;
  return status === undefined ? object : { ...object, status };
}

/** Deleted and without finalizers: the API server removes it with this write. */
function isReleased({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && !metadata.finalizers?.length;
}
