/** A zone in a bucket that was there: looked at, opened by its owner, changed where that was approved, and never deleted. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { IAM } from '../../charts/kinds/iam.ts';
import { DATA_PIPELINE } from '../../crds/identifiers.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const NAME = 'legacy-raw';
const AT = { account: '123456789012', region: 'us-east-1', address: NAME } as const;
const PARTNER = '{"Version":"2012-10-17","Statement":[]}';
const SPEC: Spec = {
  deletionPolicy: 'Delete',
  zones: [
    {
      name: 'raw',
      existingBucket: { name: NAME },
      lifecycle: { expireAfterDays: 400 },
      eventNotifications: true,
    },
    { name: 'results' },
  ],
  crawlers: [{ name: 'raw', zone: 'raw' }],
};

describe('a zone in an existing bucket', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    const scope = { partition: 'aws', account: AT.account, region: AT.region };
    const bucket = { type: 's3.Bucket', address: NAME } as const;
    const made = { ...AT, scope, tags: {}, by: undefined };
    scene.aws.create({ ...made, ...bucket, attributes: { region: AT.region, versioning: { enabled: false } } });
    const parts = {
      's3.BucketPolicy': { policy: PARTNER },
      's3.BucketLifecycleConfiguration': {
        expectedBucketOwner: '',
        rule: [{ id: 'of-the-owner', status: 'Enabled', expiration: [{ days: 9 }] }],
      },
      's3.BucketNotification': {
        eventbridge: false,
        queue: [{ id: 'scans', queueArn: 'arn:aws:sqs:us-east-1:123456789012:scans' }],
      },
    } as const;
    for (const [type, attributes] of Object.entries(parts))
      scene.aws.create({
        ...made,
        type: type as keyof typeof parts,
        parents: [bucket],
        attributes: { region: AT.region, bucket: NAME, ...attributes },
      });
    scene.aws.edit({ ...AT, ...bucket }, { contents: 7 });
  }, 60_000);
  afterAll(async () => {
    await scene.close();
  });

  /** By the provider, on the bucket or anything that belongs to it. */
  const writes = () =>
    scene.aws
      .history({ address: NAME })
      .filter(({ by }) => by !== undefined)
      .map(({ type, operation }) => `${operation} ${type}`);
  const rights = async () =>
    (await scene.client.list(IAM.RolePolicy, { namespace: scene.namespace })).items.filter(({ metadata }) =>
      metadata.name.includes('crawler'),
    );

  test('is not used, and no role gets rights on it, before its owner has opened it', async () => {
    await scene.apply('lake', SPEC);
    const told = await eventually(
      async () => (await scene.pipeline('lake'))?.status?.problems?.find(({ reason }) => reason === 'NotAdmitted'),
      { what: 'the owner to be asked for' },
    );
    expect(told).toMatchObject({
      component: 'zones/raw',
      message: `bucket legacy-raw is not opened to this pipeline, so nothing uses it yet; have its owner give it the tag datapipelines.dev/admits: ${scene.namespace}/lake`,
    });
    await scene.settles();
    expect(await rights()).toEqual([]);
    expect(writes()).toEqual([]);
  }, 90_000);

  test('is ready once opened, says how it differs, and holds what it would replace', async () => {
    scene.aws.edit(
      { ...AT, type: 's3.Bucket' },
      { tags: { owner: 'finance', 'datapipelines.dev/admits': `${scene.namespace}/lake` } },
    );
    scene.provider.poll();
    const { status } = await scene.becomesReady('lake');
    expect(status?.zones?.find(({ name }) => name === 'raw')).toMatchObject({
      bucket: NAME,
      ready: true,
      differences: [
        'versioning is off: what is overwritten or deleted is gone at once',
        'the policy takes requests without TLS',
        'objects are not encrypted with a customer-managed key unless whoever writes them asks for it',
      ],
    });
    const held = await eventually(
      async () => {
        const changes = (await scene.pipeline('lake'))?.status?.heldChanges ?? [];
        return changes.length === 2 ? changes : undefined;
      },
      { what: 'both configurations to be held' },
    );
    expect(held).toEqual(
      expect.arrayContaining([
        {
          component: 'zones/raw',
          field: 'lifecycle',
          from: 'of-the-owner',
          to: 'zone',
          why: 'bucket legacy-raw has lifecycle that would be taken out: of-the-owner',
        },
        {
          component: 'zones/raw',
          field: 'notifications',
          from: 'scans to arn:aws:sqs:us-east-1:123456789012:scans',
          to: 'EventBridge',
          why: 'bucket legacy-raw has notifications that would be taken out: scans to arn:aws:sqs:us-east-1:123456789012:scans',
        },
      ]),
    );
    await scene.settles();
    expect(await rights()).toHaveLength(1);
    expect(writes()).toEqual([]);
  }, 90_000);

  test('gets what was approved, and nothing else', async () => {
    const digest = (await scene.pipeline('lake'))?.status?.approvalDigest ?? '';
    await scene.apply('lake', SPEC, { 'datapipelines.dev/approve': digest });
    await eventually(() => new Set(writes()).size >= 2, {
      what: 'the configurations to be replaced',
      timeoutMs: 30_000,
    });
    const { status } = await scene.becomesReady('lake');
    expect(status?.heldChanges).toBeUndefined();
    await scene.settles();
    expect([...new Set(writes())].sort()).toEqual([
      'Update s3.BucketLifecycleConfiguration',
      'Update s3.BucketNotification',
    ]);
    expect(scene.aws.find({ ...AT, type: 's3.BucketNotification' })?.attributes).toMatchObject({ eventbridge: true });
    expect(scene.aws.find({ ...AT, type: 's3.BucketPolicy' })?.attributes.policy).toBe(PARTNER);
    expect(scene.aws.find({ ...AT, type: 's3.Bucket' })?.tags).toMatchObject({ owner: 'finance' });
  }, 90_000);

  test('stays with all that is in it, though data is to be deleted', async () => {
    const uid = (await scene.pipeline('lake'))?.metadata.uid ?? '';
    await scene.apply('lake', SPEC, { 'datapipelines.dev/confirm-deletion': uid });
    await scene.client.delete(DATA_PIPELINE, scene.namespace, 'lake');
    await scene.isGone('lake');
    expect(scene.aws.find({ ...AT, type: 's3.Bucket' })).toMatchObject({ contents: 7, state: 'Active' });
    expect(scene.aws.list({ type: 's3.Bucket', state: 'Active' }).map(({ address }) => address)).toEqual([NAME]);
    expect(writes().filter((write) => write.startsWith('Delete'))).toEqual([]);
    expect(scene.aws.exists({ type: 's3.BucketPolicy', address: NAME })).toBe(true);
  }, 120_000);
});
