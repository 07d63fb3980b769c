/**
 * From a stored pipeline to what it wants, once per generation: checked again (the installed CRD may be older than we
 * are), rendered, and its AWS names compared with those of all other pipelines.
 */
import { awsClaims } from '../../charts/claims.ts';
import type { PipelineInput } from '../../charts/decide.ts';
import { ModelError } from '../../charts/model-error.ts';
import { renderPipeline } from '../../charts/render.ts';
import type { Rendered } from '../../charts/rendered.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { API_VERSION, KIND } from '../../crds/identifiers.ts';
import { validateDataPipeline } from '../../crds/validate/validate.ts';
import { type Clock, sleep } from '../runtime/clock.ts';
import { ClaimIndex } from './claims.ts';
import { formerArnsIn } from './identities.ts';
import type { Memories, Memory } from './memory.ts';
import { runInputsIn } from './run-once.ts';
import { sameJson } from './same-json.ts';
import { REASON } from './status/conditions.ts';
import type { StallNotice } from './status/summary.ts';

/** A notice means that only the user can help. */
export type Desired = { readonly rendered: Rendered } | { readonly notice: StallNotice };

/** Rendering is a few milliseconds of work for each pipeline; leases and watches must not wait for all of them. */
const LONGEST_TURN_MS = 20;

export class DesiredState {
  readonly #memories: Memories;
  readonly #claims = new ClaimIndex();
  /** Pipelines that were never rendered, by uid: they may be older than one that is, and hold its names. */
  readonly #newcomers = new Map<string, DataPipeline>();

  constructor(memories: Memories) {
    this.#memories = memories;
  }

  /** A pipeline was seen for the first time. */
  noteNew(pipeline: DataPipeline): void {
    this.#newcomers.set(pipeline.metadata.uid ?? '', pipeline);
  }

  /** The pipeline is gone, and its names are free. */
  forget(uid: string): void {
    this.#newcomers.delete(uid);
    this.#claims.drop(uid);
  }

  /** Learns what all newcomers claim, in short turns: after a start all pipelines are new. */
  async admitNewcomers(clock: Clock, signal: AbortSignal): Promise<void> {
    while (this.#newcomers.size > 0 && !signal.aborted) {
      const untilMs = clock.now() + LONGEST_TURN_MS;
      for (const pipeline of this.#newcomers.values()) {
        this.#admit(pipeline);
        if (clock.now() >= untilMs) break;
      }
      await sleep(clock, 0, signal);
    }
  }

  of(pipeline: DataPipeline): Desired {
    const memory = this.#memories.of(pipeline);
    const notice = this.#refresh(pipeline, memory);
    if (notice !== undefined) return { notice };
    for (const other of this.#newcomers.values()) this.#admit(other);
    const conflict = this.#claimNotice(pipeline);
    if (conflict !== undefined) return { notice: conflict };
    // #refresh() gives a notice or renders.
    return { rendered: memory.rendered ?? { objects: [], parts: [] } };
  }

  /** One that cannot be rendered claims nothing. */
  #admit(pipeline: DataPipeline): void {
    this.#newcomers.delete(pipeline.metadata.uid ?? '');
    if (pipeline.metadata.deletionTimestamp !== undefined) return;
    try {
      this.#refresh(pipeline, this.#memories.of(pipeline));
    } catch {
      // A fault of ours in rendering that one. Its own reconcile throws it again, where it is told and counted.
    }
  }

  /** Renders when the spec, or what it is to remember of former keys and of runs, is not what was rendered last. */
  #refresh(pipeline: DataPipeline, memory: Memory): StallNotice | undefined {
    this.#newcomers.delete(pipeline.metadata.uid ?? '');
    const formerKeyArns = formerArnsIn(pipeline.status?.identities ?? []);
    const runs = runInputsIn(pipeline);
    const isSame =
      memory.generation === pipeline.metadata.generation &&
      sameJson(memory.formerKeyArns, formerKeyArns) &&
      sameJson(memory.runs, runs);
    if (memory.rendered !== undefined && isSame) return undefined;
    const { uid = '', namespace = '', name, creationTimestamp = '' } = pipeline.metadata;
    // Several edits may come before one is carried out: what stands is the oldest.
    memory.superseded ??= memory.rendered;
    memory.rendered = undefined;
    this.#claims.drop(uid);
    const [fault, ...others] = validateDataPipeline(asWritten(pipeline));
    if (fault !== undefined) {
      const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
      return { reason: REASON.invalidSpec, message: `${fault.path}: ${fault.message}${more}` };
    }
    try {
      memory.rendered = renderPipeline({ ...(pipeline as DataPipeline & PipelineInput), formerKeyArns, runs });
    } catch (error) {
      // A ModelError is the user's to mend; anything else is a fault of ours.
      if (error instanceof ModelError) return { reason: REASON.invalidSpec, message: error.message };
      throw error;
    }
    memory.generation = pipeline.metadata.generation;
    memory.formerKeyArns = formerKeyArns;
    memory.runs = runs;
    this.#claims.put({ uid, namespace, name, creationTimestamp, claims: awsClaims(memory.rendered, pipeline.spec) });
    return undefined;
  }

  #claimNotice({ metadata: { uid = '' } }: DataPipeline): StallNotice | undefined {
    const conflict = this.#claims.conflictOf(uid);
    if (conflict === undefined) return undefined;
    const { claim, holder } = conflict;
    return {
      reason: REASON.nameConflict,
      message: `${claim.id} would be ${claim.identity} in AWS, which belongs to the older DataPipeline ${holder.namespace}/${holder.name}; give that part of the spec another name, or delete this pipeline and create it under another one`,
    };
  }
}

/** Validation knows nothing of what the server adds. */
function asWritten({ metadata: { name, namespace }, spec }: DataPipeline): unknown {
  return { apiVersion: API_VERSION, kind: KIND, metadata: { name, namespace }, spec };
}
