import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { FLINK } from '../../charts/kinds/kinesisanalyticsv2.ts';
import { FAULT, serviceError } from '../../controlplane/provider/aws-fault.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const TYPE = 'kinesisanalyticsv2.Application';

const spec = (application: Spec = {}, more: Spec = {}): Spec => ({
  streams: [{ name: 'main' }, { name: 'done' }],
  applications: [
    {
      name: 'count',
      from: 'main',
      to: 'done',
      code: { s3: { bucket: 'my-code', key: 'count-1.jar' } },
      ...application,
    },
  ],
  ...more,
});

const COLUMNS = [{ name: 'id', type: 'string' }];
const sql = (statements: string): Spec => ({
  streams: [{ name: 'main' }, { name: 'done' }],
  applications: [
    {
      name: 'count',
      from: 'main',
      to: 'done',
      code: { sql: statements },
      input: { columns: COLUMNS },
      output: { columns: COLUMNS },
    },
  ],
});

describe('an application', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('flink', spec());
    await scene.becomesReady('flink');
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  const inAws = () => {
    const [found] = scene.aws.list({ type: TYPE });
    if (found === undefined) throw new Error('there is no application');
    return found;
  };
  const status = () => inAws().internals.status;
  const becomes = (wanted: string) =>
    eventually(() => status() === wanted, { what: `the application to be ${wanted}`, timeoutMs: 30_000 });

  test('is made running, and status tells its name, its state and where it logs', async () => {
    const pipeline = await scene.becomesReady('flink');
    expect(status()).toBe('RUNNING');
    const name = `${scene.namespace}-flink-count`;
    expect(pipeline.status?.applications).toEqual([
      {
        name: 'count',
        applicationName: name,
        applicationArn: `arn:aws:kinesisanalytics:us-east-1:123456789012:application/${name}`,
        state: 'RUNNING',
        logGroup: `/datapipelines/${scene.namespace}/flink/applications/count`,
        ready: true,
      },
    ]);
  }, 60_000);

  test('takes another parallelism and other code in place, and runs on', async () => {
    const code = { s3: { bucket: 'my-code', key: 'count-2.jar' } };
    await scene.apply('flink', spec({ parallelism: 4, code }));
    await scene.becomesReady('flink');
    expect(inAws().attributes.applicationConfiguration).toMatchObject({
      applicationCodeConfiguration: { codeContent: { s3ContentLocation: { fileKey: 'count-2.jar' } } },
      flinkApplicationConfiguration: { parallelismConfiguration: { parallelism: 4 } },
    });
    expect(status()).toBe('RUNNING');
    expect(scene.aws.history({ type: TYPE, operation: 'Create' })).toHaveLength(1);
  }, 60_000);

  test('stops while it is suspended, and starts again after it', async () => {
    await scene.apply('flink', spec({ suspend: true }));
    await becomes('READY');
    await scene.becomesReady('flink');
    await scene.apply('flink', spec());
    await becomes('RUNNING');
    await scene.becomesReady('flink');
  }, 60_000);

  test('whose job ended is started again, and then nothing is written any more', async () => {
    scene.aws.edit(inAws(), { internals: { status: 'READY' } });
    // Instead of the ten minutes after which the provider looks by itself.
    await scene.client.apply(
      FLINK.Application,
      {
        apiVersion: `${FLINK.Application.group}/${FLINK.Application.version}`,
        kind: FLINK.Application.kind,
        metadata: {
          name: 'flink-application-count',
          namespace: scene.namespace,
          annotations: { 'crossplane.io/reconcile-requested-at': 'now' },
        },
      },
      { fieldManager: 'night-shift', force: true },
    );
    await becomes('RUNNING');
    const pipeline = await scene.becomesReady('flink');
    expect(pipeline.status?.applications?.[0]).toMatchObject({ state: 'RUNNING', ready: true });
    expect((await scene.forProvider(FLINK.Application)).startApplication).toBe(true);
    await scene.settles();
    scene.forgetRequests();
    await scene.settles();
    expect(scene.writes).toEqual([]);
  }, 90_000);

  test('that leaves the spec goes, and its streams and its log stay', async () => {
    await scene.apply('flink', spec({}, { applications: [] }));
    await eventually(() => scene.aws.list({ type: TYPE }).length === 0, {
      what: 'the application to go',
      timeoutMs: 30_000,
    });
    await scene.becomesReady('flink');
    expect(scene.aws.list({ type: 'kinesis.Stream' })).toHaveLength(2);
    expect(scene.aws.list({ type: 'cloudwatchlogs.Group' })).toHaveLength(1);
  }, 60_000);

  test('comes back, and with its pipeline goes before the streams that it works on', async () => {
    await scene.apply('flink', spec());
    await scene.becomesReady('flink');
    const remove = scene.aws.faults.inject({
      target: { kind: FLINK.Application },
      fault: { type: 'Refused', operation: 'Delete', error: FAULT.internal },
    });
    await scene.delete('flink');
    await scene.settles();
    expect(scene.aws.list({ type: TYPE })).toHaveLength(1);
    for (const stream of ['flink-main', 'flink-done'])
      expect(await scene.managed(KINESIS.Stream, stream)).toBeDefined();
    remove();
    await scene.isGone('flink');
    expect(scene.aws.list({ type: TYPE })).toEqual([]);
    expect(scene.aws.list({ type: 'kinesis.Stream' })).toEqual([]);
  }, 120_000);
});

describe('an application of SQL', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
  }, 60_000);
  afterAll(async () => {
    await scene.close();
  });

  const application = () => scene.aws.list({ type: TYPE })[0]?.attributes.applicationConfiguration;

  test('waits for its code while that is being packed, which is no problem, and runs when it is there', async () => {
    const message =
      'Please check the role provided or validity of S3 location you provided. We are unable to get the specified fileKey: applications/FlinkSql/packed/0.zip in the specified bucket: b';
    const remove = scene.aws.faults.inject({
      target: { kind: FLINK.Application },
      fault: {
        type: 'Refused',
        operation: 'Create',
        error: serviceError(400, 'InvalidArgumentException', message),
      },
    });
    await scene.apply('sql', sql('INSERT INTO done SELECT id FROM main'));
    await eventually(
      async () => {
        const pipeline = await scene.pipeline('sql');
        const ready = scene.condition(pipeline, 'Ready');
        if (ready?.message.includes('waits for its code') && pipeline?.status?.problems === undefined) return true;
        throw new Error(JSON.stringify([ready, pipeline?.status?.problems]));
      },
      { what: 'the pipeline to wait for code', timeoutMs: 60_000 },
    );
    remove();
    await scene.becomesReady('sql');
    expect(scene.aws.list({ type: TYPE })[0]?.internals.status).toBe('RUNNING');
    expect(scene.aws.list({ type: 'scheduler.Schedule' })).toHaveLength(1);
  }, 120_000);

  test('takes other statements in place: the code is the same', async () => {
    const packed = scene.aws.list({ type: 'scheduler.Schedule' })[0]?.address;
    await scene.apply('sql', sql("INSERT INTO done SELECT id FROM main WHERE id <> ''"));
    await scene.becomesReady('sql');
    expect(JSON.stringify(application())).toContain("WHERE id <> ''");
    expect(scene.aws.history({ type: TYPE, operation: 'Create' })).toHaveLength(1);
    expect(scene.aws.list({ type: 'scheduler.Schedule' }).map(({ address }) => address)).toEqual([packed]);
  }, 60_000);

  test('that leaves the spec takes along what packed it', async () => {
    await scene.apply('sql', { streams: [{ name: 'main' }, { name: 'done' }] });
    await eventually(() => scene.aws.list({ type: 'lambda.Function' }).length === 0, {
      what: 'the packer to go',
      timeoutMs: 60_000,
    });
    await scene.becomesReady('sql');
    for (const type of [TYPE, 'scheduler.Schedule', 'scheduler.ScheduleGroup'] as const)
      expect(scene.aws.list({ type })).toEqual([]);
  }, 90_000);
});
