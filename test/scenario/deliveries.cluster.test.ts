import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FIREHOSE } from '../../charts/kinds/firehose.ts';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { FAULT } from '../../controlplane/provider/aws-fault.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { kubectl } from '../support/kubectl.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const KEYS = ['year', 'month', 'day', 'hour'].map((name) => ({ name, type: 'string' }));

const spec = (delivery: Spec = {}, more: Spec = {}): Spec => ({
  zones: [{ name: 'raw' }],
  tables: [
    {
      name: 'events',
      zone: 'raw',
      columns: [{ name: 'id', type: 'string' }],
      partitionKeys: KEYS,
      partitionProjection: true,
    },
  ],
  streams: [{ name: 'main' }, { name: 'other' }],
  deliveries: [{ name: 'lake', from: { stream: 'main' }, to: { table: 'events' }, ...delivery }],
  ...more,
});

describe('a delivery', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('lake', spec());
    await scene.becomesReady('lake');
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  const inAws = () => scene.aws.list({ type: 'firehose.DeliveryStream' }).map(({ address }) => address);
  const streams = () => scene.aws.list({ type: 'kinesis.Stream' }).map(({ address }) => address);
  const leftAlone = (count: number) =>
    eventually(() => inAws().length === count, { what: `${count} deliveries to be there`, timeoutMs: 30_000 });

  test('is ready, and status tells its name, where objects go and where failures lie', async () => {
    const pipeline = await scene.becomesReady('lake');
    const [arn] = inAws();
    expect(pipeline.status?.deliveries).toEqual([
      {
        name: 'lake',
        deliveryName: arn?.split('/')[1],
        deliveryArn: arn,
        location: expect.stringMatching(/^s3:\/\/.*\/events\/$/),
        errors: expect.stringMatching(/^s3:\/\/.*\/errors\/lake\/$/),
        logGroup: `/datapipelines/${scene.namespace}/lake/deliveries/lake`,
        ready: true,
      },
    ]);
  }, 60_000);

  test('takes another buffer in place', async () => {
    const before = inAws();
    await scene.apply('lake', spec({ buffer: { sizeMiB: 64, seconds: 5 } }));
    await scene.becomesReady('lake');
    expect(inAws()).toEqual(before);
    const { extendedS3Configuration } = await scene.forProvider(FIREHOSE.DeliveryStream);
    expect(extendedS3Configuration).toMatchObject({ bufferingSize: 64, bufferingInterval: 5 });
  }, 60_000);

  test('of another source is another one; the old one goes only after it is there and has written what it gathered', async () => {
    const [before = ''] = inAws();
    const remove = scene.aws.faults.inject({
      target: { kind: FIREHOSE.DeliveryStream },
      fault: { type: 'Refused', operation: 'Create', error: FAULT.internal },
    });
    await scene.apply('lake', spec({ from: { stream: 'other' } }));
    await scene.settles();
    expect(inAws()).toEqual([before]);
    expect(await kubectl(testCluster, scene.namespace, 'events', '--for', 'dpl/lake')).toMatch(/Replacing .* → /);
    remove();
    await scene.becomesReady('lake');
    expect(inAws()).toHaveLength(2);
    await eventually(() => !inAws().includes(before), { what: 'the old delivery to go', timeoutMs: 30_000 });
    expect(inAws()).toHaveLength(1);
  }, 90_000);

  test('that leaves the spec goes, and its stream stays', async () => {
    await scene.apply('lake', spec({}, { deliveries: [] }));
    await leftAlone(0);
    await scene.becomesReady('lake');
    expect(streams()).toHaveLength(2);
    expect(scene.aws.list({ type: 'cloudwatchlogs.Group' })).toHaveLength(1);
  }, 60_000);

  test('comes back, and with its pipeline goes before the stream that it reads', async () => {
    await scene.apply('lake', spec({ from: { stream: 'other' } }));
    await scene.becomesReady('lake');
    const remove = scene.aws.faults.inject({
      target: { kind: FIREHOSE.DeliveryStream },
      fault: { type: 'Refused', operation: 'Delete', error: FAULT.internal },
    });
    await scene.delete('lake');
    await scene.settles();
    expect(inAws()).toHaveLength(1);
    expect(await scene.managed(KINESIS.Stream, 'lake-other')).toBeDefined();
    remove();
    await scene.isGone('lake');
    expect([inAws(), streams()]).toEqual([[], []]);
  }, 120_000);
});
