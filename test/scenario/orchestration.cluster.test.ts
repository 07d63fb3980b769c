/** Queries, notifications and runs that are asked for, on a pipeline that is Ready. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ATHENA } from '../../charts/kinds/athena.ts';
import { SCHEDULER } from '../../charts/kinds/scheduler.ts';
import { SNS } from '../../charts/kinds/sns.ts';
import { ANNOTATION, DATA_PIPELINE } from '../../crds/identifiers.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const SPEC: Spec = {
  zones: [{ name: 'raw' }, { name: 'results' }],
  crawlers: [{ name: 'raw', zone: 'raw' }],
  jobs: [{ name: 'clean', script: { inline: 'print(1)\n' }, glue: {} }],
  schedules: [
    { name: 'nightly', cron: '0 7 * * *', crawler: 'raw', suspend: true },
    { name: 'hourly', cron: '5 * * * *', job: 'clean' },
  ],
  query: { namedQueries: [{ name: 'count', sql: 'SELECT 1' }] },
  notifications: { emails: ['oncall@example.com'] },
};

describe('orchestration', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('lake', SPEC);
    await scene.becomesReady('lake');
    await scene.settles();
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  const ask = async (value: string): Promise<void> => {
    const metadata = { annotations: { [ANNOTATION.run]: value } };
    await scene.client.mergePatch(DATA_PIPELINE, scene.namespace, 'lake', { metadata });
  };
  const runs = async () => (await scene.pipeline('lake'))?.status?.runs ?? [];
  const once = async () =>
    (await scene.allManaged())
      .filter(({ kind, metadata }) => kind === SCHEDULER.Schedule.kind && metadata.name.startsWith('lake-run.'))
      .map(({ metadata }) => metadata.name);

  test('an address that nobody confirmed yet holds nothing up, and the topic is shown', async () => {
    const [subscription] = (await scene.allManaged()).filter(({ kind }) => kind === SNS.TopicSubscription.kind);
    expect(subscription?.status).toMatchObject({ atProvider: { pendingConfirmation: true } });
    const { status } = (await scene.pipeline('lake')) ?? {};
    expect(status?.topicArn).toMatch(/:sns:.*-lake-notifications$/);
    expect(status?.workgroup).toMatch(/-lake$/);
  });

  test('a changed query is another one in AWS, and the old one goes', async () => {
    const names = async () =>
      (await scene.allManaged())
        .filter(({ kind }) => kind === ATHENA.NamedQuery.kind)
        .map((each) => each.metadata.name);
    const before = await names();
    await scene.apply('lake', { ...SPEC, query: { namedQueries: [{ name: 'count', sql: 'SELECT 2' }] } });
    const after = await eventually(
      async () => {
        const found = await names();
        return found.length === 1 && found[0] !== before[0] ? found : undefined;
      },
      { what: 'the new query alone', timeoutMs: 30_000 },
    );
    expect(after[0]).toMatch(/^lake-query-count\./);
    await scene.apply('lake', SPEC);
    await scene.becomesReady('lake');
    await scene.settles();
  }, 60_000);

  test('a run that is asked for is scheduled once, whatever restarts, and nothing is written while it waits', async () => {
    await ask('schedule/nightly');
    await eventually(async () => (await runs())[0]?.state === 'Scheduled', { what: 'the run', timeoutMs: 40_000 });
    const [name] = await once();
    expect(await scene.forProvider(SCHEDULER.Schedule, name)).toMatchObject({ state: 'ENABLED' });
    const remembered = await runs();
    await scene.settles();
    scene.forgetRequests();
    await scene.stopOperator();
    await scene.startOperator();
    await scene.settles();
    expect(scene.managedWrites).toEqual([]);
    expect([await once(), await runs()]).toEqual([[name], remembered]);
  }, 90_000);

  test('a job starts by its schedule', async () => {
    const { target } = await scene.forProvider(SCHEDULER.Schedule, 'lake-hourly');
    expect(target).toMatchObject({ arn: 'arn:aws:scheduler:::aws-sdk:glue:startJobRun' });
  });

  test('another value is another run, and a name that nobody knows is refused without harm', async () => {
    await ask('schedule/hourly');
    await eventually(async () => (await once()).length === 2, { what: 'the second run', timeoutMs: 30_000 });
    await ask('schedule/daily');
    const [refused] = await eventually(
      async () => {
        const found = await runs();
        return found[0]?.state === 'Refused' ? found : undefined;
      },
      { what: 'the refusal', timeoutMs: 30_000 },
    );
    expect(refused?.message).toBe('there is no schedule "daily"; write one of: nightly, hourly');
    await scene.becomesReady('lake');
    await scene.settles();
    expect(await once()).toHaveLength(2);
    expect((await runs()).map(({ state }) => state)).toEqual(['Refused', 'Scheduled', 'Scheduled']);
  }, 90_000);
});
