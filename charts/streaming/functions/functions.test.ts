import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { tokensIn } from '../../observed.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline } from '../../testing/a-pipeline.ts';
import { find, forProvider, policyIn } from '../../testing/render.ts';

type Functions = NonNullable<DataPipelineSpec['functions']>;

const SOURCE = 'import json\n\ndef handler(event, context):\n    return {"seen": event, "by": context}\n';

const builtIn = aPipeline({ functions: [{ name: 'enrich', code: { builtIn: 'EnrichEvents' } }] });
const inline = (files: Readonly<Record<string, string>>, more: Partial<Functions[number]> = {}) =>
  aPipeline({
    functions: [{ name: 'own', runtime: 'python3.13', code: { inline: { handler: 'own.handler', files } }, ...more }],
  });

const codeOf = (pipeline: ReturnType<typeof aPipeline>) => {
  const objects = renderPipeline(pipeline).objects.filter(({ kind }) => kind.key === 's3.Object');
  return objects.map(({ manifest }) => ({
    name: manifest.metadata.name,
    fields: (manifest.spec as { forProvider: Record<string, string> }).forProvider,
  }));
};

describe('the code of a function', () => {
  test('lies in the bucket for code under a key that is its content', () => {
    const [{ fields } = { fields: {} as Record<string, string> }] = codeOf(builtIn);
    const sha256 = createHash('sha256')
      .update(Buffer.from(fields.contentBase64 ?? '', 'base64'))
      .digest('hex');
    expect(fields).toMatchObject({
      bucket: 'team-a-shop--code-123456789012-eu-central-1-an',
      key: `functions/enrich/${sha256}.zip`,
      sourceHash: sha256,
    });
    expect(forProvider(builtIn, 'Function', 'shop-enrich')).toMatchObject({
      s3Bucket: fields.bucket,
      s3Key: fields.key,
      runtime: 'python3.13',
      handler: 'enrich_events.handler',
      memorySize: 256,
      timeout: 60,
    });
  });

  test('is another object when a file changes, and the same whatever the order of files', () => {
    const [one] = codeOf(inline({ 'own.py': SOURCE, 'lib/a.py': '' }));
    const [same] = codeOf(inline({ 'lib/a.py': '', 'own.py': SOURCE }));
    const [other] = codeOf(inline({ 'own.py': `${SOURCE}\n`, 'lib/a.py': '' }));
    expect(same).toEqual(one);
    expect(other?.name).not.toBe(one?.name);
    expect(other?.fields.key).not.toBe(one?.fields.key);
  });

  test('takes few enough tags for an object, whatever the user adds', () => {
    const tags = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`k${index}`, 'v']));
    const [code] = codeOf({ ...builtIn, spec: { ...builtIn.spec, tags } });
    // The provider adds three of its own.
    expect(Object.keys(code?.fields.tags ?? {}).length).toBeLessThanOrEqual(7);
  });

  test('runs as Lambda would unpack it', () => {
    const [code] = codeOf(inline({ 'own.py': SOURCE }));
    const folder = mkdtempSync(join(tmpdir(), 'function-'));
    try {
      const zip = join(folder, 'code.zip');
      writeFileSync(zip, Buffer.from(code?.fields.contentBase64 ?? '', 'base64'));
      const { handler } = forProvider(inline({ 'own.py': SOURCE }), 'Function', 'shop-own');
      const [module, name] = String(handler).split('.');
      const call = `import json, sys; sys.path.insert(0, sys.argv[1]); import ${module}; print(json.dumps(${module}.${name}({"a": 1}, "test")))`;
      const { stdout, stderr } = spawnSync('python3', ['-c', call, zip], { encoding: 'utf8' });
      expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: '{"seen": {"a": 1}, "by": "test"}', stderr: '' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('in a bucket of the user is taken from there, and then there is no bucket of ours', () => {
    const pipeline = aPipeline({
      functions: [
        {
          name: 'own',
          runtime: 'nodejs24.x',
          handler: 'index.handler',
          code: { s3: { bucket: 'my-code', key: 'a.zip', version: 'v1' } },
        },
      ],
    });
    expect(forProvider(pipeline, 'Function', 'shop-own')).toMatchObject({
      s3Bucket: 'my-code',
      s3Key: 'a.zip',
      s3ObjectVersion: 'v1',
    });
    expect(renderPipeline(pipeline).parts.map(({ component }) => component)).not.toContain('code');
  });
});

describe('a function', () => {
  test('comes after its code, its log group and its permissions', () => {
    const { after, tokens } = find(renderPipeline(builtIn), 'Function', 'shop-enrich');
    const kinds = [...after, ...tokens.map(({ from }) => from)].map((id) => id.split('/').slice(0, 2).join('/'));
    expect(kinds).toEqual(
      expect.arrayContaining([
        's3.aws.m.upbound.io/Object',
        'cloudwatchlogs.aws.m.upbound.io/Group',
        'iam.aws.m.upbound.io/RolePolicy',
        'kms.aws.m.upbound.io/Key',
      ]),
    );
  });

  test('may write its own logs and read its own environment, and nothing else', () => {
    const policyOf = (pipeline: ReturnType<typeof aPipeline>) =>
      policyIn(forProvider(pipeline, 'RolePolicy', 'shop-function-enrich'), 'policy').Statement;
    const told = aPipeline({
      functions: [{ name: 'enrich', code: { builtIn: 'EnrichEvents' }, environment: { LOG_LEVEL: 'INFO' } }],
    });
    const group =
      'arn:aws:logs:eu-central-1:123456789012:log-group:/datapipelines/team-a/shop/functions/enrich:log-stream:*';
    const logs = expect.objectContaining({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: group });
    expect(policyOf(builtIn)).toEqual([logs]);
    expect(policyOf(told)).toEqual([
      logs,
      expect.objectContaining({
        Action: 'kms:Decrypt',
        Condition: expect.objectContaining({
          StringEquals: {
            'kms:EncryptionContext:aws:lambda:FunctionArn':
              'arn:aws:lambda:eu-central-1:123456789012:function:team-a-shop-enrich',
          },
        }),
      }),
    ]);
  });

  test('keeps its logs as long as the environment says, under the key that lets CloudWatch Logs in', () => {
    const production = { ...builtIn, spec: { ...builtIn.spec, environment: 'Production' as const } };
    const group = forProvider(production, 'Group', 'shop-functions-enrich');
    expect(group.retentionInDays).toBe(90);
    expect(tokensIn(group).map(({ from }) => from)).toEqual(['kms.aws.m.upbound.io/Key/shop']);
    const { Statement } = policyIn(forProvider(production, 'Key', 'shop'), 'policy');
    expect(Statement).toContainEqual(
      expect.objectContaining({
        Principal: { Service: 'logs.eu-central-1.amazonaws.com' },
        Condition: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': expect.arrayContaining(
              ['', '/aws/vendedlogs/states'].map(
                (below) => `arn:aws:logs:eu-central-1:123456789012:log-group:${below}/datapipelines/team-a/shop/*`,
              ),
            ),
          },
        },
      }),
    );
  });

  test('has its settings: environment, concurrency, memory', () => {
    const fields = forProvider(
      inline(
        { 'own.py': SOURCE },
        { environment: { A: 'b' }, reservedConcurrency: 3, memoryMiB: 512, timeoutSeconds: 9 },
      ),
      'Function',
      'shop-own',
    );
    expect(fields).toMatchObject({
      environment: { variables: { A: 'b' } },
      reservedConcurrentExecutions: 3,
      memorySize: 512,
      timeout: 9,
    });
  });
});
