/**
 * What a kind of step is: the one state that does it, and what its role needs for that. A file per kind; all.ts lists them.
 * Where one state is not enough, it is a Parallel with a branch of its own, so that a step can be tried again as a whole.
 */
import type { Use } from '../../../access/use.ts';
import type { PipelineModel } from '../../../model.ts';
import type { Body } from '../asl/states.ts';
import type { StepModel, StepTarget, WorkflowModel } from '../model.ts';

export interface TaskKind<Target extends StepTarget> {
  /** Without Next or End. */
  state(context: TaskContext, target: Target): Body;
  uses(by: string, model: PipelineModel, target: Target): readonly Use[];
}

export interface TaskContext {
  readonly model: PipelineModel;
  readonly workflow: Pick<WorkflowModel, 'name'>;
  readonly step: Pick<StepModel, 'name' | 'timeoutSeconds' | 'looks' | 'retry'>;
}
