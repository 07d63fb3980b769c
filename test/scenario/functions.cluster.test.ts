import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { IAM } from '../../charts/kinds/iam.ts';
import { LAMBDA } from '../../charts/kinds/lambda.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import { FAULT } from '../../controlplane/provider/aws-fault.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const spec = (source: string): Spec => ({
  zones: [{ name: 'raw' }],
  functions: [
    {
      name: 'own',
      runtime: 'python3.13',
      code: { inline: { handler: 'own.handler', files: { 'own.py': source } } },
    },
  ],
});

describe('a function', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('lake', spec('def handler(event, context): return 1\n'));
    await scene.becomesReady('lake');
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  const keysInAws = () => scene.aws.list({ type: 's3.Object' }).map(({ address }) => address);

  test('is ready with its code, and status tells its name, version and log group', async () => {
    const pipeline = await scene.becomesReady('lake');
    expect(pipeline.status?.functions).toEqual([
      {
        name: 'own',
        functionName: `${scene.namespace}-lake-own`,
        version: '1',
        logGroup: `/datapipelines/${scene.namespace}/lake/functions/own`,
        ready: true,
      },
    ]);
    expect(pipeline.status?.roleArns).toHaveProperty(['functions/own']);
  }, 60_000);

  test('gets changed code under a new key; the old object goes once the function has taken the new one', async () => {
    const [before] = keysInAws();
    const remove = scene.aws.faults.inject({
      target: { kind: LAMBDA.Function },
      fault: { type: 'Refused', operation: 'Update', error: FAULT.internal },
    });
    await scene.apply('lake', spec('def handler(event, context): return 2\n'));
    await eventually(() => keysInAws().length === 2, { what: 'the new code to be there', timeoutMs: 30_000 });
    await scene.settles();
    expect(keysInAws()).toContain(before);
    remove();
    await scene.becomesReady('lake');
    await eventually(() => keysInAws().length === 1, { what: 'the old code to go', timeoutMs: 30_000 });
    expect(keysInAws()).not.toContain(before);
    const { s3Bucket, s3Key } = await scene.forProvider(LAMBDA.Function);
    expect(keysInAws()).toEqual([`${s3Bucket}/${s3Key}`]);
  }, 90_000);

  test('that leaves the spec goes with its role and code; its logs stay', async () => {
    await scene.apply('lake', { zones: [{ name: 'raw' }] });
    await scene.becomesReady('lake');
    await eventually(() => scene.aws.list({ type: 'lambda.Function' }).length === 0, {
      what: 'the function to go',
      timeoutMs: 30_000,
    });
    await eventually(() => keysInAws().length === 0, { what: 'the code to go', timeoutMs: 30_000 });
    expect(scene.aws.list({ type: 'cloudwatchlogs.Group' })).toHaveLength(1);
    expect(await scene.managed(IAM.Role, 'lake-function-own')).toBeUndefined();
    expect(await scene.managed(S3.Bucket, 'lake--code')).toBeUndefined();
  }, 90_000);
});
