/** One Kinesis data stream, encrypted, with its enhanced fan-out consumers. */
import type { Construct } from 'constructs';
import { Stream, StreamConsumer } from '../../imports/kinesis.ts';
import { streamArn } from '../arns.ts';
import { Block, type Site } from '../block.ts';
import type { StreamModel } from '../model/model.ts';
import { objectName } from '../names.ts';

export class StreamBlock extends Block {
  constructor(scope: Construct, id: string, site: Site, stream: StreamModel) {
    super(scope, id, site, { stage: 'Streaming', component: `streams/${stream.name}` });
    const { place, key, scope: names } = this.model;
    const made = this.managed(Stream, {
      name: objectName(names, stream.name),
      awsName: stream.stream,
      forProvider: {
        region: place.region,
        streamModeDetails: { streamMode: stream.mode },
        // Kinesis refuses a number of shards on demand, even an unchanged one.
        ...(stream.shards === undefined ? {} : { shardCount: stream.shards }),
        retentionPeriod: stream.retentionHours,
        encryptionType: 'KMS',
        // Kinesis gives back the form it was given: the ARN stays an ARN.
        kmsKeyId: key.arn,
      },
    });
    for (const consumer of stream.consumers) {
      this.managed(StreamConsumer, {
        name: objectName(names, stream.name, consumer),
        after: [made],
        forProvider: { region: place.region, name: consumer, streamArn: streamArn(place, stream.stream) },
      });
    }
  }
}
