/**
 * One operator process without its process: everything wired, nothing read from flags or environment. `main.ts` runs it
 * in a pod; tests run it in their own process.
 */
import type { DataPipeline } from '../crds/datapipeline.ts';
import { API_VERSION, GROUP, KIND } from '../crds/identifiers.ts';
import type { HttpKubeClient } from './kube/client.ts';
import { createKubeClient } from './kube/client.ts';
import type { Connection } from './kube/connection.ts';
import { EventRecorder } from './kube/events.ts';
import { LeaderElection } from './kube/lease.ts';
import type { RequestReport } from './kube/transport.ts';
import { PipelineController } from './pipeline/controller.ts';
import { PIPELINE_STATES } from './pipeline/status/state.ts';
import type { Clock } from './runtime/clock.ts';
import { type Checks, HealthServer } from './runtime/health.ts';
import type { Log } from './runtime/log.ts';
import { Metrics } from './runtime/metrics.ts';

export interface OperatorOptions {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly log: Log;
  /** Name of this instance in leases and events: the pod. */
  readonly identity: string;
  /** undefined: no election, this is the only one. */
  readonly lease?: { readonly namespace: string; readonly name: string };
  /** Where /healthz and /readyz are served; undefined: nowhere. */
  readonly health?: { readonly host: string; readonly port: number };
  /** Where /metrics is served; undefined: nowhere. */
  readonly metrics?: { readonly host: string; readonly port: number };
  readonly concurrency: number;
  /** Only pipelines of this namespace; all when undefined. */
  readonly watchNamespace?: string;
  /** Every HTTP exchange, beside the metrics; for tests that count writes. */
  readonly onRequest?: (report: RequestReport) => void;
}

export interface Operator {
  /** Resolves when `stop` aborted and all is in order, or with 'Lost' when somebody else took the lease. */
  run(stop: AbortSignal): Promise<'Stopped' | 'Lost'>;
  /** Port of the health endpoint once `run` has begun; undefined without one. */
  readonly healthPort: number | undefined;
}

/** A watch that has not even tried anything for so long is stuck; one whose server is away keeps trying and is not. */
const SILENCE_LIMIT_MS = 5 * 60_000;
const CONTROLLER = 'datapipeline';

export function createOperator(options: OperatorOptions): Operator {
  const { clock, log } = options;
  const metrics = new Metrics();
  const client = createKubeClient(options.connection, {
    clock,
    userAgent: 'datapipeline-operator',
    onRequest: (report) => {
      metrics.countRequest(report);
      options.onRequest?.(report);
    },
    onWarning: (request, text) => log.warn({ request, text }, 'the API server warned'),
  });
  const events = new EventRecorder({
    client,
    clock,
    log,
    reportingController: `${GROUP}/operator`,
    reportingInstance: options.identity,
  });
  const controller: PipelineController = new PipelineController({
    client,
    clock,
    log,
    concurrency: options.concurrency,
    ...(options.watchNamespace !== undefined && { watchNamespace: options.watchNamespace }),
    record: (pipeline, event) => events.record(referenceTo(pipeline), event),
    queueObserver: metrics.observeQueue(CONTROLLER, () => controller.queue),
    workersObserver: metrics.observeReconciles(CONTROLLER, options.concurrency),
  });
  metrics.observeWatches(() => controller.watches);
  metrics.observePipelines(PIPELINE_STATES, () => controller.states);
  metrics.observeOpenness(() => controller.isOpen);
  const health =
    options.health &&
    new HealthServer({
      ...options.health,
      healthz: livenessOf(controller, clock),
      readyz: readinessOf(controller),
    });
  const scraped = options.metrics && new HealthServer({ ...options.metrics, registry: metrics.registry });
  let healthPort: number | undefined;

  return {
    get healthPort() {
      return healthPort;
    },
    run: async (stop) => {
      healthPort = await health?.listen();
      await scraped?.listen();
      controller.start();
      const drain = (): void => void controller.stop();
      stop.addEventListener('abort', drain, { once: true });
      try {
        return await lead(options, client, metrics, controller, stop);
      } finally {
        stop.removeEventListener('abort', drain);
        await controller.stop();
        await events.close();
        await health?.close();
        await scraped?.close();
        await client.close();
      }
    },
  };
}

async function lead(
  { lease, clock, log, identity }: OperatorOptions,
  client: HttpKubeClient,
  metrics: Metrics,
  controller: PipelineController,
  stop: AbortSignal,
): Promise<'Stopped' | 'Lost'> {
  if (lease === undefined) {
    await controller.lead(new AbortController().signal);
    return 'Stopped';
  }
  metrics.setLeader(lease.name, false);
  const election = new LeaderElection({
    client,
    clock,
    log,
    identity,
    ...lease,
    onStartedLeading: () => metrics.setLeader(lease.name, true),
    onStoppedLeading: () => metrics.setLeader(lease.name, false),
  });
  return await election.run((lost) => controller.lead(lost), stop);
}

function livenessOf(controller: PipelineController, clock: Clock): Checks {
  return {
    watches: () => {
      const now = clock.now();
      const silent = controller.watches.filter(
        ({ state, stats }) => state === 'Synced' && now - stats.lastActivityAt > SILENCE_LIMIT_MS,
      );
      return silent.length === 0
        ? undefined
        : `no sign of life from the watch of ${silent.map(({ kind }) => kind.kind).join(', ')} for ${SILENCE_LIMIT_MS / 60_000} minutes`;
    },
  };
}

function readinessOf(controller: PipelineController): Checks {
  return {
    pipelines: () => {
      const state = controller.watches[0]?.state;
      return state === 'Synced' ? undefined : `the watch of DataPipelines is ${state}`;
    },
    'managed-resources': () => {
      const starting = controller.watches.filter(({ state }) => state === 'Starting');
      return starting.length === 0 ? undefined : `${starting.length} watches are starting`;
    },
  };
}

function referenceTo({ metadata }: DataPipeline): Parameters<EventRecorder['record']>[0] {
  const { name, namespace = '', uid = '' } = metadata;
  return { apiVersion: API_VERSION, kind: KIND, namespace, name, uid };
}
