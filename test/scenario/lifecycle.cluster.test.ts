import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KIND } from '../../charts/kinds.ts';
import { cluster } from '../support/cluster.ts';
import { openScene, type Scene } from '../support/scene.ts';

describe('a pipeline of account and region only', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
  });
  afterAll(async () => {
    await scene.close();
  });

  test('becomes Ready, with everything that it asked for in AWS', async () => {
    await scene.apply('lake');
    const pipeline = await scene.becomesReady('lake');
    expect(pipeline.status?.resources).toMatchObject({ waiting: 0, failed: 0 });
    expect(pipeline.status?.zones?.map(({ name }) => name)).toEqual(['raw', 'processed', 'curated', 'results']);
    expect(await scene.managed(KIND.Key, 'lake')).toBeDefined();
  }, 90_000);
});
