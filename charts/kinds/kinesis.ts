/** Kinesis Data Streams. */
import { service } from './kind.ts';

export const KINESIS = service('kinesis', {
  Stream: {
    plural: 'streams',
    identity: 'Named',
    nameLimit: 128,
    tagged: true,
    guarded: true,
    holdsOrProtectsData: true,
    keeps: [
      {
        path: 'retentionPeriod',
        absent: 'Nothing',
        says: 'retentionHours',
        why: 'records older than {to} hours would be deleted',
      },
    ],
    // The number of open shards; 0 on demand, where AWS does not tell it.
    observed: ['arn', 'shardCount', 'streamModeDetails.streamMode'],
    // The external name, not the ARN: Kinesis takes a bare key id, and gives back the form that it was given.
    references: { kmsKeyId: { to: 'kms.Key', gives: 'externalName' } },
  },
  StreamConsumer: {
    plural: 'streamconsumers',
    identity: 'Assigned',
    namedBy: 'name',
    nameLimit: 128,
    partOf: { kind: 'kinesis.Stream', by: 'streamArn' },
    tagged: true,
    observed: ['arn'],
    immutable: ['name', 'streamArn'],
    // A stream's id is its ARN.
    references: { streamArn: { to: 'kinesis.Stream', gives: 'id' } },
  },
});
