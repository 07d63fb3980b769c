import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GLUE } from '../../charts/kinds/glue.ts';
import { IAM } from '../../charts/kinds/iam.ts';
import { FAULT } from '../../controlplane/provider/aws-fault.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const zones = [{ name: 'raw' }, { name: 'curated' }];
const spec = (script: string, job: Spec = {}): Spec => ({
  zones,
  jobs: [
    {
      name: 'own',
      script: { inline: script },
      from: { zone: { name: 'raw', prefix: 'inbox/' } },
      to: { zone: { name: 'curated', prefix: 'own/' } },
      ...job,
    },
  ],
});

describe('a job', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('lake', spec('print(1)\n'));
    await scene.becomesReady('lake');
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  const keysInAws = () => scene.aws.list({ type: 's3.Object' }).map(({ address }) => address);
  const jobs = () => scene.aws.list({ type: 'glue.Job' }).map(({ address }) => address);
  const scriptOf = async () => {
    const { command } = await scene.forProvider(GLUE.Job);
    return (command as { scriptLocation: string }).scriptLocation;
  };

  test('is ready with its script, and status tells its name and log groups', async () => {
    const pipeline = await scene.becomesReady('lake');
    expect(pipeline.status?.jobs).toEqual([
      {
        name: 'own',
        jobName: `${scene.namespace}-lake-own`,
        logGroups: `/datapipelines/${scene.namespace}/lake/jobs/own`,
        ready: true,
      },
    ]);
    expect(pipeline.status?.roleArns).toHaveProperty(['jobs/own']);
    expect(keysInAws().map((key) => `s3://${key}`)).toEqual([await scriptOf()]);
  }, 60_000);

  test('gets a changed script under a new key; the old one goes once the job names the new one', async () => {
    const [before] = keysInAws();
    const remove = scene.aws.faults.inject({
      target: { kind: GLUE.Job },
      fault: { type: 'Refused', operation: 'Update', error: FAULT.internal },
    });
    await scene.apply('lake', spec('print(2)\n'));
    await eventually(() => keysInAws().length === 2, { what: 'the new script to be there', timeoutMs: 30_000 });
    await scene.settles();
    expect(keysInAws()).toContain(before);
    remove();
    await scene.becomesReady('lake');
    await eventually(() => keysInAws().length === 1, { what: 'the old script to go', timeoutMs: 30_000 });
    expect(keysInAws().map((key) => `s3://${key}`)).toEqual([await scriptOf()]);
  }, 90_000);

  test('changes its workers in place', async () => {
    const before = jobs();
    await scene.apply('lake', spec('print(2)\n', { glue: { workerType: 'G.2X', workers: 7 } }));
    await scene.becomesReady('lake');
    expect(jobs()).toEqual(before);
    expect(await scene.forProvider(GLUE.Job)).toMatchObject({ workerType: 'G.2X', numberOfWorkers: 7 });
  }, 60_000);

  test('of other environments goes with its role and script; its logs stay', async () => {
    await scene.apply('lake', spec('print(2)\n', { onlyIn: ['Production'] }));
    await scene.becomesReady('lake');
    await eventually(() => jobs().length + keysInAws().length === 0, { what: 'the job to go', timeoutMs: 30_000 });
    expect(scene.aws.list({ type: 'cloudwatchlogs.Group' })).toHaveLength(2);
    expect(await scene.managed(IAM.Role, 'lake-job-own')).toBeUndefined();
  }, 90_000);
});
