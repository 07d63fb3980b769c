/** Objects that arrive start a workflow: the rule, the queue and the pipe of a trigger come and go in an order that AWS takes. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EVENTS } from '../../charts/kinds/cloudwatchevents.ts';
import { PIPES } from '../../charts/kinds/pipes.ts';
import { cluster } from '../support/cluster.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const SPEC: Spec = {
  zones: [{ name: 'raw' }],
  crawlers: [{ name: 'raw', zone: 'raw' }],
  workflows: [{ name: 'batch', steps: [{ name: 'discover', crawler: 'raw' }] }],
  triggers: [{ name: 'landed', objectCreated: { zone: 'raw', prefix: 'inbox/' }, workflow: 'batch' }],
};

describe('a trigger', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('lake', SPEC);
    await scene.becomesReady('lake');
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  const inAws = () =>
    (['cloudwatchevents.Rule', 'cloudwatchevents.Target', 'pipes.Pipe'] as const).flatMap((type) =>
      // Beside it there are the rules of alarms, and of endings.
      scene.aws
        .list({ type })
        .filter(({ address }) => address.includes('trigger-landed'))
        .map(() => type),
    );

  test('is ready, and status tells its queue', async () => {
    const { status } = (await scene.pipeline('lake')) ?? {};
    const queue = `${scene.namespace}-lake-trigger-landed`;
    expect(status?.triggers).toEqual([{ name: 'landed', queue, ready: true }]);
    expect(inAws()).toEqual(['cloudwatchevents.Rule', 'cloudwatchevents.Target', 'pipes.Pipe']);
    expect(scene.aws.createdTwice()).toEqual([]);
  });

  test('waits while the pipeline is suspended, and its rule goes on', async () => {
    await scene.apply('lake', { ...SPEC, suspend: 'Schedules' });
    const { status } = await scene.becomesReady('lake');
    expect(status?.triggers).toMatchObject([{ name: 'landed', suspendedBy: 'spec.suspend: Schedules' }]);
    expect(await scene.forProvider(PIPES.Pipe, 'lake-trigger-landed')).toMatchObject({ desiredState: 'STOPPED' });
    expect(await scene.forProvider(EVENTS.Rule, 'lake-trigger-landed')).toMatchObject({ state: 'ENABLED' });
  }, 60_000);

  test('goes from the spec, its target before its rule', async () => {
    await scene.apply('lake', { ...SPEC, triggers: [] });
    await scene.becomesReady('lake');
    await scene.settles();
    expect(inAws()).toEqual([]);
  }, 60_000);

  test('goes with its pipeline', async () => {
    await scene.apply('lake', SPEC);
    await scene.becomesReady('lake');
    await scene.delete('lake');
    await scene.isGone('lake');
    expect(inAws()).toEqual([]);
  }, 120_000);
});
