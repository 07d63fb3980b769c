import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SFN } from '../../charts/kinds/sfn.ts';
import { FAULT } from '../../controlplane/provider/aws-fault.ts';
import { ANNOTATION, DATA_PIPELINE } from '../../crds/identifiers.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { kubectl } from '../support/kubectl.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const own = { name: 'own', script: { inline: 'print(1)\n' }, to: { zone: { name: 'raw', prefix: 'own/' } } };
const spec = (steps: readonly Spec[], more: Spec = {}): Spec => ({
  zones: [{ name: 'raw' }],
  crawlers: [{ name: 'raw', zone: 'raw' }],
  jobs: [own],
  workflows: [{ name: 'batch', steps }],
  schedules: [{ name: 'nightly', cron: '0 7 * * *', workflow: 'batch' }],
  ...more,
});
const discover = { name: 'discover', crawler: 'raw' };
const run = { name: 'run', job: 'own', after: ['discover'] };

describe('a workflow', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('lake', spec([discover, run]));
    await scene.becomesReady('lake');
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  const machines = () => scene.aws.list({ type: 'sfn.StateMachine' }).map(({ address }) => address);
  const jobs = () => scene.aws.list({ type: 'glue.Job' }).map(({ address }) => address);

  test('is ready, and status tells its ARN, log group and queue', async () => {
    const pipeline = await scene.becomesReady('lake');
    const prefix = `${scene.namespace}-lake`;
    expect(pipeline.status?.workflows).toEqual([
      {
        name: 'batch',
        order: 'discover → run',
        stateMachineArn: `arn:aws:states:us-east-1:123456789012:stateMachine:${prefix}-batch`,
        logGroup: `/aws/vendedlogs/states/datapipelines/${scene.namespace}/lake/workflows/batch`,
        deadLetterQueue: `${prefix}-workflow-batch-dead-letters`,
        ready: true,
      },
    ]);
  }, 60_000);

  test('kubectl shows what runs after what, what starts it, and when that is next', async () => {
    const get = await kubectl(testCluster, scene.namespace, 'get', 'dpl', 'lake', '--output=wide');
    const [head = '', row = ''] = get.trim().split('\n');
    const due = /\d{4}-\d\d-\d\dT07:00:00Z/;
    expect(row.slice(head.indexOf('NEXT RUN'))).toMatch(due);
    const described = await kubectl(testCluster, scene.namespace, 'describe', 'dpl', 'lake');
    expect(described).toMatch(new RegExp(`Next Run:\\s+${due.source}`));
    expect(described).toMatch(/Order:\s+discover → run/);
    const topology = described.slice(described.indexOf('Topology:'));
    for (const line of [
      'crawlers/raw reads zones/raw; catalogs zones/raw',
      'jobs/own reads zones/raw; writes zones/raw',
      'workflows/batch starts crawlers/raw, jobs/own',
      'schedules/nightly starts workflows/batch',
    ]) {
      expect(topology).toContain(line);
    }
  }, 60_000);

  test('changes its steps in place', async () => {
    const before = machines();
    await scene.apply('lake', spec([discover, run, { name: 'settle', wait: { seconds: 5 }, after: ['run'] }]));
    await scene.becomesReady('lake');
    expect(machines()).toEqual(before);
    const { definition } = await scene.forProvider(SFN.StateMachine, 'lake-batch');
    expect(definition).toContain('"settle"');
  }, 60_000);

  test('is changed before a job that it no longer runs goes', async () => {
    const letGo = scene.aws.faults.inject({
      target: { kind: SFN.StateMachine },
      fault: { type: 'Refused', operation: 'Update', error: FAULT.internal },
    });
    await scene.apply('lake', spec([discover], { jobs: [] }));
    await scene.settles();
    expect(jobs()).toHaveLength(1);
    letGo();
    await scene.becomesReady('lake');
    await eventually(() => jobs().length === 0, { what: 'the job to go', timeoutMs: 30_000 });
  }, 90_000);

  test('has what deals with its endings, which goes when nobody wants to hear of them', async () => {
    const rules = () => scene.aws.list({ type: 'cloudwatchevents.Rule' }).map(({ address }) => address);
    const quiet = { ...spec([discover], { jobs: [] }), monitoring: { alarms: 'None' } };
    await scene.apply('lake', quiet);
    await scene.becomesReady('lake');
    await scene.settles();
    expect(rules()).toEqual([`${scene.namespace}-lake-endings`]);
    expect(machines()).toContain(`${scene.namespace}-lake--endings`);
    const workflows = [{ name: 'batch', steps: [discover], onFailure: { deadLetter: false } }];
    await scene.apply('lake', { ...quiet, workflows });
    await scene.becomesReady('lake');
    await scene.settles();
    expect([rules(), machines()]).toEqual([[], [`${scene.namespace}-lake-batch`]]);
  }, 120_000);

  test('has its application stand still until a step starts it, and asks a saved query', async () => {
    const streams = ['main', 'counts'].map((name) => ({ name }));
    const application = { name: 'count', from: 'main', to: 'counts', code: { builtIn: 'EventCounts' } };
    const zones = [{ name: 'raw' }, { name: 'results' }];
    const begin = { name: 'begin', application: { start: 'count' } };
    const ask = { name: 'ask', query: { namedQuery: 'users' }, after: ['begin'] };
    const query = { namedQueries: [{ name: 'users', sql: 'SELECT 1' }] };
    await scene.apply('lake', spec([begin, ask], { jobs: [], zones, streams, applications: [application], query }));
    const { status } = await scene.becomesReady('lake', 90_000);
    expect(status?.applications).toMatchObject([{ name: 'count', state: 'READY', ready: true }]);
    const { definition } = await scene.forProvider(SFN.StateMachine, 'lake-batch');
    expect(definition).toContain('athena:startQueryExecution.sync');
  }, 150_000);

  test('runs a renamed job before the one of the old name goes, and its schedule moves too', async () => {
    const nightly = (job: string, cron: string): Spec => ({
      jobs: [{ ...own, name: job }],
      schedules: [{ name: 'nightly', cron, job }],
    });
    const step = (job: string) => ({ name: 'run', job, after: ['discover'] });
    const named = (job: string) => `${scene.namespace}-lake-${job}`;
    await scene.apply('lake', spec([discover, step('own')], nightly('own', '0 7 * * *')));
    await scene.becomesReady('lake');
    const letGo = scene.aws.faults.inject({
      target: { kind: SFN.StateMachine },
      fault: { type: 'Refused', operation: 'Update', error: FAULT.internal },
    });
    await scene.apply('lake', spec([discover, step('better')], nightly('better', '30 8 * * *')));
    await eventually(() => jobs().length === 2, { what: 'the job of the new name to be there', timeoutMs: 30_000 });
    await scene.settles();
    expect(jobs().sort()).toEqual([named('better'), named('own')]);
    letGo();
    await scene.becomesReady('lake');
    await eventually(() => jobs().length === 1, { what: 'the job of the old name to go', timeoutMs: 30_000 });
    expect(jobs()).toEqual([named('better')]);
    const { definition } = await scene.forProvider(SFN.StateMachine, 'lake-batch');
    expect(definition).toContain(named('better'));
    const [schedule, ...others] = scene.aws.list({ type: 'scheduler.Schedule' });
    expect(others).toEqual([]);
    expect(schedule?.attributes).toMatchObject({
      scheduleExpression: 'cron(30 8 * * ? *)',
      target: { input: JSON.stringify({ JobName: named('better') }) },
    });
  }, 120_000);

  test('goes with its pipeline', async () => {
    await scene.delete('lake');
    await scene.isGone('lake');
    expect(machines()).toEqual([]);
  }, 90_000);
});

describe('a workflow without a schedule', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('lake', spec([discover], { schedules: [] }));
    await scene.becomesReady('lake');
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  test('runs once when that is asked for, and not again for the same value', async () => {
    const scheduled = () => scene.aws.list({ type: 'scheduler.Schedule' }).map(({ address }) => address);
    const ask = async (value: string): Promise<void> => {
      const metadata = { annotations: { [ANNOTATION.run]: value } };
      await scene.client.mergePatch(DATA_PIPELINE, scene.namespace, 'lake', { metadata });
    };
    const states = async () => ((await scene.pipeline('lake'))?.status?.runs ?? []).map((each) => each.state);
    expect(scene.aws.list({ type: 'scheduler.ScheduleGroup' })).toEqual([]);
    await ask('workflow/batch');
    await eventually(async () => (await states())[0] === 'Scheduled', { what: 'the run', timeoutMs: 60_000 });
    await scene.becomesReady('lake');
    const before = scheduled();
    expect(before).toHaveLength(1);
    await ask('workflow/nightly');
    await eventually(async () => (await states())[0] === 'Refused', { what: 'the refusal', timeoutMs: 30_000 });
    await ask('workflow/batch');
    await scene.settles();
    expect(scheduled()).toEqual(before);
  }, 120_000);

  test('that leaves the spec takes what was made for its run along', async () => {
    await scene.apply('lake', spec([], { workflows: [], jobs: [], schedules: [] }));
    await scene.becomesReady('lake');
    await scene.settles();
    for (const type of ['scheduler.Schedule', 'scheduler.ScheduleGroup', 'sqs.Queue'] as const)
      expect([type, scene.aws.list({ type })]).toEqual([type, []]);
  }, 90_000);
});
