/** What is done about an ending, from the event that tells of it: the topic is told, and the input kept for a later start. */
import type { Json } from '../../../crds/kubernetes.ts';
import { queueUrl } from '../../arns.ts';
import { notificationsOf } from '../../foundation/notifications/uses.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import { unanswered } from '../workflows/asl/answer.ts';
import type { Body, NamedBody } from '../workflows/asl/states.ts';
import type { WorkflowModel } from '../workflows/model.ts';
import { workflowArn } from '../workflows/uses.ts';
import type { EndingsModel } from './model.ts';

/** The text that AWS takes, the same for the same endings. */
export function endingsDefinition(model: PipelineModel, { workflows }: EndingsModel): string {
  const branches = workflows.map((workflow) => ({ workflow, states: afterExecution(model, workflow) }));
  const choices = branches.flatMap(({ workflow, states: [first] }): Json[] => {
    if (first === undefined) return [];
    const arn = workflowArn(model.place, workflow);
    return [{ Variable: '$.detail.stateMachineArn', StringEquals: arn, Next: first[0] }];
  });
  const states: readonly NamedBody[] = [
    // AWS leaves out an input that is too long for an event.
    [
      'is its input told',
      {
        Type: 'Choice',
        Choices: [{ Variable: '$.detail.input', IsString: true, Next: 'read the input' }],
        Default: 'do without input',
      },
    ],
    ['read the input', given({ Parameters: { 'input.$': 'States.StringToJson($.detail.input)' } })],
    ['do without input', given({ Result: { input: null } })],
    ['which workflow', { Type: 'Choice', Choices: choices, Default: 'one that left' }],
    ...branches.flatMap((branch) => branch.states),
    // Its event was on the way when the workflow left the spec.
    ['one that left', { Type: 'Succeed' }],
  ];
  return JSON.stringify({
    Comment: `Endings of workflows of ${titleOf(model)} that no step can see`,
    StartAt: 'is its input told',
    TimeoutSeconds: 3600,
    States: Object.fromEntries(states),
  });
}

function given(how: { readonly [field: string]: Json }): Body {
  return { Type: 'Pass', ...how, ResultPath: '$.given', Next: 'which workflow' };
}

/** Told first: what cannot be told is kept all the same, and what cannot be kept shows as a failed execution. */
function afterExecution(model: PipelineModel, { name, component, deadLetters, notify }: WorkflowModel) {
  const { place } = model;
  const ending = {
    pipeline: `${model.namespace}/${model.name}`,
    workflow: name,
    'execution.$': '$.detail.executionArn',
    'endedAt.$': '$.time',
    failure: { 'Error.$': '$.detail.status' },
  };
  const keep = `keep the input of ${name}`;
  const states: NamedBody[] = [];
  if (notify) {
    const Subject = `Workflow ${name} was stopped or timed out`;
    const publish = unanswered(place, 'sns:publish', {
      TopicArn: notificationsOf(component, model).arn,
      Subject,
      Message: ending,
    });
    const next =
      deadLetters === undefined
        ? { End: true }
        : { Next: keep, Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: keep }] };
    states.push([`tell of ${name}`, { ...publish, ...next }]);
  }
  if (deadLetters !== undefined) {
    const MessageBody = { ...ending, 'input.$': '$.given.input' };
    const send = unanswered(place, 'sqs:sendMessage', { QueueUrl: queueUrl(place, deadLetters.queue), MessageBody });
    states.push([keep, { ...send, End: true }]);
  }
  return states;
}
