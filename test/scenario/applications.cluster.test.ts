import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { FLINK } from '../../charts/kinds/kinesisanalyticsv2.ts';
import { FAULT } from '../../controlplane/provider/aws-fault.ts';
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
