/**
 * Ties watches to the queue and the queue to the reconciler. Watches run from the start, so a standby knows the cluster
 * when its turn comes; only `lead` writes.
 *
 * What wakes a pipeline: an edit of it (at once, before other work), a change of one of its managed resources (gathered
 * for a moment), a kind that was installed or taken away, the end of a pipeline or object that held a name it wants. Should
 * any of these be missed, every pipeline is looked at again each ten minutes or so anyway, from memory and without a request.
 */
import { MANAGED_KINDS } from '../../charts/kinds/all.ts';
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { DATA_PIPELINE } from '../../crds/identifiers.ts';
import { Grants } from '../grants/grants.ts';
import { ProviderConfigs } from '../grants/provider-configs.ts';
import type { HttpKubeClient } from '../kube/client.ts';
import { Reflector } from '../kube/reflector.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { priorities, type QueueObserver, WorkQueue } from '../runtime/queue.ts';
import { runWorkers, type WorkersObserver } from '../runtime/workers.ts';
import { type Child, projectChild } from './child.ts';
import { concernsPlan } from './child-change.ts';
import type { PipelineEvent } from './events.ts';
import { Inventory } from './inventory.ts';
import { PipelineReconciler } from './reconcile.ts';
import { sameJson } from './same-json.ts';
import { type PipelineState, pipelineState } from './status/state.ts';
import { storedPipeline } from './stored-pipeline.ts';
import { StormGuard } from './storm-guard.ts';

/** Gathers what goes together, such as the objects of a release that is uninstalled. */
const NAME_FREE_MS = 500;

export interface ControllerOptions {
  readonly client: HttpKubeClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly record: (pipeline: DataPipeline, event: PipelineEvent) => void;
  /** Pipelines reconciled at the same time. @default 16 */
  readonly concurrency?: number;
  /** Only pipelines of this namespace; all when undefined. Name conflicts with other namespaces are not seen then. */
  readonly watchNamespace?: string;
  readonly queueObserver?: QueueObserver;
  readonly workersObserver?: WorkersObserver;
}

export class PipelineController {
  readonly #options: ControllerOptions;
  readonly #queue: WorkQueue;
  readonly #inventory: Inventory;
  readonly #pipelines: Reflector<DataPipeline>;
  readonly #kinds: ReadonlyMap<ManagedKind, Reflector<Child>>;
  readonly #grants: Grants;
  readonly #providerConfigs: ProviderConfigs;
  readonly #reconciler: PipelineReconciler;
  readonly #stormGuard: StormGuard;

  constructor(options: ControllerOptions) {
    const { clock, client, log, queueObserver, watchNamespace } = options;
    this.#options = options;
    this.#queue = new WorkQueue({ clock, ...(queueObserver !== undefined && { observer: queueObserver }) });
    this.#inventory = new Inventory(clock);
    this.#stormGuard = new StormGuard(clock);
    this.#pipelines = new Reflector<DataPipeline>({
      client,
      clock,
      log,
      kind: DATA_PIPELINE,
      ...(watchNamespace !== undefined && { namespace: watchNamespace }),
      project: storedPipeline,
      handlers: {
        onChange: ({ key, current, previous }) => {
          // Deleted and made again between two lists: the old one's end was never told.
          if (previous !== undefined && previous.metadata.uid !== current.metadata.uid)
            this.#pipelineGone(key, previous);
          if (previous?.metadata.uid !== current.metadata.uid) this.#reconciler.noteNew(current);
          if (this.#isNews(current, previous)) this.#queue.add(key, { priority: priorities.high });
        },
        onDelete: ({ key, previous }) => this.#pipelineGone(key, previous),
      },
    });
    this.#kinds = new Map(MANAGED_KINDS.map((kind) => [kind, this.#reflectorOf(kind)]));
    const wake = (concerns: (pipeline: DataPipeline) => boolean): void => this.#wake(concerns);
    this.#grants = new Grants({ client, clock, log, onChange: wake });
    this.#providerConfigs = new ProviderConfigs({
      client,
      clock,
      log,
      ...(watchNamespace !== undefined && { watchNamespace }),
      onChange: wake,
    });
    this.#reconciler = new PipelineReconciler({
      client,
      clock,
      log,
      pipelines: this.#pipelines.store,
      inventory: this.#inventory,
      kindState: (kind) => this.#kinds.get(kind)?.state ?? 'KindMissing',
      refusalOf: (pipeline) => this.#grants.refusalOf(pipeline) ?? this.#providerConfigs.missingOf(pipeline),
      record: options.record,
    });
  }

  /** Whether every pipeline may use everything, because there is no DataPipelineGrant. */
  get isOpen(): boolean {
    return this.#grants.isOpen;
  }

  /** Every pipeline that is known, and how it is in one word. */
  get states(): readonly { readonly namespace: string; readonly name: string; readonly state: PipelineState }[] {
    const { store } = this.#pipelines;
    return [...store.keys()].flatMap((key) => {
      const pipeline = store.get(key);
      if (pipeline === undefined) return [];
      const { name, namespace = '' } = pipeline.metadata;
      return [{ namespace, name, state: pipelineState(pipeline) }];
    });
  }

  get queue(): WorkQueue {
    return this.#queue;
  }

  /** All watches, the pipelines' first: for metrics and health. */
  get watches(): readonly Reflector<unknown>[] {
    return [this.#pipelines, ...this.#kinds.values(), ...this.#grants.watches, ...this.#providerConfigs.watches];
  }

  start(): void {
    for (const reflector of this.watches) reflector.start();
  }

  /**
   * Reconciles until the signal aborts, then returns when nothing is under way any more. Planning on an incomplete
   * inventory would create what exists, so it first waits until every kind is known, or known to be missing; and so it is
   * with what is granted.
   */
  async lead(signal: AbortSignal): Promise<void> {
    await this.#pipelines.synced();
    await Promise.all(this.watches.map((reflector) => reflector.settled()));
    await this.#reconciler.prepare(signal);
    if (signal.aborted) return;
    this.#grants.announce();
    this.#wakeAll();
    const { concurrency = 16, clock, log, workersObserver } = this.#options;
    await runWorkers(
      {
        queue: this.#queue,
        reconcile: (key, attempt) => this.#reconciler.reconcile(key, attempt),
        count: concurrency,
        clock,
        log,
        ...(workersObserver !== undefined && { observer: workersObserver }),
      },
      signal,
    );
  }

  /** Lets what is under way finish, then ends the watches. `lead` returns meanwhile. */
  async stop(): Promise<void> {
    await this.#queue.shutdown();
    await Promise.all(this.watches.map((reflector) => reflector.stop()));
  }

  #reflectorOf(kind: ManagedKind): Reflector<Child> {
    const { client, clock, log, watchNamespace } = this.#options;
    return new Reflector<Child>({
      ...(watchNamespace !== undefined && { namespace: watchNamespace }),
      client,
      clock,
      log,
      kind,
      project: (live) => projectChild(kind, live),
      handlers: {
        onChange: ({ current: { namespace, id }, current }) => {
          const before = this.#inventory.find(namespace, id);
          this.#inventory.observe(current);
          const after = this.#inventory.find(namespace, id) ?? current;
          if (!concernsPlan(before, after)) return;
          this.#childChanged(after);
          if (before !== undefined && before.pipelineUid !== after.pipelineUid) this.#childChanged(before);
        },
        onDelete: ({ previous }) => {
          this.#inventory.forget(previous);
          this.#childChanged(previous);
          if (previous.pipelineUid === undefined) this.#nameBecameFree(previous.namespace);
        },
      },
      // A kind that came or went concerns every pipeline that renders it.
      onState: () => this.#wakeAll(),
    });
  }

  #childChanged({ namespace, pipeline, pipelineUid }: Child): void {
    if (pipeline === undefined || pipelineUid === undefined) return;
    const key = `${namespace}/${pipeline}`;
    const objects = this.#inventory.ofPipeline({ metadata: { namespace, uid: pipelineUid } }).size;
    this.#queue.addAfter(key, this.#stormGuard.delayMs(key, objects));
  }

  /** What went was nobody's, but may have stood where a pipeline of this namespace wants to make its own. */
  #nameBecameFree(namespace: string): void {
    for (const key of this.#pipelines.store.keys()) {
      if (key.startsWith(`${namespace}/`)) this.#queue.addAfter(key, NAME_FREE_MS, { priority: priorities.low });
    }
  }

  #pipelineGone(key: string, pipeline: DataPipeline): void {
    this.#reconciler.forget(pipeline.metadata.uid ?? '');
    this.#stormGuard.forget(key);
    // The key may have a new owner, and others may have waited for a name that is free now.
    this.#wakeAll();
  }

  #wakeAll(): void {
    this.#wake(() => true);
  }

  #wake(concerns: (pipeline: DataPipeline) => boolean): void {
    for (const key of this.#pipelines.store.keys()) {
      const pipeline = this.#pipelines.store.get(key);
      if (pipeline !== undefined && concerns(pipeline)) this.#queue.add(key, { priority: priorities.low });
    }
  }

  /** Our own status writes come back as changes; all else is news, also somebody else's write to status. */
  #isNews(current: DataPipeline, previous: DataPipeline | undefined): boolean {
    if (previous === undefined || previous.metadata.uid !== current.metadata.uid) return true;
    const relevant = ({ metadata, spec }: DataPipeline): unknown => ({
      spec,
      generation: metadata.generation,
      annotations: metadata.annotations,
      finalizers: metadata.finalizers,
      deletion: metadata.deletionTimestamp,
    });
    if (!sameJson(relevant(previous), relevant(current))) return true;
    return !sameJson(previous.status, current.status) && !this.#reconciler.isOwnStatus(current);
  }
}
