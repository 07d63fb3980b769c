/** Step Functions. */
import { SFN } from '../../../charts/kinds/sfn.ts';
import { serviceError } from '../aws-fault.ts';
import { isObject, type KindBehaviour, lastSegment, text } from '../behaviour.ts';
import { fromRecording } from '../from-recording.ts';
import { refusesDefinition, refusesStateMachine } from '../rules/sfn.ts';

const stateMachine = fromRecording(SFN.StateMachine, {
  service: 'SFN',
  title: ({ name }) => `Step Functions State Machine (${name})`,
  taken: ({ name }) =>
    serviceError(400, 'StateMachineAlreadyExists', `State Machine Already Exists: '${name}' with other arguments`),
  unset: { loggingConfiguration: { includeExecutionData: false, level: 'OFF', logDestination: '' } },
  requires: ({ desired }) => {
    const role = text(desired, 'roleArn');
    const { loggingConfiguration: logging } = desired;
    const destination = isObject(logging) ? text(logging, 'logDestination') : '';
    const group = destination.replace(/^.*:log-group:/, '').replace(/:\*$/, '');
    const invalid = 'Invalid Logging Configuration: Must specify exactly one Log Destination.';
    return [
      {
        type: 'iam.Role',
        address: lastSegment(role),
        fault: serviceError(
          400,
          'AccessDeniedException',
          `Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.`,
        ),
      },
      ...(destination === ''
        ? []
        : [
            {
              type: 'cloudwatchlogs.Group' as const,
              address: group,
              fault: serviceError(400, 'InvalidLoggingConfiguration', invalid),
            },
          ]),
    ];
  },
  refuses: {
    plan: refusesDefinition,
    create: refusesStateMachine,
    update: (_, input, aws) => refusesStateMachine(input, aws),
  },
});

export const SFN_BEHAVIOURS: readonly KindBehaviour[] = [stateMachine];
