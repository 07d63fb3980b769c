/** How a pipeline is, in one word, from what its status says: for metrics. */
import type { DataPipeline } from '../../../crds/datapipeline.ts';
import { CONDITION } from './conditions.ts';

/** Stalled: it goes on only when somebody does something. Suspended stands before all but deletion: it is how somebody wants it. */
export const PIPELINE_STATES = ['Ready', 'Progressing', 'Stalled', 'Suspended', 'Deleting'] as const;
export type PipelineState = (typeof PIPELINE_STATES)[number];

export function pipelineState({ metadata, spec, status }: DataPipeline): PipelineState {
  const isTrue = (wanted: string): boolean =>
    status?.conditions?.some(({ type, status: value }) => type === wanted && value === 'True') === true;
  if (metadata.deletionTimestamp !== undefined) return 'Deleting';
  if (spec.suspend === 'All') return 'Suspended';
  if (isTrue(CONDITION.stalled)) return 'Stalled';
  // What is ready for an older spec is not ready for this one.
  const isCurrent = status?.observedGeneration === metadata.generation;
  return isCurrent && isTrue(CONDITION.ready) ? 'Ready' : 'Progressing';
}
