/** Kinesis Data Streams. */
import { KINESIS } from '../../../charts/kinds/kinesis.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { serviceError } from '../aws-fault.ts';
import { type KindBehaviour, lastSegment, text } from '../behaviour.ts';
import { fromRecording } from '../from-recording.ts';
import { changedInternals, modeOf, refusesRetention, refusesStreamUpdate } from '../rules/kinesis.ts';

/** Terraform's plan-time check; it comes before any call, as a failed read. */
function wrongShards(desired: JsonObject): string | undefined {
  const mode = modeOf(desired);
  const shards = typeof desired.shardCount === 'number' ? desired.shardCount : 0;
  if (mode === 'ON_DEMAND' && shards > 0) return 'shard_count must not be set when stream_mode is ON_DEMAND';
  if (mode !== 'ON_DEMAND' && shards < 1) return 'shard_count must be at least 1 when stream_mode is PROVISIONED';
  return undefined;
}

const stream = fromRecording(KINESIS.Stream, {
  calls: { Update: 'UpdateShardCount' },
  taken: ({ name, scope }) =>
    serviceError(400, 'ResourceInUseException', `Stream ${name} under account ${scope.account} already exists.`),
  unset: { encryptionType: 'NONE', kmsKeyId: '', streamModeDetails: { streamMode: 'PROVISIONED' } },
  internals: changedInternals,
  refuses: {
    plan: wrongShards,
    create: ({ desired }) => refusesRetention(desired),
    update: (object, { desired }, aws) => refusesStreamUpdate(object, desired, aws.now()),
    delete: (object, aws) =>
      object.attributes.enforceConsumerDeletion !== true && aws.partsOf(object).length > 0
        ? serviceError(
            400,
            'ResourceInUseException',
            `Stream ${object.address} has registered consumers, deregister them first.`,
          )
        : undefined,
  },
});

/** The recorded one never became ready, so its attributes are from the provider's schema. */
const consumer = fromRecording(KINESIS.StreamConsumer, {
  calls: { Create: 'RegisterStreamConsumer', Update: 'TagResource', Delete: 'DeregisterStreamConsumer' },
  address: ({ desired }) => `${text(desired, 'streamArn')}/consumer/${text(desired, 'name')}`,
  taken: ({ desired }) => {
    const { name, stream } = { name: text(desired, 'name'), stream: lastSegment(text(desired, 'streamArn')) };
    return serviceError(400, 'ResourceInUseException', `Consumer ${name} under stream ${stream} already exists.`);
  },
  requires: ({ desired, scope }) => {
    const address = lastSegment(text(desired, 'streamArn'));
    const missing = `Stream ${address} under account ${scope.account} not found.`;
    const fault = serviceError(400, 'ResourceNotFoundException', missing);
    return [{ type: 'kinesis.Stream', address, partOf: true, fault }];
  },
  outputs: {
    arn: ({ address }) => address,
    creationTimestamp: ({ createdAt }) => createdAt,
    id: ({ address }) => address,
  },
});

export const KINESIS_BEHAVIOURS: readonly KindBehaviour[] = [stream, consumer];
