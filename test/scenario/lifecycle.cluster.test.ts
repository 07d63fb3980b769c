import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KMS } from '../../charts/kinds/kms.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { kubectl } from '../support/kubectl.ts';
import { openScene, type Scene } from '../support/scene.ts';

const CATALOGUE = {
  tables: [{ name: 'events', zone: 'raw', columns: [{ name: 'user_id', type: 'string' }] }],
  streams: [{ name: 'main' }],
  crawlers: [{ name: 'raw', zone: 'raw' }],
  schedules: [{ name: 'nightly', cron: '0 7 * * *', timeZone: 'Europe/Berlin', crawler: 'raw' }],
};

describe('from apply to nothing left', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
  });
  afterAll(async () => {
    await scene.close();
  });

  test('the smallest pipeline becomes Ready: four zones, a key, nothing waiting, nothing failed', async () => {
    await scene.apply('lake');
    const { status } = await scene.becomesReady('lake');
    expect(status?.resources).toMatchObject({ waiting: 0, failed: 0, desired: status?.resources?.ready });
    expect(status?.zones).toEqual(
      ['raw', 'processed', 'curated', 'results'].map((name) => expect.objectContaining({ name, ready: true })),
    );
    expect(status?.keyArn).toMatch(/^arn:aws:kms:us-east-1:123456789012:key\//);
    expect(status?.problems).toBeUndefined();
  }, 90_000);

  test('kubectl wait answers, and kubectl get reads well', async () => {
    await kubectl(testCluster, scene.namespace, 'wait', 'dpl/lake', '--for=condition=Ready', '--timeout=10s');
    const [head, row] = (await kubectl(testCluster, scene.namespace, 'get', 'dpl')).trim().split('\n');
    expect(head?.split(/\s+/)).toEqual(['NAME', 'READY', 'STATUS', 'RESOURCES', 'AGE']);
    expect(row).toMatch(/^lake\s+True\s+Ready\s+(\d+)\/\1\s/);
  });

  test('full policies come after Ready, and do not disturb it', async () => {
    const before = await scene.pipeline('lake');
    const isGuarded = ({ spec }: KubeObject): boolean =>
      !(spec as { managementPolicies: string[] }).managementPolicies.includes('Update');
    await eventually(async () => !(await scene.allManaged()).some(isGuarded), {
      what: 'all objects to have their full policies',
    });
    await scene.settles();
    const after = await scene.pipeline('lake');
    expect(after?.status).toEqual(before?.status);
    expect(after?.metadata.resourceVersion).toBe(before?.metadata.resourceVersion);
  }, 60_000);

  test('every managed resource says whose it is, and nothing of the user is copied onto it', async () => {
    const pipeline = await scene.pipeline('lake');
    for (const { metadata } of await scene.allManaged()) {
      expect(metadata.ownerReferences).toEqual([
        expect.objectContaining({ uid: pipeline?.metadata.uid, controller: true }),
      ]);
      const keys = Object.keys({ ...metadata.labels, ...metadata.annotations });
      expect(keys.filter((key) => !/^(datapipelines\.dev|crossplane\.io)\//.test(key))).toEqual([]);
    }
  });

  test('deleting it keeps all that holds data in AWS and leaves nothing in the cluster', async () => {
    await scene.delete('lake');
    await scene.isGone('lake');
    expect(await scene.allManaged()).toEqual([]);
    const kept = scene.aws.list({ state: 'Active' }).map(({ type }) => type);
    expect(kept.filter((type) => type === 's3.Bucket')).toHaveLength(5);
    expect(kept.filter((type) => type === 'kms.Key')).toHaveLength(1);
    expect(kept.filter((type) => type === 'glue.CatalogDatabase')).toHaveLength(4);
    expect(kept.filter((type) => type === 's3.BucketPolicy')).toHaveLength(5);
  }, 90_000);

  test('deleting keeps the data also of a pipeline with compute, and takes the compute away', async () => {
    await scene.apply('full', CATALOGUE);
    await scene.becomesReady('full');
    await scene.delete('full');
    await scene.isGone('full');
    const mine = scene.aws
      .list({ state: 'Active' })
      .filter(({ address }) => address.includes('-full') || address.includes('_full'));
    const types = [...new Set(mine.map(({ type }) => type))];
    expect(types.filter((type) => !/^(s3|kms)\.|^glue\.Catalog|^cloudwatchlogs\.Group$/.test(type))).toEqual([]);
    expect(types).toEqual(expect.arrayContaining(['s3.Bucket', 'glue.CatalogTable']));
  }, 120_000);

  test('both consents take the data too, and leave logs to those who ask why', async () => {
    const { metadata } = await scene.apply('away', { ...CATALOGUE, deletionPolicy: 'Delete' });
    await scene.becomesReady('away');
    await scene.apply(
      'away',
      { ...CATALOGUE, deletionPolicy: 'Delete' },
      { [ANNOTATION.confirmDeletion]: metadata.uid ?? '' },
    );
    await scene.delete('away');
    await scene.isGone('away');
    const mine = scene.aws
      .byOwner('datapipelines.dev/uid', metadata.uid ?? '')
      .filter(({ state }) => state === 'Active');
    const logs = mine.filter(({ type }) => type === 'cloudwatchlogs.Group');
    expect(logs.map(({ attributes }) => attributes.retentionInDays)).toEqual([expect.any(Number)]);
    expect(mine.filter((each) => !logs.includes(each)).map(({ type, address }) => `${type} ${address}`)).toEqual([]);
    const left = scene.aws.list({ state: 'Active' }).filter(({ address }) => /[-_]away/.test(address));
    expect(left.map(({ type, address }) => `${type} ${address}`)).toEqual(
      logs.map(({ type, address }) => `${type} ${address}`),
    );
  }, 120_000);

  test('one consent is not enough', async () => {
    await scene.apply('half', { deletionPolicy: 'Delete' });
    await scene.becomesReady('half');
    await scene.delete('half');
    await scene.isGone('half');
    const buckets = scene.aws.list({ state: 'Active', type: 's3.Bucket' });
    expect(buckets.filter(({ address }) => address.includes('-half-'))).toHaveLength(5);
  }, 90_000);

  test('a pipeline that never became ready can always be deleted', async () => {
    scene.aws.faults.inject({
      target: { kind: KMS.Key },
      fault: {
        type: 'Refused',
        operation: 'Create',
        error: { status: 400, error: 'LimitExceededException: no more keys' },
      },
    });
    await scene.apply('unborn');
    await eventually(async () => (await scene.pipeline('unborn'))?.status?.resources?.failed === 1, {
      what: 'the key to fail',
      timeoutMs: 20_000,
    });
    await scene.delete('unborn');
    await scene.isGone('unborn');
    scene.aws.faults.clear();
    expect(await scene.managed(KMS.Key, 'unborn')).toBeUndefined();
  }, 90_000);
});
