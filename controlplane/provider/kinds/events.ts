/** EventBridge and its Pipes. */
import { EVENTS } from '../../../charts/kinds/cloudwatchevents.ts';
import { PIPES } from '../../../charts/kinds/pipes.ts';
import { serviceError } from '../aws-fault.ts';
import { arn, type KindBehaviour, lastSegment, text } from '../behaviour.ts';
import { fromRecording, notRecorded } from '../from-recording.ts';
import { refusesPipe, refusesRule, refusesRuleDeletion, refusesTarget } from '../rules/events.ts';

const rule = fromRecording(EVENTS.Rule, {
  service: 'EventBridge',
  calls: { Create: 'PutRule', Update: 'PutRule', Delete: 'DeleteRule' },
  title: ({ name }) => `EventBridge Rule (${name})`,
  recreate: 'Overwrites',
  unset: { eventPattern: '', state: 'ENABLED' },
  refuses: { create: refusesRule, update: (_, input) => refusesRule(input), delete: refusesRuleDeletion },
  outputs: {
    id: ({ attributes, address }) => `${text(attributes, 'eventBusName')}/${address}`,
  },
});

const target = fromRecording(EVENTS.Target, {
  service: 'EventBridge',
  calls: { Create: 'PutTargets', Update: 'PutTargets', Delete: 'RemoveTargets' },
  title: ({ desired }) => `EventBridge Target (${text(desired, 'rule')}-${text(desired, 'targetId')})`,
  address: ({ desired }) => ['eventBusName', 'rule', 'targetId'].map((field) => text(desired, field)).join('/'),
  recreate: 'Overwrites',
  requires: ({ desired }) => {
    const name = text(desired, 'rule');
    const fault = serviceError(400, 'ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
    const role = text(desired, 'roleArn');
    const unknown = `Provided role '${role}' cannot be assumed by principal 'events.amazonaws.com'.`;
    return [
      { type: 'cloudwatchevents.Rule', address: name, fault },
      ...(role === ''
        ? []
        : [
            {
              type: 'iam.Role' as const,
              address: lastSegment(role),
              fault: serviceError(400, 'ValidationException', unknown),
            },
          ]),
    ];
  },
  refuses: { create: refusesTarget, update: (_, input) => refusesTarget(input) },
});

const pipe = notRecorded(PIPES.Pipe, {
  why: 'the emulator that was recorded does not know pipes',
  title: ({ name }) => `EventBridge Pipes Pipe (${name})`,
  taken: ({ name }) => serviceError(409, 'ConflictException', `Pipe ${name} already exists.`),
  unset: { description: 'Managed by Terraform', desiredState: 'RUNNING', enrichment: '', kmsKeyIdentifier: '' },
  requires: ({ desired, scope }) => {
    const invalid = (message: string) => serviceError(400, 'ValidationException', message);
    const queue = lastSegment(text(desired, 'source'));
    return [
      {
        type: 'iam.Role',
        address: lastSegment(text(desired, 'roleArn')),
        fault: invalid('The role defined for the pipe cannot be assumed by principal pipes.amazonaws.com.'),
      },
      {
        type: 'sqs.Queue',
        address: `https://sqs.${scope.region}.amazonaws.com/${scope.account}/${queue}`,
        fault: invalid(`Source ${queue} does not exist.`),
      },
    ];
  },
  refuses: { create: refusesPipe, update: (_, input, aws) => refusesPipe(input, aws) },
  outputs: {
    arn: (object) => arn(object, 'pipes', `pipe/${object.address}`),
    id: ({ address }) => address,
  },
});

export const EVENTS_BEHAVIOURS: readonly KindBehaviour[] = [rule, target, pipe];
