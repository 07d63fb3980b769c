/**
 * The simulated provider: one process's life. It watches all managed resources and drives each along the steps of
 * reconcile.ts against the simulated AWS. AWS outlives it; what it remembers does not, so stopping it and starting another
 * one is a provider restart with all that this brings.
 */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ApiError, type KubeClient } from '../../controller/kube/api.ts';
import type { WatchClient } from '../../controller/kube/client.ts';
import { Reflector } from '../../controller/kube/reflector.ts';
import { Backoff, type BackoffPolicy } from '../../controller/runtime/backoff.ts';
import type { Clock } from '../../controller/runtime/clock.ts';
import { toError } from '../../controller/runtime/errors.ts';
import type { Log } from '../../controller/runtime/log.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import { Accounts } from './accounts.ts';
import type { SimulatedAws } from './aws.ts';
import type { KindBehaviour } from './behaviour.ts';
import { scopeOf } from './external.ts';
import { BEHAVIOURS } from './kinds/all.ts';
import type { Latency } from './latency.ts';
import { launch } from './launch.ts';
import { ManagedEntry, withoutManagedFields } from './managed-entry.ts';
import { readResource } from './managed-resource.ts';
import { callback, nextStep, type Situation, type Step } from './reconcile.ts';
import { resolveReferences } from './references.ts';
import { WorkQueue } from './work-queue.ts';

export interface SimulatedProviderOptions {
  readonly client: KubeClient & WatchClient;
  readonly aws: SimulatedAws;
  readonly clock: Clock;
  readonly log: Log;
  readonly latency: Latency;
  /** How often AWS is looked at for drift, jittered by a tenth. The real default is 10 minutes. @default 60000 */
  readonly pollIntervalMs?: number;
  /** After a failure. @default 1 s to 60 s, as the real one */
  readonly backoff?: BackoffPolicy;
  /** Reconciles at a time. @default 16 */
  readonly concurrency?: number;
  /** Whether a namespace is its business. Default: all are. */
  readonly watches?: (namespace: string) => boolean;
  /** Account of managed resources that belong to no DataPipeline. @default 123456789012 */
  readonly account?: string;
}

const REAL_BACKOFF: BackoffPolicy = { baseMs: 1_000, maxMs: 60_000, jitter: 0 };
/** A reconcile takes at most seven steps; more would be a loop. */
const MOST_STEPS = 20;

export class SimulatedProvider {
  readonly #options: SimulatedProviderOptions;
  readonly #accounts: Accounts;
  readonly #queue: WorkQueue;
  readonly #entries = new Map<string, ManagedEntry>();
  readonly #reflectors: readonly Reflector<KubeObject>[];
  #stopped = false;

  constructor(options: SimulatedProviderOptions) {
    this.#options = options;
    this.#accounts = new Accounts(options.client, options.account ?? '123456789012');
    this.#queue = new WorkQueue((key) => this.#work(key), options.concurrency ?? 16);
    this.#reflectors = BEHAVIOURS.map((behaviour) => this.#reflector(behaviour));
  }

  /** Resolves when it knows all managed resources that exist. Kinds whose CRD is missing are looked for now and then. */
  async start(): Promise<void> {
    for (const reflector of this.#reflectors) reflector.start();
    await Promise.all(this.#reflectors.map((reflector) => reflector.settled()));
  }

  /** Ends like a process that is killed: no further step is taken, background operations are forgotten. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const entry of this.#entries.values()) entry.dispose();
    await Promise.all([this.#queue.stop(), ...this.#reflectors.map((reflector) => reflector.stop())]);
  }

  /** Looks at AWS now instead of at the next poll: all managed resources, or those of one kind. */
  poll(kind?: string): void {
    for (const [key, { behaviour }] of this.#entries) {
      if (kind === undefined || behaviour.kind.kind === kind) this.#queue.add(key);
    }
  }

  #reflector(behaviour: KindBehaviour): Reflector<KubeObject> {
    const { client, clock, log, watches = () => true } = this.#options;
    const keyOf = (key: string) => `${behaviour.kind.kind}/${key}`;
    return new Reflector<KubeObject>({
      client,
      clock,
      log,
      kind: behaviour.kind,
      project: withoutManagedFields,
      handlers: {
        onChange: ({ key, current }) => {
          if (watches(current.metadata.namespace ?? '')) this.#see(keyOf(key), behaviour, current);
        },
        onDelete: ({ key }) => this.#forget(keyOf(key)),
      },
    });
  }

  #see(key: string, behaviour: KindBehaviour, object: KubeObject): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined && entry.object.metadata.uid === object.metadata.uid) {
      if (entry.see(object)) this.#queue.add(key);
      return;
    }
    entry?.dispose();
    const { clock, backoff = REAL_BACKOFF } = this.#options;
    this.#entries.set(key, new ManagedEntry(behaviour, object, new Backoff(clock, backoff)));
    this.#queue.add(key);
  }

  #forget(key: string): void {
    this.#entries.get(key)?.dispose();
    this.#entries.delete(key);
  }

  async #work(key: string): Promise<void> {
    const entry = this.#entries.get(key);
    if (entry === undefined || this.#stopped) return;
    try {
      await this.#reconcile(key, entry);
    } catch (thrown) {
      await this.#afterRefusal(key, entry, toError(thrown));
    }
  }

  async #reconcile(key: string, entry: ManagedEntry): Promise<void> {
    const now = `${new Date(this.#options.clock.now()).toISOString().slice(0, 19)}Z`;
    if (await this.#recordOutcomes(key, entry, now)) return;
    for (let steps = 0; steps < MOST_STEPS && !this.#stopped; steps += 1) {
      const situation = await this.#situation(entry, now);
      const step = nextStep(situation);
      if (step.type === 'Rest') return await this.#rest(key, entry, step);
      if (step.type === 'Start') {
        entry.memory = step.memory;
        this.#launch(key, entry, situation, step.operation);
      } else {
        entry.see(withoutManagedFields(await this.#options.client.update(entry.behaviour.kind, step.object)));
        if (step.memory !== undefined) entry.memory = step.memory;
        if (entry.object.metadata.deletionTimestamp !== undefined && !entry.object.metadata.finalizers?.length) return;
      }
    }
  }

  /** Writes down how background operations ended. True when a failed one ends this turn: the retry waits for its back-off. */
  async #recordOutcomes(key: string, entry: ManagedEntry, now: string): Promise<boolean> {
    let failed = false;
    for (const { operation, outcome } of entry.outcomes.splice(0)) {
      const resource = readResource(entry.object);
      const verdict = callback({ resource, memory: entry.memory, now }, operation, outcome);
      entry.memory = verdict.memory;
      failed = verdict.again === 'Backoff';
      if (!failed) entry.backoff.reset();
      await this.#writeStatus(entry, verdict.status);
    }
    if (failed) this.#wakeAfter(key, entry, entry.backoff.next());
    return failed;
  }

  async #rest(key: string, entry: ManagedEntry, step: Extract<Step, { type: 'Rest' }>): Promise<void> {
    if (step.memory !== undefined) entry.memory = step.memory;
    if (step.status !== undefined) await this.#writeStatus(entry, step.status);
    if (step.again === 'Backoff') {
      this.#wakeAfter(key, entry, entry.backoff.next());
    } else if (step.again === 'Poll') {
      entry.backoff.reset();
      const { clock, pollIntervalMs = 60_000 } = this.#options;
      this.#wakeAfter(key, entry, pollIntervalMs * (0.9 + 0.2 * clock.random()));
    }
  }

  async #writeStatus(entry: ManagedEntry, status: Situation['resource']['status']): Promise<void> {
    const { object, behaviour } = entry;
    if (isDeepStrictEqual(status, object.status)) return;
    const { name, namespace, uid, resourceVersion } = object.metadata;
    const metadata = {
      name,
      ...(namespace && { namespace }),
      ...(uid && { uid }),
      ...(resourceVersion && { resourceVersion }),
    };
    const { apiVersion, kind } = object;
    const written = await this.#options.client.updateStatus(behaviour.kind, { apiVersion, kind, metadata, status });
    entry.see(withoutManagedFields(written));
  }

  async #situation({ object, behaviour, memory }: ManagedEntry, now: string): Promise<Situation> {
    const resource = readResource(object);
    const { aws } = this.#options;
    const subject = { ...resource, kind: behaviour.kind.kind };
    const account = aws.faults.hit('WrongAccount', subject)?.account ?? (await this.#accounts.of(resource));
    return {
      resource,
      behaviour,
      memory,
      aws,
      now,
      scope: scopeOf(behaviour, resource, account),
      references: resolveReferences(resource, behaviour.kind.kind, (kind, namespace, name) => {
        return this.#entries.get(`${kind}/${namespace}/${name}`)?.object;
      }),
    };
  }

  #launch(key: string, entry: ManagedEntry, situation: Situation, operation: Parameters<Latency>[1]): void {
    const { aws, clock, latency } = this.#options;
    entry.operation = launch({
      situation,
      operation,
      aws,
      clock,
      latencyMs: latency(entry.behaviour.kind.kind, operation),
      ids: { uuid: randomUUID },
      done: (outcome) => {
        entry.outcomes.push({ operation, outcome });
        this.#queue.add(key);
      },
    });
  }

  /** A conflict means that somebody wrote in between: look again. Anything else waits for its back-off. */
  async #afterRefusal(key: string, entry: ManagedEntry, error: Error): Promise<void> {
    if (this.#stopped) return;
    const code = error instanceof ApiError ? error.code : 0;
    if (code === 404) return;
    if (code === 409) {
      const { name, namespace } = entry.object.metadata;
      const live = await this.#options.client.get(entry.behaviour.kind, namespace, name).catch(() => undefined);
      if (live !== undefined && live.metadata.uid === entry.object.metadata.uid) entry.see(withoutManagedFields(live));
      this.#queue.add(key);
      return;
    }
    this.#options.log.warn({ error, key }, 'the simulated provider could not write');
    this.#wakeAfter(key, entry, entry.backoff.next());
  }

  #wakeAfter(key: string, entry: ManagedEntry, delayMs: number): void {
    if (!this.#stopped) entry.timer = this.#options.clock.after(delayMs, () => this.#queue.add(key));
  }
}
