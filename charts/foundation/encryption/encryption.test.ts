import { describe, expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { Block } from '../../block.ts';
import { decide } from '../../decide.ts';
import { tokensIn } from '../../observed.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline } from '../../testing/a-pipeline.ts';
import { forProvider, policyIn } from '../../testing/render.ts';
import { encryptionParts } from './block.ts';
import { letIntoKey } from './uses.ts';

test('the key rotates, waits before it ends, and is called by its alias', () => {
  const production = aPipeline({ environment: 'Production', encryption: { rotationDays: 90 } });
  expect(forProvider(production, 'Key', 'shop')).toMatchObject({
    enableKeyRotation: true,
    rotationPeriodInDays: 90,
    deletionWindowInDays: 30,
  });
  expect(tokensIn(forProvider(production, 'Alias', 'shop'))).toEqual([
    { from: 'kms.aws.m.upbound.io/Key/shop', path: 'status.atProvider.keyId' },
  ]);
});

describe('the key', () => {
  test.each([
    ['Development', 7],
    ['Staging', 7],
    ['Production', 30],
  ] as const)('can be rescued in %s for %d days', (environment, days) => {
    expect(decide(aPipeline({ environment })).key.own?.deletionWindowDays).toBe(days);
  });

  test('keeps what is given', () => {
    const { own } = decide(aPipeline({ encryption: { rotationDays: 90, deletionWindowDays: 14 } })).key;
    expect(own).toMatchObject({ rotationDays: 90, deletionWindowDays: 14 });
  });

  test('is the account to decide about, in every partition', () => {
    const { Statement } = policyIn(forProvider(aPipeline({ partition: 'aws-cn' }), 'Key', 'shop'), 'policy');
    expect(Statement).toEqual([
      expect.objectContaining({ Principal: { AWS: 'arn:aws-cn:iam::123456789012:root' }, Action: 'kms:*' }),
    ]);
  });

  test('lets in the services that come in their own name, and waits for none of them', () => {
    const model = decide(aPipeline());
    const conditions = { StringEquals: { 'aws:SourceAccount': '123456789012' } };
    const use = letIntoKey('logs/main', model, {
      sid: 'EncryptLogs',
      service: 'logs.eu-central-1.amazonaws.com',
      actions: ['kms:GenerateDataKey'],
      conditions,
    });
    const [part] = encryptionParts(model, [
      { component: 'logs/main', stage: 'Foundation', uses: [use], build: () => undefined },
    ]);
    const block = new Block(new Chart(new App({ outdir: 'unused' }), 'test'), model, part ?? failed());
    part?.build(block);
    const key = block.resources.find(({ kind }) => kind.kind === 'Key');
    const { forProvider: fields } = (key?.manifest.spec ?? {}) as { forProvider: Record<string, unknown> };
    expect(policyIn(fields, 'policy').Statement[1]).toEqual({
      Sid: 'EncryptLogs',
      Effect: 'Allow',
      Principal: { Service: 'logs.eu-central-1.amazonaws.com' },
      Action: 'kms:GenerateDataKey',
      Resource: '*',
      Condition: conditions,
    });
    expect(use.after).toEqual([key?.id]);
  });

  test('that is somebody else’s is shown, not made, and nothing waits for it', () => {
    const existingKeyArn = 'arn:aws:kms:eu-central-1:999999999999:key/mrk-1';
    const pipeline = aPipeline({ encryption: { existingKeyArn } });
    const rendered = renderPipeline(pipeline);
    expect(rendered.objects.filter(({ component }) => component === 'encryption')).toEqual([]);
    expect(rendered.parts.find(({ component }) => component === 'encryption')?.facts).toEqual({
      keyArn: existingKeyArn,
    });
    const anything = { sid: 'X', service: 'logs.amazonaws.com', actions: ['kms:Decrypt'], conditions: {} };
    expect(letIntoKey('logs/main', decide(pipeline), anything).after).toEqual([]);
  });
});

function failed(): never {
  throw new Error('the key has no part');
}
