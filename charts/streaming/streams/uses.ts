/** What it means to read a stream and to write to it. Kinesis calls KMS for whoever reads or writes. */
import type { Statement } from '../../access/document.ts';
import { useOfFormerKeys, useOfKey } from '../../access/key.ts';
import type { Use } from '../../access/use.ts';
import { streamArn } from '../../arns.ts';
import { keyNamed } from '../../foundation/encryption/uses.ts';
import { idOf } from '../../kinds/kind.ts';
import { KINESIS } from '../../kinds/kinesis.ts';
import type { PipelineModel } from '../../model.ts';
import type { StreamModel } from './model.ts';

/** Reads all shards by polling, as Firehose, Flink and Lambda do. */
export function readStream(by: string, model: PipelineModel, stream: StreamModel): Use {
  return use(by, model, stream, [
    {
      sid: 'ReadStream',
      actions: [
        'kinesis:DescribeStream',
        'kinesis:DescribeStreamSummary',
        'kinesis:ListShards',
        'kinesis:GetShardIterator',
        'kinesis:GetRecords',
      ],
      resources: [streamArn(model.place, stream.stream)],
    },
    keyStatement(model, 'DecryptStream', ['kms:Decrypt']),
    ...useOfFormerKeys(model.place, model.key.former, { sid: 'DecryptEarlierRecords', service: 'kinesis' }),
  ]);
}

/** Puts records. */
export function writeStream(by: string, model: PipelineModel, stream: StreamModel): Use {
  return use(by, model, stream, [
    {
      sid: 'WriteStream',
      actions: ['kinesis:DescribeStreamSummary', 'kinesis:ListShards', 'kinesis:PutRecord', 'kinesis:PutRecords'],
      resources: [streamArn(model.place, stream.stream)],
    },
    keyStatement(model, 'EncryptStream', ['kms:GenerateDataKey']),
  ]);
}

function use(by: string, { key }: PipelineModel, stream: StreamModel, allow: readonly Statement[]): Use {
  const after = [idOf(KINESIS.Stream, stream.object), ...keyNamed(key)];
  return { by, of: stream.component, after, allow, calls: ['kinesis'] };
}

function keyStatement({ place, key }: PipelineModel, sid: string, actions: readonly string[]): Statement {
  return useOfKey(place, key.identity, { sid, service: 'kinesis', actions });
}
