/** What it means to start a workflow. Its input is any JSON; see `workflows` in docs/reference/datapipeline.md. */
import type { Use } from '../../access/use.ts';
import { type Place, stateMachineArn } from '../../arns.ts';
import { idOf } from '../../kinds/kind.ts';
import { SFN } from '../../kinds/sfn.ts';
import type { PipelineModel } from '../../model.ts';
import type { WorkflowModel } from './model.ts';

export function workflowArn(place: Place, { stateMachine }: Pick<WorkflowModel, 'stateMachine'>): string {
  return stateMachineArn(place, stateMachine);
}

export function startExecution(by: string, { place }: PipelineModel, workflow: WorkflowModel): Use {
  return {
    by,
    of: workflow.component,
    after: [idOf(SFN.StateMachine, workflow.object)],
    allow: [{ sid: 'StartWorkflow', actions: ['states:StartExecution'], resources: [workflowArn(place, workflow)] }],
    calls: ['states'],
  };
}
