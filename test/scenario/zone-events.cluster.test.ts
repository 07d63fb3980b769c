/** Zones that tell a function of their objects and let pages of other origins read, and stop doing either. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { S3 } from '../../charts/kinds/s3.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const FUNCTIONS = [{ name: 'enrich', code: { builtIn: 'EnrichEvents' } }];
const QUIET: Spec = { zones: [{ name: 'raw' }], functions: FUNCTIONS };
const TELLING: Spec = {
  zones: [
    {
      name: 'raw',
      notifications: [{ name: 'landed', function: 'enrich', events: ['s3:ObjectCreated:*'], prefix: 'inbox/' }],
      cors: [{ allowedOrigins: ['https://app.example.com'], allowedMethods: ['GET'] }],
    },
  ],
  functions: FUNCTIONS,
};

describe('a zone that tells of its objects', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
  }, 60_000);
  afterAll(async () => {
    await scene.close();
  });

  const inAws = (type: 's3.BucketNotification' | 's3.BucketCorsConfiguration' | 'lambda.Permission') =>
    scene.aws.list({ type, state: 'Active' }).map(({ attributes }) => attributes);

  test('does so from the first, once the function has let S3 in', async () => {
    await scene.apply('lake', TELLING);
    await scene.becomesReady('lake');
    expect(inAws('s3.BucketNotification')).toEqual([
      expect.objectContaining({ lambdaFunction: [expect.objectContaining({ id: 'landed', filterPrefix: 'inbox/' })] }),
    ]);
    expect(inAws('lambda.Permission')).toHaveLength(1);
    expect(inAws('s3.BucketCorsConfiguration')).toHaveLength(1);
    expect(scene.aws.createdTwice()).toEqual([]);
  }, 90_000);

  test('stops when the spec says it no longer, and keeps its bucket', async () => {
    await scene.apply('lake', QUIET);
    await eventually(
      () =>
        Promise.resolve(inAws('lambda.Permission').length === 0 && inAws('s3.BucketCorsConfiguration').length === 0),
      { what: 'what let others in to go', timeoutMs: 30_000 },
    );
    await scene.becomesReady('lake');
    expect((await scene.forProvider(S3.BucketNotification, 'lake-raw')).lambdaFunction).toBeUndefined();
    expect(scene.aws.exists({ type: 's3.Bucket', state: 'Active' })).toBe(true);
  }, 90_000);

  test('begins again, in a running pipeline', async () => {
    await scene.apply('lake', TELLING);
    await scene.becomesReady('lake');
    expect(inAws('s3.BucketNotification')[0]).toMatchObject({ lambdaFunction: [{ id: 'landed' }] });
    await scene.delete('lake');
    await scene.isGone('lake');
  }, 120_000);
});
