import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { GLUE } from '../../charts/kinds/glue.ts';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { KMS } from '../../charts/kinds/kms.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import { FAULT } from '../../controlplane/provider/aws-fault.ts';
import { ANNOTATION, TAG } from '../../crds/identifiers.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { kubectl } from '../support/kubectl.ts';
import { openScene, type Scene } from '../support/scene.ts';

const ONE_ZONE = { zones: [{ name: 'raw' }] };

describe('trouble', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
  });
  afterEach(() => {
    scene.aws.faults.clear();
  });
  afterAll(async () => {
    await scene.close();
  });

  const bucketOf = (pipeline: string): string => `${scene.namespace}-${pipeline}-raw-123456789012-us-east-1-an`;
  const someoneElsesBucket = (pipeline: string, tags: Record<string, string>): void => {
    scene.aws.create({
      type: 's3.Bucket',
      account: '123456789012',
      region: 'us-east-1',
      address: bucketOf(pipeline),
      scope: { partition: 'aws', account: '123456789012', region: 'us-east-1' },
      attributes: {},
      tags,
      by: undefined,
    });
  };

  test('what AWS refuses is told in pipeline words, and the rest goes on', async () => {
    scene.aws.faults.inject({
      target: { kind: KINESIS.Stream },
      fault: { type: 'Refused', operation: 'Create', error: FAULT.quota },
    });
    await scene.apply('quota', { ...ONE_ZONE, streams: [{ name: 'main' }], crawlers: [{ name: 'raw', zone: 'raw' }] });
    const pipeline = await eventually(
      async () => {
        const now = await scene.pipeline('quota');
        return now?.status?.problems !== undefined && scene.condition(now, 'BatchReady')?.status === 'True'
          ? now
          : undefined;
      },
      { what: 'the problem to be told and the batch stage to be ready', timeoutMs: 30_000 },
    );
    expect(pipeline.status?.problems).toEqual([
      {
        component: 'streams/main',
        resource: 'Stream/quota-main',
        reason: 'AWSError',
        message: expect.stringContaining('LimitExceededException: The maximum number of resources'),
      },
    ]);
    expect(pipeline.status?.problems?.[0]?.message).not.toMatch(/RequestID|StatusCode/);
    expect(scene.condition(pipeline, 'Ready')).toMatchObject({ status: 'False', reason: 'ProgressingWithRetry' });
    expect(scene.condition(pipeline, 'Stalled')).toBeUndefined();
    expect(await kubectl(testCluster, scene.namespace, 'events', '--for', 'dpl/quota')).toContain(
      'streams/main, Stream/quota-main',
    );
    scene.aws.faults.clear();
    await scene.becomesReady('quota');
  }, 90_000);

  test('one part of a bucket that fails keeps back nothing that does not need it, of whatever stage', async () => {
    scene.aws.faults.inject({
      target: { kind: S3.BucketLogging },
      fault: { type: 'Refused', operation: 'Create', error: FAULT.internal },
    });
    await scene.apply('rest', {
      ...ONE_ZONE,
      streams: [{ name: 'main' }],
      crawlers: [{ name: 'raw', zone: 'raw' }],
      schedules: [{ name: 'nightly', cron: '0 7 * * *', crawler: 'raw' }],
    });
    const pipeline = await eventually(
      async () => {
        const now = await scene.pipeline('rest');
        const { resources } = now?.status ?? {};
        return resources?.failed === 1 && resources.ready + 1 === resources.desired ? now : undefined;
      },
      { what: 'all to be ready but the logging of the bucket', timeoutMs: 30_000 },
    );
    const statuses = ['FoundationReady', 'StreamingReady', 'BatchReady', 'OrchestrationReady'].map(
      (type) => scene.condition(pipeline, type)?.status,
    );
    expect(statuses).toEqual(['False', 'True', 'True', 'True']);
    expect(scene.condition(pipeline, 'Ready')).toMatchObject({ status: 'False', reason: 'ProgressingWithRetry' });
    scene.aws.faults.clear();
    await scene.becomesReady('rest');
  }, 90_000);

  test('the same problem, tried again and again, is written once', async () => {
    scene.aws.faults.inject({
      target: { kind: KMS.Key },
      fault: { type: 'Refused', operation: 'Create', error: FAULT.internal },
    });
    await scene.apply('again', ONE_ZONE);
    await eventually(
      async () => {
        const { resources } = (await scene.pipeline('again'))?.status ?? {};
        return resources?.failed === 1 && resources.ready + resources.waiting + 1 === resources.desired;
      },
      { what: 'all to be ready but the key and what waits for it', timeoutMs: 30_000 },
    );
    await scene.settles();
    const { metadata, status } = (await scene.pipeline('again')) ?? {};
    await scene.settles(2_000);
    const later = await scene.pipeline('again');
    expect(later?.status).toEqual(status);
    expect(later?.metadata.resourceVersion).toBe(metadata?.resourceVersion);
    scene.aws.faults.clear();
    await scene.becomesReady('again');
  }, 90_000);

  test('credentials of another account stall the pipeline and stop all writing', async () => {
    scene.aws.faults.inject({ target: {}, fault: { type: 'WrongAccount', account: '999999999999' } });
    // AWS refuses the key and the buckets there, which name our account; a role is made, and shows where it is.
    await scene.apply('astray', { ...ONE_ZONE, crawlers: [{ name: 'raw', zone: 'raw' }] });
    const pipeline = await scene.stalls('astray');
    expect(scene.condition(pipeline, 'Stalled')).toMatchObject({
      reason: 'WrongAccount',
      message: expect.stringContaining('999999999999'),
    });
    await scene.settles();
    scene.forgetRequests();
    await scene.settles();
    expect(scene.managedWrites).toEqual([]);
  }, 60_000);

  test('a bucket that somebody else made is not taken over, not even touched', async () => {
    someoneElsesBucket('foreign', { owner: 'finance' });
    await scene.apply('foreign', ONE_ZONE);
    const pipeline = await scene.stalls('foreign');
    expect(scene.condition(pipeline, 'Stalled')).toMatchObject({
      reason: 'ForeignObject',
      message: expect.stringContaining(
        `Bucket ${bucketOf('foreign')} (zones/raw) exists in AWS account 123456789012 and was not made by this operator`,
      ),
    });
    const touched = scene.aws
      .history()
      .filter(({ address, operation }) => address === bucketOf('foreign') && operation !== 'Create');
    expect(touched).toEqual([]);
    expect(scene.aws.list({ address: bucketOf('foreign'), type: 's3.Bucket' })[0]?.tags).toEqual({ owner: 'finance' });
    await scene.delete('foreign');
    await scene.isGone('foreign');
    expect(scene.aws.exists({ address: bucketOf('foreign'), type: 's3.Bucket' })).toBe(true);
  }, 60_000);

  test('what an earlier pipeline left behind is taken over only when it is asked for', async () => {
    const first = await scene.apply('again2', ONE_ZONE);
    await scene.becomesReady('again2');
    await scene.delete('again2');
    await scene.isGone('again2');
    // Somebody tells a queue of theirs of the bucket that nobody looks after.
    const told = { type: 's3.BucketNotification', address: bucketOf('again2') } as const;
    const [notification] = scene.aws.list(told);
    if (notification === undefined) throw new Error('the notifications went with their managed resource');
    const queue = [
      { id: 'theirs', queueArn: 'arn:aws:sqs:us-east-1:210987654321:theirs', events: ['s3:ObjectCreated:*'] },
    ];
    scene.aws.edit(notification, { attributes: { queue } });
    const keyArn = `arn:aws:kms:us-east-1:123456789012:key/${scene.aws.list({ type: 'kms.Key', tags: { 'datapipelines.dev/uid': first.metadata.uid ?? '' } })[0]?.address}`;

    await scene.apply('again2', ONE_ZONE);
    const stalled = await scene.stalls('again2');
    const message = scene.condition(stalled, 'Stalled')?.message;
    expect(message).toContain('was left by an earlier pipeline of this namespace and name');
    expect(message).not.toContain(first.metadata.uid);
    // The old key is named, no other was made, and the alias still points to it.
    const named = await eventually(
      async () => {
        const message = scene.condition(await scene.pipeline('again2'), 'Stalled')?.message;
        return message?.includes(keyArn) ? message : undefined;
      },
      { what: 'the old key to be named' },
    );
    expect(named).toContain('set spec.encryption.existingKeyArn to go on with it');
    await scene.settles();
    const ofThis = { [TAG.namespace]: scene.namespace, [TAG.pipeline]: 'again2' };
    expect(scene.aws.list({ type: 'kms.Key', tags: ofThis }).length).toBe(1);
    expect(scene.aws.history().filter(({ type, operation }) => type === 'kms.Alias' && operation === 'Update')).toEqual(
      [],
    );

    // Its uid alone, which whoever reads the managed resource can see, takes over nothing.
    await scene.apply('again2', ONE_ZONE, { [ANNOTATION.adopt]: first.metadata.uid ?? '' });
    await eventually(
      async () => (await scene.pipeline('again2'))?.metadata.annotations?.[ANNOTATION.adopt] !== undefined,
      { what: 'the annotation to stand' },
    );
    await scene.settles();
    expect((await scene.stalls('again2')).status?.keyArn).toBeUndefined();

    await scene.apply(
      'again2',
      { ...ONE_ZONE, encryption: { existingKeyArn: keyArn } },
      { [ANNOTATION.adopt]: first.metadata.uid ?? '' },
    );
    const second = await scene.becomesReady('again2');
    expect(second.status?.keyArn).toBe(keyArn);
    expect(scene.aws.list({ address: bucketOf('again2'), type: 's3.Bucket' })[0]?.tags['datapipelines.dev/uid']).toBe(
      second.metadata.uid,
    );

    // Who was told of it is named before they are told no more.
    const held = await eventually(async () => (await scene.pipeline('again2'))?.status?.heldChanges, {
      what: 'the queue to be named',
    });
    expect(held).toEqual([
      expect.objectContaining({ field: 'notifications', from: expect.stringContaining('theirs') }),
    ]);
    expect(scene.aws.list(told)[0]?.attributes.queue).toEqual(queue);
    const approval = { [ANNOTATION.approve]: (await scene.pipeline('again2'))?.status?.approvalDigest ?? '' };
    await scene.apply('again2', { ...ONE_ZONE, encryption: { existingKeyArn: keyArn } }, approval);
    await eventually(() => scene.aws.list(told)[0]?.attributes.queue === undefined, { what: 'the queue to be let go' });
  }, 90_000);

  test('a managed resource of the same name that is not ours is left alone', async () => {
    const bucket = {
      apiVersion: 's3.aws.m.upbound.io/v1beta1',
      kind: 'Bucket',
      metadata: { name: 'taken-raw', namespace: scene.namespace },
      spec: { forProvider: { region: 'eu-west-1' } },
    };
    await scene.client.create(S3.Bucket, bucket);
    await scene.apply('taken', ONE_ZONE);
    const pipeline = await scene.stalls('taken');
    expect(scene.condition(pipeline, 'Stalled')).toMatchObject({
      reason: 'NameConflict',
      message: expect.stringContaining('Bucket'),
    });
    expect((await scene.forProvider(S3.Bucket, 'taken-raw')).region).toBe('eu-west-1');
  }, 60_000);

  test('a deletion that AWS refuses names what is in the way, and ends when it is cleared', async () => {
    await scene.apply('stuck', { ...ONE_ZONE, streams: [{ name: 'main' }] });
    await scene.becomesReady('stuck');
    scene.aws.faults.inject({
      target: { kind: KINESIS.Stream },
      fault: { type: 'Refused', operation: 'Delete', error: FAULT.accessDenied },
    });
    await scene.delete('stuck');
    const blocked = await eventually(
      async () => {
        const now = await scene.pipeline('stuck');
        return now?.status?.problems?.[0]?.reason === 'DeletionBlocked' ? now : undefined;
      },
      { what: 'the blocked stream to be named', timeoutMs: 20_000 },
    );
    expect(blocked.status?.problems?.[0]).toMatchObject({
      component: 'streams/main',
      message: expect.stringContaining('AccessDeniedException'),
    });
    expect(scene.condition(blocked, 'Ready')).toMatchObject({ reason: 'Deleting' });
    scene.aws.faults.clear();
    await scene.isGone('stuck');
  }, 90_000);

  test('a paused managed resource is named, while working and while deleting', async () => {
    await scene.apply('pause', ONE_ZONE);
    await scene.becomesReady('pause');
    const pause = (value: string | null): Promise<unknown> =>
      scene.client.mergePatch(GLUE.CatalogDatabase, scene.namespace, 'pause-raw', {
        metadata: { annotations: { 'crossplane.io/paused': value } },
      });
    await pause('true');
    const problem = async (): Promise<unknown> => (await scene.pipeline('pause'))?.status?.problems?.[0];
    await eventually(
      async () => expect(await problem()).toMatchObject({ reason: 'Paused', component: 'zones/raw' }) ?? true,
      { what: 'the pause to be told' },
    );
    await scene.delete('pause');
    await eventually(
      async () =>
        expect(await problem()).toMatchObject({
          reason: 'DeletionBlocked',
          message: expect.stringContaining('crossplane.io/paused'),
        }) ?? true,
      {
        what: 'the pause to be named as what is in the way',
        timeoutMs: 20_000,
      },
    );
    await pause(null);
    await scene.isGone('pause');
  }, 60_000);
});
