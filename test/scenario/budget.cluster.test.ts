/** What a pipeline may cost: an edit beyond the limit is not carried out, what runs goes on and is repaired. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUDGETS } from '../../charts/kinds/budgets.ts';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const spec = (shards: number, refuseAboveUSD: number, more: Spec = {}): Spec => ({
  zones: [{ name: 'raw' }],
  streams: [{ name: 'main', mode: 'PROVISIONED', shards }],
  monitoring: { alarms: 'None' },
  notifications: {},
  budget: { monthlyUSD: 100, refuseAboveUSD },
  ...more,
});

describe('a budget', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('lake', spec(2, 30));
    await scene.becomesReady('lake');
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  const status = async () => (await scene.pipeline('lake'))?.status;
  const stalled = async () => (await status())?.conditions?.find(({ type }) => type === 'Stalled');
  const shards = async () => (await scene.forProvider(KINESIS.Stream)).shardCount;

  test('is made in AWS, and status tells what the pipeline costs', async () => {
    expect(await scene.forProvider(BUDGETS.Budget)).toMatchObject({ limitAmount: '100', limitUnit: 'USD' });
    // Two shards 21.90, key 1.00, records and storage some.
    expect((await status())?.estimatedMonthlyCost).toMatchObject({ idleUSD: '22.90' });
  });

  test('holds an edit that would cost more, and says what to do; nothing is made, changed or taken away', async () => {
    await scene.apply('lake', spec(20, 30, { zones: [{ name: 'raw' }, { name: 'curated' }] }));
    await eventually(async () => (await stalled())?.reason === 'BudgetExceeded', {
      what: 'the edit to be held',
      timeoutMs: 30_000,
    });
    expect((await stalled())?.message).toMatch(
      /^the spec would cost about \d+\.\d\d USD a month, more than budget\.refuseAboveUSD 30;/,
    );
    expect(await shards()).toBe(2);
    expect(scene.aws.list({ type: 's3.Bucket' }).filter(({ address }) => address.includes('-curated-'))).toEqual([]);
    expect((await status())?.estimatedMonthlyCost).toMatchObject({ idleUSD: '22.90' });
  }, 60_000);

  test('carries the edit out once the limit is raised', async () => {
    await scene.apply('lake', spec(4, 100));
    await scene.becomesReady('lake');
    expect(await stalled()).toBeUndefined();
    expect(await shards()).toBe(4);
    expect((await status())?.estimatedMonthlyCost).toMatchObject({ idleUSD: '44.80' });
  }, 90_000);

  test('a limit that is lowered below what runs takes nothing away, and lets it shrink', async () => {
    await scene.apply('lake', spec(4, 1));
    await scene.becomesReady('lake');
    expect(await shards()).toBe(4);
    await scene.apply('lake', spec(3, 1));
    await scene.becomesReady('lake');
    expect(await shards()).toBe(3);
  }, 90_000);
});
