/** SQS and EventBridge Scheduler. */
import { SCHEDULER } from '../../../charts/kinds/scheduler.ts';
import { SQS } from '../../../charts/kinds/sqs.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { type Input, isObject, type KindBehaviour, lastSegment, type Requirement, text } from '../behaviour.ts';
import { fromRecording } from '../from-recording.ts';
import { refusesName, refusesPastInstant, refusesSchedule } from '../rules/scheduler.ts';

const queue = fromRecording(SQS.Queue, {
  calls: { Update: 'SetQueueAttributes' },
  address: ({ desired, scope: { region, account } }) =>
    `https://sqs.${region}.amazonaws.com/${account}/${text(desired, 'name')}`,
  // AWS answers with the existing queue when the attributes are the same, which they are when we ask twice.
  recreate: 'Overwrites',
  unset: { messageRetentionSeconds: 345600, sqsManagedSseEnabled: false },
  refuses: {
    create: refusesQueue,
    update: (_, input) => refusesQueue(input),
  },
});

function refusesQueue({ desired }: Input): AwsFault | undefined {
  if (!/^[\w-]{1,80}$|^[\w-]{1,75}\.fifo$/.test(text(desired, 'name'))) {
    const rule = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
    return serviceError(400, 'InvalidParameterValue', rule);
  }
  return text(desired, 'kmsMasterKeyId') !== '' && desired.sqsManagedSseEnabled === true
    ? serviceError(400, 'InvalidAttributeValue', 'You can use one type of server-side encryption (SSE) at one time.')
    : undefined;
}

const group = fromRecording(SCHEDULER.ScheduleGroup, {
  calls: { Update: 'TagResource' },
  title: ({ desired }) => `EventBridge Scheduler Schedule Group (${text(desired, 'name')})`,
  address: ({ desired }) => text(desired, 'name'),
  taken: ({ desired }) =>
    serviceError(409, 'ConflictException', `Schedule group ${text(desired, 'name')} already exists.`),
  refuses: { create: ({ desired }) => refusesName(text(desired, 'name')) },
});

const schedule = fromRecording(SCHEDULER.Schedule, {
  title: ({ desired }) => `EventBridge Scheduler Schedule (${text(desired, 'groupName')}/${text(desired, 'name')})`,
  address: ({ desired }) => `${text(desired, 'groupName') || 'default'}/${text(desired, 'name')}`,
  taken: ({ desired }) => serviceError(409, 'ConflictException', `Schedule ${text(desired, 'name')} already exists.`),
  unset: { groupName: 'default', scheduleExpressionTimezone: 'UTC' },
  refuses: {
    create: ({ desired }, aws) => refusesSchedule(desired, aws.now()) ?? refusesPastInstant(desired, aws.now()),
    update: (_, { desired }, aws) => refusesSchedule(desired, aws.now()),
  },
  requires: ({ desired }): Requirement[] => {
    const group = text(desired, 'groupName');
    const noGroup = serviceError(404, 'ResourceNotFoundException', `Schedule group ${group} does not exist.`);
    const cannotAssume = 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';
    const fault = serviceError(400, 'ValidationException', cannotAssume);
    const role: Requirement = { type: 'iam.Role', address: roleOf(desired.target), fault };
    if (group === 'default') return [role];
    return [{ type: 'scheduler.ScheduleGroup', address: group, partOf: true, fault: noGroup }, role];
  },
});

function roleOf(target: unknown): string {
  return isObject(target) ? lastSegment(text(target, 'roleArn')) : '';
}

export const MESSAGING_BEHAVIOURS: readonly KindBehaviour[] = [queue, group, schedule];
