/** Somebody else writes into the status of a pipeline. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { API_VERSION, DATA_PIPELINE, KIND } from '../../crds/identifiers.ts';
import type { Condition } from '../../crds/kubernetes.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { kubectl } from '../support/kubectl.ts';
import { openScene, type Scene } from '../support/scene.ts';

describe('what another writer puts into status', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('lake', { zones: [{ name: 'raw' }] });
    await scene.becomesReady('lake');
    await scene.settles();
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  const meddle = async (type: string, status: Condition['status']): Promise<void> => {
    const condition = { type, status, reason: 'Meddled', message: '', lastTransitionTime: '2026-11-25T00:00:00Z' };
    const metadata = { name: 'lake', namespace: scene.namespace };
    const object = { apiVersion: API_VERSION, kind: KIND, metadata, status: { conditions: [condition] } };
    await scene.client.applyStatus(DATA_PIPELINE, object, { fieldManager: 'meddler', force: true });
  };
  const condition = async (type: string): Promise<string | undefined> =>
    scene.condition(await scene.pipeline('lake'), type)?.reason;

  test('in place of ours is taken back', async () => {
    await meddle('Ready', 'False');
    await eventually(async () => (await condition('Ready')) === 'Succeeded', { what: 'Ready to be ours again' });
    await scene.settles();
  }, 30_000);

  test('beside ours is named once, and costs no further write', async () => {
    await meddle('Sunny', 'True');
    await eventually(
      async () =>
        (await kubectl(testCluster, scene.namespace, 'events', '--for', 'dpl/lake')).includes('ForeignStatus'),
      { what: 'the meddler to be named' },
    );
    expect(await kubectl(testCluster, scene.namespace, 'events', '--for', 'dpl/lake')).toContain(
      'meddler wrote entries',
    );
    await scene.settles();
    expect(await condition('Sunny')).toBe('Meddled');
    scene.forgetRequests();
    for (const value of ['1', '2', '3']) {
      const annotations = { 'datapipelines.dev/reconcile-at': value };
      await scene.client.mergePatch(DATA_PIPELINE, scene.namespace, 'lake', { metadata: { annotations } });
      await scene.settles(500);
    }
    expect(scene.writes).toEqual([]);
  }, 60_000);
});
