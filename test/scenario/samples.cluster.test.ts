/** What people try first: every sample gets ready, makes nothing twice, and goes again. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readSamples } from '../../charts/testing/samples.ts';
import { cluster } from '../support/cluster.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

/** Of the operator, per managed resource until all are ready: each is created, some are promoted, status and finalizer come on top. */
const MOST_WRITES = 1.6;

describe('the samples', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene(testCluster);
  }, 60_000);
  afterEach(async () => {
    await scene.close();
  });

  test.each(readSamples().map(({ name, pipeline }) => [name, pipeline] as const))(
    '%s',
    async (_, { metadata, spec }) => {
      scene.forgetRequests();
      await scene.apply('shop', spec as unknown as Spec, { ...metadata.annotations });
      const { status } = await scene.becomesReady('shop', 120_000);
      const { desired = 0, ready = 0 } = status?.resources ?? {};
      expect(ready).toBe(desired);
      expect(scene.aws.createdTwice()).toEqual([]);
      expect(scene.writes.length / desired).toBeLessThan(MOST_WRITES);
      await scene.delete('shop');
      await scene.isGone('shop', 120_000);
      expect(await scene.allManaged()).toEqual([]);
    },
    300_000,
  );
});
