/**
 * The simulated provider: one process's life. It watches all managed resources and drives each along the steps of
 * reconcile.ts against the simulated AWS. AWS outlives it; what it remembers does not, so stopping it and starting another
 * one is a provider restart with all that this brings.
 */
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import { ApiError, type KubeClient } from '../../controller/kube/api.ts';
import type { WatchClient } from '../../controller/kube/client.ts';
import { Reflector } from '../../controller/kube/reflector.ts';
import type { BackoffPolicy } from '../../controller/runtime/backoff.ts';
import type { Clock } from '../../controller/runtime/clock.ts';
import { toError } from '../../controller/runtime/errors.ts';
import type { Log } from '../../controller/runtime/log.ts';
import { WorkQueue } from '../../controller/runtime/queue.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import { Accounts } from './accounts.ts';
import type { SimulatedAws } from './aws.ts';
import type { KindBehaviour } from './behaviour.ts';
import { BEHAVIOURS } from './kinds/all.ts';
import type { Latency } from './latency.ts';
import { ManagedEntry, withoutManagedFields } from './managed-entry.ts';
import { ProviderConfigs } from './provider-configs.ts';
import { Reconciler, type Writes } from './reconciler.ts';

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
  /** @default Every */
  readonly writes?: Writes;
}

const REAL_BACKOFF: BackoffPolicy = { baseMs: 1_000, maxMs: 60_000, jitter: 0 };

export class SimulatedProvider {
  readonly #options: SimulatedProviderOptions;
  readonly #queue: WorkQueue;
  readonly #reconciler: Reconciler;
  readonly #entries = new Map<string, ManagedEntry>();
  readonly #reflectors: readonly Reflector<KubeObject>[];
  readonly #configs: ProviderConfigs;
  readonly #death = new AbortController();
  #workers: Promise<unknown> = Promise.resolve();

  constructor(options: SimulatedProviderOptions) {
    this.#options = options;
    const { client, aws, clock, latency, account = '123456789012', writes = 'Every' } = options;
    this.#queue = new WorkQueue({
      clock,
      retryBackoff: options.backoff ?? REAL_BACKOFF,
      retryBucket: { perSecond: 1_000, burst: 1_000 },
    });
    this.#configs = new ProviderConfigs({ client, clock, log: options.log }, () => this.poll());
    this.#reconciler = new Reconciler({
      client,
      aws,
      clock,
      latency,
      writes,
      accounts: new Accounts(client, account),
      unconnected: (resource) => this.#configs.refuses(resource),
      lookup: (kind, namespace, name) => this.#entries.get(`${kind}/${namespace}/${name}`)?.object,
      wake: ({ behaviour, object }) => this.#queue.add(keyOf(behaviour, object)),
      signal: this.#death.signal,
    });
    this.#reflectors = BEHAVIOURS.map((behaviour) => this.#reflector(behaviour));
  }

  /** Resolves when it knows all managed resources that exist. Kinds whose CRD is missing are looked for now and then. */
  async start(): Promise<void> {
    await this.#configs.start();
    for (const reflector of this.#reflectors) reflector.start();
    this.#workers = Promise.all(Array.from({ length: this.#options.concurrency ?? 16 }, () => this.#workerLoop()));
    await Promise.all(this.#reflectors.map((reflector) => reflector.settled()));
  }

  /** Ends like a process that is killed: no further write is begun, background operations are forgotten. */
  async stop(): Promise<void> {
    this.#death.abort();
    for (const entry of this.#entries.values()) entry.dispose();
    await Promise.all([
      this.#queue.shutdown(),
      this.#workers,
      this.#configs.stop(),
      ...this.#reflectors.map((reflector) => reflector.stop()),
    ]);
  }

  /** Looks at AWS now instead of at the next poll: all managed resources, or those of one kind. */
  poll(kind?: ManagedKind): void {
    for (const [key, { behaviour }] of this.#entries) {
      if (kind === undefined || behaviour.kind === kind) this.#queue.add(key);
    }
  }

  #reflector(behaviour: KindBehaviour): Reflector<KubeObject> {
    const { client, clock, log, watches = () => true } = this.#options;
    return new Reflector<KubeObject>({
      client,
      clock,
      log,
      kind: behaviour.kind,
      project: withoutManagedFields,
      handlers: {
        onChange: ({ current }) => {
          if (watches(current.metadata.namespace ?? '')) this.#see(behaviour, current);
        },
        onDelete: ({ previous }) => this.#forget(keyOf(behaviour, previous)),
      },
    });
  }

  #see(behaviour: KindBehaviour, object: KubeObject): void {
    const key = keyOf(behaviour, object);
    const entry = this.#entries.get(key);
    if (entry?.object.metadata.uid === object.metadata.uid) {
      if (entry?.see(object)) this.#queue.add(key);
      return;
    }
    entry?.dispose();
    this.#entries.set(key, new ManagedEntry(behaviour, object));
    this.#queue.add(key);
  }

  #forget(key: string): void {
    this.#entries.get(key)?.dispose();
    this.#entries.delete(key);
    this.#queue.forget(key);
  }

  async #workerLoop(): Promise<void> {
    const { signal } = this.#death;
    for (let key = await this.#queue.get(signal); key !== undefined; key = await this.#queue.get(signal)) {
      const entry = this.#entries.get(key);
      if (entry !== undefined) await this.#work(key, entry);
      this.#queue.done(key);
    }
  }

  async #work(key: string, entry: ManagedEntry): Promise<void> {
    try {
      const again = await this.#reconciler.reconcile(entry);
      if (again === 'Now') this.#queue.add(key);
      if (again === 'Backoff') this.#queue.addRateLimited(key);
      if (again !== 'Poll') return;
      this.#queue.forget(key);
      const { clock, pollIntervalMs = 60_000 } = this.#options;
      this.#queue.addAfter(key, pollIntervalMs * (0.9 + 0.2 * clock.random()));
    } catch (thrown) {
      if (!this.#death.signal.aborted) await this.#afterRefusal(key, entry, toError(thrown));
    }
  }

  /**
   * A conflict means that somebody wrote in between: look again. Anything else waits for its back-off. So does a 404: the API
   * server gives one also for objects that exist, for moments after their CRD came back. What is really gone, the watch tells.
   */
  async #afterRefusal(key: string, entry: ManagedEntry, error: Error): Promise<void> {
    const code = error instanceof ApiError ? error.code : 0;
    if (code !== 409) {
      if (code !== 404) this.#options.log.warn({ error, key }, 'the simulated provider could not write');
      this.#queue.addRateLimited(key);
      return;
    }
    const { name, namespace, uid } = entry.object.metadata;
    const live = await this.#options.client.get(entry.behaviour.kind, namespace, name).catch(() => undefined);
    if (live?.metadata.uid === uid && live !== undefined) entry.see(withoutManagedFields(live));
    this.#queue.add(key);
  }
}

function keyOf({ kind }: KindBehaviour, { metadata }: KubeObject): string {
  return `${kind.key}/${metadata.namespace}/${metadata.name}`;
}
