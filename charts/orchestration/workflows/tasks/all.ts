/** Every kind of step. A kind that the model knows and nobody does is a type error. */
import type { Use } from '../../../access/use.ts';
import type { PipelineModel } from '../../../model.ts';
import type { Body } from '../asl/states.ts';
import type { StepModel, StepTarget } from '../model.ts';
import { absentTask } from './absent.ts';
import { applicationTask } from './application.ts';
import { crawlerTask } from './crawler.ts';
import { emrClusterTask } from './emr-cluster.ts';
import { emrServerlessTask } from './emr-serverless.ts';
import { functionTask } from './function.ts';
import { glueJobTask } from './glue-job.ts';
import { queryTask } from './query.ts';
import type { TaskContext, TaskKind } from './task.ts';
import { waitTask } from './wait.ts';

const TASKS: { readonly [Kind in StepTarget['kind']]: TaskKind<Extract<StepTarget, { readonly kind: Kind }>> } = {
  Application: applicationTask,
  Crawler: crawlerTask,
  Function: functionTask,
  GlueJob: glueJobTask,
  EmrServerlessJob: emrServerlessTask,
  EmrClusterJob: emrClusterTask,
  Query: queryTask,
  Absent: absentTask,
  Wait: waitTask,
};

/** The table pairs each kind with its own targets; an index by a union cannot say so. */
function taskOf(target: StepTarget): TaskKind<StepTarget> {
  return TASKS[target.kind] as unknown as TaskKind<StepTarget>;
}

export function stateOf(context: TaskContext, target: StepTarget): Body {
  return taskOf(target).state(context, target);
}

export function usesOfSteps(by: string, model: PipelineModel, steps: readonly StepModel[]): readonly Use[] {
  return steps.flatMap(({ target }) => taskOf(target).uses(by, model, target));
}
