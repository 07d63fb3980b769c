/** CloudWatch Logs. */
import { LOGS } from '../../../charts/kinds/cloudwatchlogs.ts';
import { serviceError } from '../aws-fault.ts';
import { type Input, type KindBehaviour, lastSegment, text } from '../behaviour.ts';
import { fromRecording } from '../from-recording.ts';

const RETENTIONS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const group = fromRecording(LOGS.Group, {
  service: 'CloudWatch Logs',
  calls: { Create: 'CreateLogGroup', Update: 'PutRetentionPolicy', Delete: 'DeleteLogGroup' },
  title: ({ name }) => `CloudWatch Logs Log Group (${name})`,
  taken: () => serviceError(400, 'ResourceAlreadyExistsException', 'The specified log group already exists'),
  unset: { retentionInDays: 0 },
  refuses: {
    plan: ({ retentionInDays }) =>
      typeof retentionInDays === 'number' && !RETENTIONS.includes(retentionInDays)
        ? `expected retention_in_days to be one of ${JSON.stringify(RETENTIONS)}, got ${retentionInDays}`
        : undefined,
    create: (input, aws) => {
      const keyId = lastSegment(text(input.desired, 'kmsKeyId'));
      if (keyId === '') return undefined;
      const { account, region } = input.scope;
      const key = aws.find({ type: 'kms.Key', account, region, address: keyId });
      const letsIn = text(key?.attributes ?? {}, 'policy').includes(`logs.${region}.amazonaws.com`);
      return key === undefined || letsIn ? undefined : refusedKey(input);
    },
  },
});

function refusedKey({ name, scope, desired }: Input) {
  const arn = `arn:${scope.partition}:logs:${scope.region}:${scope.account}:log-group:${name}`;
  const message = `The specified KMS Key Id could not be found or the key policy does not allow CloudWatch Logs to use it for ${arn}: ${text(desired, 'kmsKeyId')}`;
  return serviceError(400, 'AccessDeniedException', message);
}

const stream = fromRecording(LOGS.Stream, {
  service: 'CloudWatch Logs',
  calls: { Create: 'CreateLogStream', Delete: 'DeleteLogStream' },
  title: ({ desired }) => `CloudWatch Logs Log Stream (${text(desired, 'name')})`,
  address: ({ desired }) => `${text(desired, 'logGroupName')}:${text(desired, 'name')}`,
  taken: () => serviceError(400, 'ResourceAlreadyExistsException', 'The specified log stream already exists'),
  requires: ({ desired }) => {
    const fault = serviceError(400, 'ResourceNotFoundException', 'The specified log group does not exist.');
    return [{ type: 'cloudwatchlogs.Group', address: text(desired, 'logGroupName'), partOf: true, fault }];
  },
  outputs: {
    id: ({ attributes }) => text(attributes, 'name'),
    arn: ({ scope, address }) => {
      const [group, name] = address.split(':');
      return `arn:${scope.partition}:logs:${scope.region}:${scope.account}:log-group:${group}:log-stream:${name}`;
    },
  },
});

export const LOGS_BEHAVIOURS: readonly KindBehaviour[] = [group, stream];
