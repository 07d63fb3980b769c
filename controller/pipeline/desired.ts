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
import { type Claimant, findClaimConflict } from './claims.ts';
import { REASON } from './conditions.ts';
import type { Memories, Memory } from './memory.ts';
import type { StallNotice } from './status.ts';

export type Desired = { readonly rendered: Rendered } | { readonly notice: StallNotice };

/** A notice means that only the user can help. `others` are all pipelines; this one among them does no harm. */
export function desiredOf(pipeline: DataPipeline, others: Iterable<DataPipeline>, memories: Memories): Desired {
  const memory = memories.of(pipeline);
  const notice = refresh(pipeline, memory) ?? claimNotice(memory, claimantsOf(others, memories));
  if (notice !== undefined) return { notice };
  // refresh() gives a notice or renders.
  return { rendered: memory.rendered ?? { objects: [], parts: [] } };
}

function refresh(pipeline: DataPipeline, memory: Memory): StallNotice | undefined {
  if (memory.rendered !== undefined && memory.generation === pipeline.metadata.generation) return undefined;
  memory.rendered = undefined;
  memory.claimant = undefined;
  const [fault, ...others] = validateDataPipeline(asWritten(pipeline));
  if (fault !== undefined) {
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    return { reason: REASON.invalidSpec, message: `${fault.path}: ${fault.message}${more}` };
  }
  try {
    memory.rendered = renderPipeline(pipeline as DataPipeline & PipelineInput);
  } catch (error) {
    // A ModelError is the user's to mend; anything else is a fault of ours.
    if (error instanceof ModelError) return { reason: REASON.invalidSpec, message: error.message };
    throw error;
  }
  memory.generation = pipeline.metadata.generation;
  const { uid = '', namespace = '', name, creationTimestamp = '' } = pipeline.metadata;
  memory.claimant = { uid, namespace, name, creationTimestamp, claims: awsClaims(memory.rendered, pipeline.spec) };
  return undefined;
}

function claimNotice({ claimant }: Memory, others: Iterable<Claimant>): StallNotice | undefined {
  const conflict = claimant === undefined ? undefined : findClaimConflict(claimant, others);
  if (conflict === undefined) return undefined;
  const { claim, holder } = conflict;
  return {
    reason: REASON.nameConflict,
    message: `${claim.id} would be ${claim.identity} in AWS, which belongs to the older DataPipeline ${holder.namespace}/${holder.name}; rename this pipeline or its namespace`,
  };
}

/** Renders those that no reconcile has reached yet. One that cannot be rendered claims nothing. */
function* claimantsOf(pipelines: Iterable<DataPipeline>, memories: Memories): IterableIterator<Claimant> {
  for (const pipeline of pipelines) {
    const memory = memories.of(pipeline);
    // Deletion counts as a new generation; what was claimed stays claimed until the pipeline is gone.
    if (memory.claimant === undefined && pipeline.metadata.deletionTimestamp === undefined) refresh(pipeline, memory);
    if (memory.claimant !== undefined) yield memory.claimant;
  }
}

/** Validation knows nothing of what the server adds. */
function asWritten({ metadata: { name, namespace }, spec }: DataPipeline): unknown {
  return { apiVersion: API_VERSION, kind: KIND, metadata: { name, namespace }, spec };
}
