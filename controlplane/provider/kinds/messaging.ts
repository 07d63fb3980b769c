/** SQS and EventBridge Scheduler. */
import { SCHEDULER } from '../../../charts/kinds/scheduler.ts';
import { SQS } from '../../../charts/kinds/sqs.ts';
import { serviceError } from '../aws-fault.ts';
import { arn, type KindBehaviour, lastSegment, text } from '../behaviour.ts';

const queue: KindBehaviour = {
  kind: SQS.Queue,
  service: 'SQS',
  calls: { Create: 'CreateQueue', Update: 'SetQueueAttributes', Delete: 'DeleteQueue' },
  title: ({ desired }) => `SQS Queue (${text(desired, 'name')})`,
  address: ({ desired, scope }) =>
    `https://sqs.${scope.region}.amazonaws.com/${scope.account}/${text(desired, 'name')}`,
  // AWS answers with the existing queue when the attributes are the same, which they are when we ask twice.
  recreate: 'Overwrites',
  unset: {
    contentBasedDeduplication: false,
    deduplicationScope: '',
    delaySeconds: 0,
    fifoQueue: false,
    fifoThroughputLimit: '',
    kmsDataKeyReusePeriodSeconds: 300,
    kmsMasterKeyId: '',
    maxMessageSize: 262144,
    messageRetentionSeconds: 345600,
    policy: '',
    receiveWaitTimeSeconds: 0,
    redriveAllowPolicy: '',
    redrivePolicy: '',
    sqsManagedSseEnabled: false,
    visibilityTimeoutSeconds: 30,
  },
  lateInitialized: [
    'kmsDataKeyReusePeriodSeconds',
    'maxMessageSize',
    'messageRetentionSeconds',
    'visibilityTimeoutSeconds',
  ],
  refusesCreate: ({ desired }) =>
    /^[\w-]{1,80}$|^[\w-]{1,75}\.fifo$/.test(text(desired, 'name'))
      ? undefined
      : serviceError(
          400,
          'InvalidParameterValue',
          'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
        ),
  outputs: (object) => ({
    arn: arn(object, 'sqs', lastSegment(object.address)),
    id: object.address,
    url: object.address,
  }),
};

const group: KindBehaviour = {
  kind: SCHEDULER.ScheduleGroup,
  service: 'Scheduler',
  calls: { Create: 'CreateScheduleGroup', Update: 'TagResource', Delete: 'DeleteScheduleGroup' },
  title: ({ desired }) => `EventBridge Scheduler Schedule Group (${text(desired, 'name')})`,
  address: ({ desired }) => text(desired, 'name'),
  taken: ({ desired }) =>
    serviceError(409, 'ConflictException', `Schedule group ${text(desired, 'name')} already exists.`),
  unset: {},
  outputs: (object) => ({
    arn: arn(object, 'scheduler', `schedule-group/${object.address}`),
    creationDate: object.createdAt,
    id: object.address,
    lastModificationDate: object.createdAt,
    state: 'ACTIVE',
  }),
};

const schedule: KindBehaviour = {
  kind: SCHEDULER.Schedule,
  service: 'Scheduler',
  calls: { Create: 'CreateSchedule', Update: 'UpdateSchedule', Delete: 'DeleteSchedule' },
  title: ({ desired }) => `EventBridge Scheduler Schedule (${text(desired, 'groupName')}/${text(desired, 'name')})`,
  address: ({ desired }) => `${text(desired, 'groupName') || 'default'}/${text(desired, 'name')}`,
  taken: ({ desired }) => serviceError(409, 'ConflictException', `Schedule ${text(desired, 'name')} already exists.`),
  unset: {
    actionAfterCompletion: '',
    description: '',
    endDate: '',
    flexibleTimeWindow: { maximumWindowInMinutes: 0 },
    groupName: 'default',
    kmsKeyArn: '',
    scheduleExpressionTimezone: 'UTC',
    startDate: '',
    state: 'ENABLED',
    target: {
      deadLetterConfig: {},
      ecsParameters: {},
      eventbridgeParameters: {},
      input: '',
      kinesisParameters: {},
      retryPolicy: { maximumEventAgeInSeconds: 86400, maximumRetryAttempts: 185 },
      sagemakerPipelineParameters: {},
      sqsParameters: {},
    },
  },
  requires: ({ desired }) => {
    const { target } = desired;
    const roleArn = typeof target === 'object' && target !== null && 'roleArn' in target ? String(target.roleArn) : '';
    const groupName = text(desired, 'groupName');
    return [
      ...(groupName === 'default'
        ? []
        : [
            {
              type: 'scheduler.ScheduleGroup' as const,
              address: groupName,
              partOf: true as const,
              fault: serviceError(404, 'ResourceNotFoundException', `Schedule group ${groupName} does not exist.`),
            },
          ]),
      {
        type: 'iam.Role' as const,
        address: lastSegment(roleArn),
        fault: serviceError(
          400,
          'ValidationException',
          'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
        ),
      },
    ];
  },
  outputs: (object) => ({ arn: arn(object, 'scheduler', `schedule/${object.address}`), id: object.address }),
};

export const MESSAGING_BEHAVIOURS: readonly KindBehaviour[] = [queue, group, schedule];
