import { describe, expect, test } from '@jest/globals';
import type { Place } from '../arns.ts';
import { useOfFormerKeys, useOfKey } from './key.ts';

const place: Place = { partition: 'aws', accountId: '123456789012', region: 'eu-central-1' };

describe('the key', () => {
  test('is named by its alias while AWS chooses its ARN', () => {
    expect(useOfKey(place, { alias: 'a-b' }, { sid: 'X', service: 's3', actions: ['kms:Decrypt'] })).toEqual({
      sid: 'X',
      actions: ['kms:Decrypt'],
      resources: ['arn:aws:kms:eu-central-1:123456789012:key/*'],
      conditions: {
        StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/a-b' },
      },
    });
  });

  test('is named by its ARN when it is somebody else’s', () => {
    const arn = 'arn:aws:kms:eu-central-1:999999999999:key/mrk-1';
    const { resources, conditions } = useOfKey(place, { arn }, { sid: 'X', service: 's3', actions: ['kms:Decrypt'] });
    expect(resources).toEqual([arn]);
    expect(conditions).toEqual({ StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } });
  });

  test('is reached through either suffix in China', () => {
    const china = { ...place, partition: 'aws-cn', region: 'cn-north-1' };
    const { conditions } = useOfKey(china, { alias: 'a' }, { sid: 'X', service: 'sqs', actions: ['kms:Decrypt'] });
    expect(conditions?.StringEquals).toEqual({
      'kms:ViaService': ['sqs.cn-north-1.amazonaws.com', 'sqs.cn-north-1.amazonaws.com.cn'],
    });
  });
});

describe('keys of earlier days', () => {
  const arn = 'arn:aws:kms:eu-central-1:123456789012:key/1';

  test('may decrypt through the service, and nothing else', () => {
    expect(useOfFormerKeys(place, [arn], { sid: 'X', service: 's3' })).toEqual([
      {
        sid: 'X',
        actions: ['kms:Decrypt'],
        resources: [arn],
        conditions: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
      },
    ]);
  });

  test('are no statement when there are none', () => {
    expect(useOfFormerKeys(place, [], { sid: 'X', service: 's3' })).toEqual([]);
  });
});
