import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sleep, systemClock } from '../../controller/runtime/clock.ts';
import { DATA_PIPELINE } from '../../crds/identifiers.ts';
import { cluster } from '../support/cluster.ts';
import { openScene, type Scene } from '../support/scene.ts';

/** Long enough for several polls of the provider and for anything that would be written on a timer of seconds. */
const WATCHED_MS = 8_000;

describe('an operator with nothing to do', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('lake', {
      streams: [{ name: 'main' }],
      crawlers: [{ name: 'raw', zone: 'raw' }],
      schedules: [{ name: 'nightly', cron: '0 7 * * *', crawler: 'raw' }],
    });
    await scene.becomesReady('lake');
    await scene.settles(2_000);
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  test('makes not one request but its watches, also while the provider looks at AWS', async () => {
    scene.forgetRequests();
    const untilMs = systemClock.now() + WATCHED_MS;
    while (systemClock.now() < untilMs) {
      scene.provider.poll();
      await sleep(systemClock, 1_000);
    }
    expect(scene.requests.filter(({ verb }) => verb !== 'watch').map(({ verb, kind }) => `${verb} ${kind}`)).toEqual(
      [],
    );
  }, 60_000);

  test('writes nothing after a restart either: what stands is recognised', async () => {
    await scene.stopOperator();
    scene.forgetRequests();
    await scene.startOperator();
    await scene.settles(4_000);
    expect(scene.requests.some(({ verb, kind }) => verb === 'list' && kind === DATA_PIPELINE.kind)).toBe(true);
    expect(scene.writes.map(({ verb, kind }) => `${verb} ${kind}`)).toEqual([]);
  }, 60_000);
});
