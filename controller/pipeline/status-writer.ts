/**
 * Writes status when it changed, and tells people what is new about it.
 *
 * A write of status costs the API server as much as one of an object. Pipelines of a fleet advance in step, so what is
 * mere progress is paid from one budget of the whole controller; what changed a condition or a problem is told at once.
 */
import type { DataPipeline, DataPipelineStatus } from '../../crds/datapipeline.ts';
import { API_VERSION, DATA_PIPELINE, FIELD_MANAGER, KIND } from '../../crds/identifiers.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import type { KubeClient, Store } from '../kube/api.ts';
import type { Clock } from '../runtime/clock.ts';
import { TokenBucket } from '../runtime/token-bucket.ts';
import { isConflict, isGone } from './apply.ts';
import { eventsBetween, type PipelineEvent } from './events.ts';
import { foreignStatusEvent, foreignWriters } from './foreign-status.ts';
import { keyOf } from './key.ts';
import type { Memory } from './memory.ts';
import { sameJson } from './same-json.ts';
import { isMereProgress } from './status/status.ts';

/** Counts move with every object that becomes ready. What takes long is looked at less often: each pause is twice the last. */
const PROGRESS_PAUSE_MS = { first: 2_000, longest: 30_000 } as const;
/** For all pipelines together. Few pipelines never notice it. */
const PROGRESS_BUDGET = { perSecond: 2, burst: 4 } as const;

export interface StatusWriterDependencies {
  readonly client: KubeClient;
  readonly pipelines: Store<DataPipeline>;
  readonly clock: Clock;
  readonly record: (pipeline: DataPipeline, event: PipelineEvent) => void;
}

export class StatusWriter {
  readonly #deps: StatusWriterDependencies;
  readonly #progress: TokenBucket;

  constructor(deps: StatusWriterDependencies) {
    this.#deps = deps;
    this.#progress = new TokenBucket(deps.clock, PROGRESS_BUDGET);
  }

  /** Returns whether the status stands like that now. */
  async write(
    pipeline: DataPipeline,
    memory: Memory,
    status: DataPipelineStatus,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (sameJson(pipeline.status, status)) return true;
    const { name, namespace = '', uid = '' } = pipeline.metadata;
    const object: KubeObject = { apiVersion: API_VERSION, kind: KIND, metadata: { name, namespace, uid }, status };
    let live: KubeObject;
    try {
      live = await this.#deps.client.applyStatus(DATA_PIPELINE, object, {
        fieldManager: FIELD_MANAGER,
        force: true,
        signal,
      });
    } catch (error) {
      // Deleted, or replaced by a namesake: the watch tells the rest.
      if (isGone(error) || isConflict(error)) return false;
      throw error;
    }
    const seenVersion = this.#deps.pipelines.get(keyOf(pipeline))?.metadata.resourceVersion;
    const foreign = foreignWriters(live, status);
    if (foreign !== undefined && foreign !== memory.written?.foreign)
      this.#deps.record(pipeline, foreignStatusEvent(foreign));
    const stands = live.status as DataPipelineStatus | undefined;
    memory.written = { status, stands, foreign, atMs: this.#deps.clock.now(), seenVersion };
    memory.progressDueMs = undefined;
    const isProgress = pipeline.status !== undefined && isMereProgress(pipeline.status, status);
    memory.progressWrites = isProgress ? memory.progressWrites + 1 : 0;
    for (const event of eventsBetween(pipeline.status, status)) this.#deps.record(pipeline, event);
    return true;
  }

  /** Holds mere progress back for a moment. Returns the milliseconds after which it is due; undefined when nothing is. */
  async writeProgress(
    pipeline: DataPipeline,
    memory: Memory,
    status: DataPipelineStatus,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    if (pipeline.status !== undefined && isMereProgress(pipeline.status, status)) {
      if (sameJson(pipeline.status, status)) return undefined;
      const nowMs = this.#deps.clock.now();
      memory.progressDueMs ??= this.#turnMs(memory, nowMs);
      if (nowMs < memory.progressDueMs) return memory.progressDueMs - nowMs;
    }
    await this.write(pipeline, memory, status, signal);
    return undefined;
  }

  /** When the pipeline may tell its progress. The turn is taken now, so it comes whatever others do meanwhile. */
  #turnMs({ written, progressWrites }: Memory, nowMs: number): number {
    const pauseMs = Math.min(PROGRESS_PAUSE_MS.longest, PROGRESS_PAUSE_MS.first * 2 ** progressWrites);
    const pauseOverMs = (written?.atMs ?? Number.NEGATIVE_INFINITY) + pauseMs;
    return Math.max(pauseOverMs, nowMs + this.#progress.reserve());
  }
}
