/**
 * The definition of a state machine. All steps stand in one Parallel with one branch, so that whatever fails is caught in one
 * place: there the input is kept, somebody is told, and the execution ends as failed with the step's own error.
 */
import type { Json } from '../../../../crds/kubernetes.ts';
import { queueUrl } from '../../../arns.ts';
import { notificationsOf } from '../../../foundation/notifications/uses.ts';
import { type PipelineModel, titleOf } from '../../../model.ts';
import { ModelError } from '../../../model-error.ts';
import type { WorkflowModel } from '../model.ts';
import { stateOf } from '../tasks/all.ts';
import { unanswered } from './answer.ts';
import { type Plan, planOf } from './plan.ts';
import { type Body, chain, type NamedBody, parallel } from './states.ts';

/** Of UTF-8; source: Step Functions quotas, "Maximum request size", less what else is in the request. */
const MOST_BYTES = 1_000_000;

const FAILED = 'end as failed';

/** The text that AWS takes, the same for the same workflow. */
export function definitionOf(model: PipelineModel, workflow: WorkflowModel): string {
  const text = JSON.stringify(treeOf(model, workflow));
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_BYTES) {
    const fault = `needs a definition of ${bytes} bytes, of which Step Functions takes ${MOST_BYTES}`;
    throw new ModelError(workflow.component, `${fault}; write shorter queries and arguments, or two workflows`);
  }
  return text;
}

function treeOf(model: PipelineModel, workflow: WorkflowModel): Json {
  const { name, steps, timeoutSeconds } = workflow;
  const onFailure = failureStates(model, workflow);
  const caught = onFailure[0]?.[0] ?? FAILED;
  const work = parallel([chain(bodiesOf(planOf(steps), stepStates(model, workflow), counter()))], {
    // The input may be anything, so what failed takes its place; the input is in the context.
    Catch: caughtAs({ ResultPath: '$', Next: caught }),
  });
  const failures = onFailure.map(([state, body], index): NamedBody => {
    const Next = onFailure[index + 1]?.[0] ?? FAILED;
    return [state, { ...body, Catch: caughtAs({ ResultPath: null, Next }), Next }];
  });
  return {
    Comment: `Workflow ${name} of ${titleOf(model)}`,
    StartAt: 'all steps',
    TimeoutSeconds: timeoutSeconds,
    States: Object.fromEntries<Json>([
      ['all steps', { ...work, End: true }],
      ...failures,
      [FAILED, { Type: 'Fail', ErrorPath: '$.Error', CausePath: 'States.JsonToString($)' }],
    ]),
  };
}

function stepStates(model: PipelineModel, workflow: WorkflowModel): ReadonlyMap<string, Body> {
  return new Map(workflow.steps.map((step) => [step.name, stateOf({ model, workflow, step }, step.target)]));
}

function bodiesOf(plan: Plan, states: ReadonlyMap<string, Body>, count: () => number): readonly NamedBody[] {
  if ('sequence' in plan) return plan.sequence.flatMap((part) => bodiesOf(part, states, count));
  if ('parallel' in plan) {
    // Numbered before its branches are.
    const name = `parallel ${count()}`;
    return [[name, parallel(plan.parallel.map((branch) => chain(bodiesOf(branch, states, count))))]];
  }
  const body = states.get(plan.step);
  if (body === undefined) throw new Error(`no step is called ${plan.step}`);
  return [[plan.step, body]];
}

/** An input near the limit of 256 KiB is beyond it with something beside it, and States.ALL does not stand for that. */
function caughtAs(then: { readonly ResultPath: string | null; readonly Next: string }): readonly Json[] {
  return ['States.DataLimitExceeded', 'States.ALL'].map((error) => ({ ErrorEquals: [error], ...then }));
}

function counter(): () => number {
  let count = 0;
  return () => {
    count += 1;
    return count;
  };
}

/** What is done about a failure, one after the other; what cannot be done keeps nothing from the next. */
function failureStates(model: PipelineModel, workflow: WorkflowModel): readonly NamedBody[] {
  const { name, component, deadLetters, notify } = workflow;
  const { place } = model;
  const failure = {
    pipeline: `${model.namespace}/${model.name}`,
    workflow: name,
    'execution.$': '$$.Execution.Id',
    'startedAt.$': '$$.Execution.StartTime',
    // With Error, and mostly Cause.
    'failure.$': '$',
  };
  const keep = (queue: string): NamedBody => [
    'keep the input',
    unanswered(place, 'sqs:sendMessage', {
      QueueUrl: queueUrl(place, queue),
      MessageBody: { ...failure, 'input.$': '$$.Execution.Input' },
    }),
  ];
  const tell = (): NamedBody => [
    'tell the topic',
    unanswered(place, 'sns:publish', {
      TopicArn: notificationsOf(component, model).arn,
      Subject: `Workflow ${name} failed`,
      Message: failure,
    }),
  ];
  return [...(deadLetters === undefined ? [] : [keep(deadLetters.queue)]), ...(notify ? [tell()] : [])];
}
