/** One Kinesis data stream, encrypted, with its enhanced fan-out consumers. */
import { Stream, StreamConsumer } from '../../../imports/kinesis.ts';
import { streamArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { KINESIS } from '../../kinds/kinesis.ts';
import type { PipelineModel } from '../../model.ts';
import { observed } from '../../observed.ts';
import type { Part } from '../../part.ts';
import { streamAlarms } from './alarms.ts';
import { streamCost } from './cost.ts';
import type { StreamModel } from './model.ts';
import { streamWidgets } from './widgets.ts';

export function streamParts(model: PipelineModel): readonly Part[] {
  return model.streams.map((stream) => ({
    component: stream.component,
    stage: 'Streaming',
    uses: [],
    facts: {
      streams: {
        name: stream.name,
        streamName: stream.stream,
        streamArn: observed(KINESIS.Stream, stream.object, 'arn'),
      },
    },
    cost: streamCost(model, stream),
    alarms: streamAlarms(stream),
    widgets: streamWidgets(stream),
    build: (block) => build(block, model, stream),
  }));
}

function build(block: Block, { place, key }: PipelineModel, stream: StreamModel): void {
  const made = block.managed(Stream, {
    name: stream.object,
    awsName: stream.stream,
    ...(stream.shards === undefined ? {} : { adjustment: { by: 'Shards', shards: stream.shards } }),
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
    block.managed(StreamConsumer, {
      name: consumer.object,
      after: [made],
      forProvider: { region: place.region, name: consumer.name, streamArn: streamArn(place, stream.stream) },
    });
  }
}
