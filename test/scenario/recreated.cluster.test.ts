import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { kubectl } from '../support/kubectl.ts';
import { openScene, type Scene } from '../support/scene.ts';

describe('what somebody deletes in AWS', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('lake', { zones: [{ name: 'raw' }], streams: [{ name: 'main' }] });
    await scene.becomesReady('lake');
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  test('comes back empty, and an event says what is gone', async () => {
    const [stream] = scene.aws.list({ type: 'kinesis.Stream' });
    if (stream === undefined) throw new Error('there is no stream');
    const told = () => kubectl(testCluster, scene.namespace, 'events', '--for', 'dpl/lake');
    expect(await told()).not.toContain('RecreatedEmpty');
    // Marks of creation have whole seconds.
    await eventually(
      async () => {
        const mark = (await scene.managed(KINESIS.Stream, 'lake-main'))?.metadata.annotations;
        return (mark?.['crossplane.io/external-create-succeeded'] ?? '') < new Date(Date.now() - 1_000).toISOString();
      },
      { what: 'a second to pass' },
    );
    scene.aws.delete(stream, undefined);
    scene.provider.poll();
    await eventually(
      async () => (await told()).includes(`streams/main: ${scene.namespace}-lake-main was gone in AWS`),
      {
        what: 'the loss to be told',
        timeoutMs: 30_000,
      },
    );
    expect(scene.aws.list({ type: 'kinesis.Stream' })).toHaveLength(1);
    await scene.becomesReady('lake');
  }, 60_000);
});
