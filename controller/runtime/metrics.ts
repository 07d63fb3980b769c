/**
 * Metrics under the names, labels and buckets of controller-runtime, so that dashboards and alerts made for any Go operator read
 * ours unchanged. Every child exists from the start with 0: an alert on a rate never sees a series appear at 1.
 *
 * One registry per instance, nothing global. Gauges of things that live elsewhere (queues, reflectors) are read when scraped.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { QueueObserver, WorkQueue } from './queue.ts';
import type { ErrorClass, Outcome, WorkersObserver } from './workers.ts';

/** What a reflector counts; structural, because this folder knows no Kubernetes. */
export interface WatchSource {
  readonly kind: { readonly group: string; readonly kind: string };
  readonly state: string;
  readonly store: { readonly size: number };
  readonly stats: {
    readonly lists: number;
    readonly watches: number;
    readonly events: number;
    readonly failures: number;
    readonly cacheMisses: number;
    readonly handlerErrors: number;
  };
}

/** One pipeline, and how it is in one word. */
export interface PipelineSource {
  readonly namespace: string;
  readonly name: string;
  readonly state: string;
}

const reconcileBuckets = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2,
  2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
];
const queueBuckets = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1000];
/** The default of 10 ms wakes an idle process a hundred times a second, which is most of what it then does. */
const EVENT_LOOP_LOOKS_MS = 200;
const outcomes: readonly Outcome[] = ['success', 'error', 'requeue', 'requeue_after'];
const watchStates = ['Starting', 'Synced', 'KindMissing', 'Forbidden', 'Stopped'];

export class Metrics {
  /** For metrics of the program itself. */
  readonly registry = new Registry();
  readonly #requests: Counter<'code' | 'method' | 'host'>;
  readonly #leader: Gauge<'name'>;

  constructor() {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: EVENT_LOOP_LOOKS_MS });
    this.#requests = this.#counter(
      'rest_client_requests_total',
      'Number of HTTP requests, partitioned by status code, method, and host.',
      ['code', 'method', 'host'],
    );
    this.#leader = this.#gauge(
      'leader_election_master_status',
      'Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, 1 indicates master.',
      ['name'],
    );
  }

  /** For the client's `onRequest`. */
  countRequest(request: { readonly code: number | undefined; readonly method: string; readonly host: string }): void {
    this.#requests.inc({ code: String(request.code ?? '<error>'), method: request.method, host: request.host });
  }

  setLeader(name: string, isLeader: boolean): void {
    this.#leader.set({ name }, isLeader ? 1 : 0);
  }

  /** Call once. */
  observeReconciles(controller: string, workerCount: number): WorkersObserver {
    const total = this.#counter(
      'controller_runtime_reconcile_total',
      'Total number of reconciliations per controller',
      ['controller', 'result'],
    );
    const errors = this.#counter(
      'controller_runtime_reconcile_errors_total',
      'Total number of reconciliation errors per controller',
      ['controller'],
    );
    const byClass: Partial<Record<ErrorClass, Counter<'controller'>>> = {
      Terminal: this.#counter(
        'controller_runtime_terminal_reconcile_errors_total',
        'Total number of terminal reconciliation errors per controller',
        ['controller'],
      ),
      Fault: this.#counter(
        'controller_runtime_reconcile_panics_total',
        'Total number of reconciliation panics per controller',
        ['controller'],
      ),
      Timeout: this.#counter(
        'controller_runtime_reconcile_timeouts_total',
        'Total number of reconciliation timeouts per controller',
        ['controller'],
      ),
    };
    const time = this.#histogram(
      'controller_runtime_reconcile_time_seconds',
      'Length of time per reconciliation per controller',
      ['controller'],
      reconcileBuckets,
    );
    const active = this.#gauge('controller_runtime_active_workers', 'Number of currently used workers per controller', [
      'controller',
    ]);
    const most = this.#gauge(
      'controller_runtime_max_concurrent_reconciles',
      'Maximum number of concurrent reconciles per controller',
      ['controller'],
    );

    const labels = { controller };
    for (const result of outcomes) total.inc({ controller, result }, 0);
    for (const counter of [errors, ...Object.values(byClass)]) counter.inc(labels, 0);
    time.zero(labels);
    active.set(labels, 0);
    most.set(labels, workerCount);
    return {
      started: () => active.inc(labels),
      finished: (result, durationMs, errorClass) => {
        active.dec(labels);
        total.inc({ controller, result });
        time.observe(labels, durationMs / 1000);
        if (result === 'error') errors.inc(labels);
        if (errorClass !== undefined) byClass[errorClass]?.inc(labels);
      },
    };
  }

  /** The observer to make the queue with; `queue` gives that queue when the metrics are read. Call once. */
  observeQueue(name: string, queue: () => WorkQueue): QueueObserver {
    const labels = { name, controller: name };
    const adds = this.#counter('workqueue_adds_total', 'Total number of adds handled by workqueue', [
      'name',
      'controller',
    ]);
    const retries = this.#counter('workqueue_retries_total', 'Total number of retries handled by workqueue', [
      'name',
      'controller',
    ]);
    const waited = this.#histogram(
      'workqueue_queue_duration_seconds',
      'How long in seconds an item stays in workqueue before being requested',
      ['name', 'controller'],
      queueBuckets,
    );
    const worked = this.#histogram(
      'workqueue_work_duration_seconds',
      'How long in seconds processing an item from workqueue takes.',
      ['name', 'controller'],
      queueBuckets,
    );
    this.#gauge(
      'workqueue_depth',
      'Current depth of workqueue by workqueue and priority',
      ['name', 'controller', 'priority'],
      (gauge) => {
        gauge.reset();
        for (const [priority, depth] of new Map([[0, 0], ...queue().depths])) gauge.set({ ...labels, priority }, depth);
      },
    );
    this.#gauge(
      'workqueue_unfinished_work_seconds',
      'How many seconds of work has been done that is in progress and has not been observed by work_duration.',
      ['name', 'controller'],
      (gauge) => gauge.set(labels, queue().workingMs.reduce((sum, ms) => sum + ms, 0) / 1000),
    );
    this.#gauge(
      'workqueue_longest_running_processor_seconds',
      'How many seconds has the longest running processor for workqueue been running.',
      ['name', 'controller'],
      (gauge) => gauge.set(labels, Math.max(0, ...queue().workingMs) / 1000),
    );
    for (const counter of [adds, retries]) counter.inc(labels, 0);
    for (const histogram of [waited, worked]) histogram.zero(labels);
    return {
      added: () => adds.inc(labels),
      retried: () => retries.inc(labels),
      started: (waitedMs) => waited.observe(labels, waitedMs / 1000),
      finished: (workedMs) => worked.observe(labels, workedMs / 1000),
    };
  }

  /** Call once. `sources` is asked at each scrape. */
  observeWatches(sources: () => Iterable<WatchSource>): void {
    const names = ['group', 'kind'] as const;
    this.#gauge('watch_objects', 'Objects held of each watched kind', names, (gauge) => {
      for (const source of sources()) gauge.set(labelsOf(source), source.store.size);
    });
    const count = (name: string, help: string, value: (stats: WatchSource['stats']) => number): void => {
      this.#counter(name, help, names, (counter) => {
        counter.reset();
        for (const source of sources()) counter.inc(labelsOf(source), value(source.stats));
      });
    };
    count('watch_lists_total', 'Full lists made of each watched kind', ({ lists }) => lists);
    count('watch_connections_total', 'Watches opened of each watched kind', ({ watches }) => watches);
    count('watch_events_total', 'Watch events received of each watched kind', ({ events }) => events);
    count('watch_failures_total', 'Failed lists and watches of each watched kind', ({ failures }) => failures);
    count('watch_cache_misses_total', 'Changes that a watch did not deliver', ({ cacheMisses }) => cacheMisses);
    count('watch_handler_errors_total', 'Changes whose handler failed', ({ handlerErrors }) => handlerErrors);
    this.#gauge(
      'watch_state',
      '1 for the state that the watch of a kind is in',
      ['group', 'kind', 'state'],
      (gauge) => {
        for (const source of sources()) {
          for (const state of watchStates) gauge.set({ ...labelsOf(source), state }, source.state === state ? 1 : 0);
        }
      },
    );
  }

  /** Call once. `sources` is asked at each scrape; `states` are all words that one may have. */
  observePipelines(states: readonly string[], sources: () => Iterable<PipelineSource>): void {
    this.#gauge(
      'datapipeline_state',
      '1 for the state that a DataPipeline is in',
      // Not `namespace`: that is the operator's own, which whoever scrapes puts on every series.
      ['pipeline_namespace', 'pipeline', 'state'],
      (gauge) => {
        gauge.reset();
        for (const { namespace, name, state } of sources()) {
          for (const each of states)
            gauge.set({ pipeline_namespace: namespace, pipeline: name, state: each }, each === state ? 1 : 0);
        }
      },
    );
  }

  /** Call once. */
  observeOpenness(isOpen: () => boolean): void {
    this.#gauge(
      'datapipelines_open',
      '1 while there is no DataPipelineGrant, so that every pipeline may use every account; alert on it',
      [],
      (gauge) => gauge.set(isOpen() ? 1 : 0),
    );
  }

  #counter<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    collect?: (counter: Counter<L>) => void,
  ): Counter<L> {
    const counter: Counter<L> = new Counter({
      name,
      help,
      labelNames,
      registers: [this.registry],
      ...(collect !== undefined && { collect: () => collect(counter) }),
    });
    return counter;
  }

  #histogram<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    buckets: readonly number[],
  ): Histogram<L> {
    return new Histogram({ name, help, labelNames, buckets: [...buckets], registers: [this.registry] });
  }

  #gauge<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    collect?: (gauge: Gauge<L>) => void,
  ): Gauge<L> {
    const gauge: Gauge<L> = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      ...(collect !== undefined && { collect: () => collect(gauge) }),
    });
    return gauge;
  }
}

function labelsOf({ kind }: WatchSource): { readonly group: string; readonly kind: string } {
  return { group: kind.group, kind: kind.kind };
}
