/** What AWS takes at certain times, in certain steps or company only, against the simulated provider's refusals. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GLUE } from '../../charts/kinds/glue.ts';
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import { SCHEDULER } from '../../charts/kinds/scheduler.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

describe('what AWS takes now', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
  });
  afterAll(async () => {
    await scene.close();
  });

  const find = async (kind: ManagedKind, name: string) => await scene.client.get(kind, scene.namespace, name);
  const atProvider = async (kind: ManagedKind, name: string) =>
    ((await find(kind, name))?.status as { atProvider?: Record<string, unknown> } | undefined)?.atProvider;

  test('times that were right when the file was written can be applied, changed, and left alone', async () => {
    const schedules = [
      { name: 'hourly', cron: '5 * * * *', crawler: 'raw', startAt: '2025-03-01T00:00:00Z' },
      { name: 'every-six', rate: '6h', crawler: 'raw', startAt: '2025-03-01T03:00:00Z' },
      { name: 'backfill', at: '2025-04-01T02:00:00', crawler: 'raw' },
    ];
    const spec: Spec = { zones: [{ name: 'raw' }], crawlers: [{ name: 'raw', zone: 'raw' }], schedules };
    await scene.apply('meters', spec);
    const { status } = await scene.becomesReady('meters');
    expect(await scene.forProvider(SCHEDULER.Schedule, 'meters-hourly')).not.toHaveProperty('startDate');
    const { startDate } = await scene.forProvider(SCHEDULER.Schedule, 'meters-every-six');
    expect((Date.parse(String(startDate)) - Date.parse('2025-03-01T03:00:00Z')) % (6 * 3_600_000)).toBe(0);
    expect(await find(SCHEDULER.Schedule, 'meters-backfill')).toBeUndefined();
    expect(status?.schedules?.find(({ name }) => name === 'backfill')).toEqual({
      name: 'backfill',
      state: 'Completed',
      ready: true,
    });
    await scene.settles();
    await scene.apply('meters', { ...spec, schedules: schedules.map((schedule) => ({ ...schedule, suspend: true })) });
    await scene.becomesReady('meters');
    expect(await scene.forProvider(SCHEDULER.Schedule, 'meters-every-six')).toMatchObject({ state: 'DISABLED' });
  }, 120_000);

  test('a stream comes from on demand to any number of shards', async () => {
    const streams = [
      { name: 'small', shards: 1 },
      { name: 'big', shards: 30 },
    ];
    const spec: Spec = { zones: [{ name: 'raw' }], streams };
    await scene.apply('orders', { ...spec, environment: 'Development' });
    await scene.becomesReady('orders');
    expect(await atProvider(KINESIS.Stream, 'orders-big')).toMatchObject({ shardCount: 0 });
    await scene.apply('orders', { ...spec, environment: 'Production' });
    await scene.becomesReady('orders');
    expect(await atProvider(KINESIS.Stream, 'orders-big')).toMatchObject({ shardCount: 30 });
    expect(await atProvider(KINESIS.Stream, 'orders-small')).toMatchObject({ shardCount: 1 });
  }, 120_000);

  test('declared tables are crawled, though Glue takes no tables and folders together', async () => {
    const tables = [
      {
        name: 'machine_readings',
        zone: 'raw',
        prefix: 'readings/',
        format: 'Json',
        columns: [{ name: 'value', type: 'double' }],
        partitionKeys: [{ name: 'plant', type: 'string' }],
      },
    ];
    const crawlers = [{ name: 'raw', zone: 'raw', recrawl: 'CRAWL_NEW_FOLDERS_ONLY' }];
    await scene.apply('sensors', { zones: [{ name: 'raw' }], tables, crawlers });
    await scene.becomesReady('sensors');
    await scene.settles();
    const incremental = async () =>
      (await scene.allManaged())
        .filter(({ kind, metadata }) => kind === GLUE.Crawler.kind && metadata.name.startsWith('sensors-raw.raw.'))
        .map(({ metadata }) => metadata.name)
        .filter((name) => !name.endsWith('.tables'));
    const before = await incremental();
    expect(await find(GLUE.Crawler, 'sensors-raw.raw.tables')).toBeDefined();
    // Its folders change, which Glue refuses in place.
    await scene.apply('sensors', {
      zones: [{ name: 'raw' }],
      tables: [...tables, { name: 'plants', zone: 'raw', columns: [{ name: 'id', type: 'string' }] }],
      crawlers,
    });
    await scene.becomesReady('sensors');
    await eventually(async () => ((await incremental()).join() === before.join() ? undefined : true), {
      what: 'the crawler to be another one',
      timeoutMs: 10_000,
    });
    expect((await incremental()).length).toBe(1);
  }, 120_000);

  test('what the provider calls ready without showing anything of it is not ready', async () => {
    scene.aws.faults.inject({ target: { kind: S3.BucketLifecycleConfiguration }, fault: { type: 'Phantom' } });
    await scene.apply('phantom', { zones: [{ name: 'raw', lifecycle: { expireAfterDays: 90 } }] });
    await eventually(
      async () => {
        const problems = (await scene.pipeline('phantom'))?.status?.problems ?? [];
        if (problems.some(({ reason }) => reason === 'NothingObserved')) return true;
        throw new Error(JSON.stringify(problems));
      },
      { what: 'the problem to be told', timeoutMs: 30_000 },
    );
    scene.aws.faults.clear();
  }, 60_000);
});
