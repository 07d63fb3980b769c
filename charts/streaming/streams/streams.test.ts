import { describe, expect, test } from '@jest/globals';
import type { Stream } from '../../../crds/datapipeline.ts';
import { decide } from '../../decide.ts';
import { tokensIn } from '../../observed.ts';
import { aPipeline } from '../../testing/a-pipeline.ts';
import { forProvider } from '../../testing/render.ts';

const stream = { name: 'main', retentionHours: 48 };

describe('a stream', () => {
  test('on demand says nothing of shards, which Kinesis would refuse', () => {
    const made = forProvider(aPipeline({ streams: [{ ...stream, mode: 'ON_DEMAND' }] }), 'Stream', 'shop-main');
    expect(made).toMatchObject({ streamModeDetails: { streamMode: 'ON_DEMAND' }, retentionPeriod: 48 });
    expect(made).not.toHaveProperty('shardCount');
  });

  test('that is provisioned says how many', () => {
    const streams = [{ ...stream, mode: 'PROVISIONED' as const, shards: 4 }];
    expect(forProvider(aPipeline({ streams }), 'Stream', 'shop-main')).toMatchObject({
      streamModeDetails: { streamMode: 'PROVISIONED' },
      shardCount: 4,
    });
  });

  test('is encrypted with the ARN of the key, the form that Kinesis gives back', () => {
    const made = forProvider(aPipeline({ streams: [stream] }), 'Stream', 'shop-main');
    expect(made.encryptionType).toBe('KMS');
    expect(tokensIn(made.kmsKeyId)).toEqual([{ from: 'kms.aws.m.upbound.io/Key/shop', path: 'status.atProvider.arn' }]);
  });

  test('has consumers by its computed ARN', () => {
    const streams = [{ ...stream, consumers: [{ name: 'fraud' }] }];
    expect(forProvider(aPipeline({ streams }), 'StreamConsumer', 'shop-main.fraud')).toMatchObject({
      name: 'fraud',
      streamArn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/team-a-shop-main',
    });
  });
});

describe('the mode of a stream', () => {
  test.each([
    ['Development', {}, 'ON_DEMAND', undefined, 'the profile decides'],
    ['Production', {}, 'ON_DEMAND', undefined, 'without shards there is nothing to provision'],
    ['Production', { shards: 3 }, 'PROVISIONED', 3, 'shards say what is meant'],
    ['Development', { mode: 'PROVISIONED', shards: 2 }, 'PROVISIONED', 2, 'the user decides'],
    ['Production', { mode: 'ON_DEMAND', shards: 3 }, 'ON_DEMAND', undefined, 'Kinesis takes no shards on demand'],
  ] as const)(
    'in %s with %j is %s with %s shards: %s',
    (environment, given: Partial<Stream>, mode: string, shards: number | undefined, _reason: string) => {
      const [stream] = decide(
        aPipeline({ environment, streams: [{ name: 's', retentionHours: 24, ...given }] }),
      ).streams;
      expect([stream?.mode, stream?.shards]).toEqual([mode, shards]);
    },
  );
});
