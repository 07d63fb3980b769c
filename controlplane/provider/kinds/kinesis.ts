/** Kinesis Data Streams. */
import { KINESIS } from '../../../charts/kinds/kinesis.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { serviceError } from '../aws-fault.ts';
import { arn, isObject, type KindBehaviour, lastSegment, text } from '../behaviour.ts';

/** Terraform's plan-time check; it comes before any call, as a failed read. */
function wrongShards(desired: JsonObject): string | undefined {
  const details = desired.streamModeDetails;
  const mode = isObject(details) ? details.streamMode : 'PROVISIONED';
  const shards = typeof desired.shardCount === 'number' ? desired.shardCount : 0;
  if (mode === 'ON_DEMAND' && shards > 0) return 'shard_count must not be set when stream_mode is ON_DEMAND';
  if (mode !== 'ON_DEMAND' && shards < 1) return 'shard_count must be at least 1 when stream_mode is PROVISIONED';
  return undefined;
}

const stream: KindBehaviour = {
  kind: KINESIS.Stream,
  service: 'Kinesis',
  calls: { Create: 'CreateStream', Update: 'UpdateShardCount', Delete: 'DeleteStream' },
  title: ({ name }) => `Kinesis Stream (${name})`,
  address: ({ name }) => name,
  taken: ({ name, scope }) =>
    serviceError(400, 'ResourceInUseException', `Stream ${name} under account ${scope.account} already exists.`),
  unset: {
    encryptionType: 'NONE',
    enforceConsumerDeletion: false,
    kmsKeyId: '',
    maxRecordSizeInKib: 0,
    retentionPeriod: 24,
    shardCount: 0,
    streamModeDetails: { streamMode: 'PROVISIONED' },
  },
  refusesPlan: wrongShards,
  refusesDelete: (object, aws) =>
    object.attributes.enforceConsumerDeletion !== true && aws.partsOf(object).length > 0
      ? serviceError(
          400,
          'ResourceInUseException',
          `Stream ${object.address} has registered consumers, deregister them first.`,
        )
      : undefined,
  outputs: (object) => {
    const streamArn = arn(object, 'kinesis', `stream/${object.address}`);
    return { arn: streamArn, id: streamArn };
  },
};

const consumer: KindBehaviour = {
  kind: KINESIS.StreamConsumer,
  service: 'Kinesis',
  calls: { Create: 'RegisterStreamConsumer', Update: 'TagResource', Delete: 'DeregisterStreamConsumer' },
  title: ({ desired }) => `Kinesis Stream Consumer (${text(desired, 'name')})`,
  address: ({ desired }) => `${text(desired, 'streamArn')}/consumer/${text(desired, 'name')}`,
  taken: ({ desired }) =>
    serviceError(
      400,
      'ResourceInUseException',
      `Consumer ${text(desired, 'name')} under stream ${lastSegment(text(desired, 'streamArn'))} already exists.`,
    ),
  unset: {},
  requires: ({ desired, scope }) => [
    {
      type: 'kinesis.Stream',
      address: lastSegment(text(desired, 'streamArn')),
      partOf: true,
      fault: serviceError(
        400,
        'ResourceNotFoundException',
        `Stream ${lastSegment(text(desired, 'streamArn'))} under account ${scope.account} not found.`,
      ),
    },
  ],
  outputs: ({ address, createdAt }) => ({ arn: address, creationTimestamp: createdAt, id: address }),
};

export const KINESIS_BEHAVIOURS: readonly KindBehaviour[] = [stream, consumer];
