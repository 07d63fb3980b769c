/** The key of a lake is lost in the cluster, in status, or in AWS; what it encrypted must stay readable. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GLUE } from '../../charts/kinds/glue.ts';
import { IAM } from '../../charts/kinds/iam.ts';
import { KMS } from '../../charts/kinds/kms.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import { DATA_PIPELINE, TAG } from '../../crds/identifiers.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { kubectl } from '../support/kubectl.ts';
import { openScene, type Scene } from '../support/scene.ts';

const LAKE = { zones: [{ name: 'raw' }], streams: [{ name: 'scans' }], crawlers: [{ name: 'raw', zone: 'raw' }] };

describe('a lost key', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
  });
  afterAll(async () => {
    await scene.close();
  });

  const keysOf = (pipeline: string): readonly string[] =>
    scene.aws
      .list({ type: 'kms.Key', tags: { [TAG.namespace]: scene.namespace, [TAG.pipeline]: pipeline } })
      .map(({ address }) => address);
  const idOf = (arn: string | undefined): string => (arn ?? '').slice((arn ?? '').lastIndexOf('/') + 1);
  const encryptionOf = async (pipeline: string): Promise<string> =>
    JSON.stringify(await scene.forProvider(S3.BucketServerSideEncryptionConfiguration, `${pipeline}-raw`));
  const isBack = async (pipeline: string): Promise<void> => {
    await eventually(async () => (await scene.managed(KMS.Key, pipeline))?.metadata.deletionTimestamp === undefined, {
      what: 'the managed resource to be made again',
    });
    await eventually(
      async () => {
        const key = await scene.managed(KMS.Key, pipeline);
        return (key?.spec as { managementPolicies?: string[] } | undefined)?.managementPolicies?.includes('Update');
      },
      { what: 'it to be taken', timeoutMs: 30_000 },
    );
    await scene.becomesReady(pipeline);
  };

  test('its managed resource, deleted by mistake, comes back as the same key', async () => {
    await scene.apply('parcels', LAKE);
    const before = await scene.becomesReady('parcels');
    expect(before.status?.identities).toEqual([
      {
        object: 'kms.Key/parcels',
        externalName: idOf(before.status?.keyArn),
        arn: before.status?.keyArn,
        since: expect.any(String),
      },
    ]);
    const encrypted = await encryptionOf('parcels');
    await scene.client.delete(KMS.Key, scene.namespace, 'parcels');
    await isBack('parcels');
    expect(keysOf('parcels')).toEqual([idOf(before.status?.keyArn)]);
    expect((await scene.pipeline('parcels'))?.status?.keyArn).toBe(before.status?.keyArn);
    expect(await encryptionOf('parcels')).toBe(encrypted);
  }, 90_000);

  test('also when the status is wiped, because its alias still names it', async () => {
    const before = await scene.pipeline('parcels');
    await scene.stopOperator();
    await scene.client.delete(KMS.Key, scene.namespace, 'parcels');
    await scene.client.delete(KMS.Alias, scene.namespace, 'parcels');
    await eventually(async () => (await scene.managed(KMS.Alias, 'parcels')) === undefined, {
      what: 'both to go',
    });
    await kubectl(
      testCluster,
      scene.namespace,
      ...['patch', 'dpl', 'parcels', '--subresource=status', '--type=json', '-p'],
      '[{"op": "remove", "path": "/status"}]',
    );
    expect((await scene.pipeline('parcels'))?.status?.identities).toBeUndefined();
    await scene.startOperator();
    await isBack('parcels');
    expect(keysOf('parcels')).toEqual([idOf(before?.status?.keyArn)]);
    expect((await scene.pipeline('parcels'))?.status?.identities).toHaveLength(1);
  }, 90_000);

  test('when AWS does not have it either, nothing is encrypted anew until the spec lets it go', async () => {
    const before = await scene.pipeline('parcels');
    const old = before?.status?.keyArn ?? '';
    const encrypted = await encryptionOf('parcels');
    await scene.client.mergePatch(KMS.Key, scene.namespace, 'parcels', {
      metadata: { annotations: { 'crossplane.io/paused': 'true' } },
    });
    scene.aws.delete({ type: 'kms.Key', account: '123456789012', region: 'us-east-1', address: idOf(old) }, undefined);
    await scene.client.mergePatch(KMS.Key, scene.namespace, 'parcels', {
      metadata: { annotations: { 'crossplane.io/paused': null }, finalizers: null },
    });
    await scene.client.delete(KMS.Key, scene.namespace, 'parcels');
    const stalled = await scene.stalls('parcels');
    expect(scene.condition(stalled, 'Stalled')).toMatchObject({
      reason: 'IdentityLost',
      message: expect.stringContaining(old),
    });
    expect(await encryptionOf('parcels')).toBe(encrypted);

    await scene.apply('parcels', { ...LAKE, encryption: { formerKeyArns: [old] } });
    const after = await scene.becomesReady('parcels');
    expect(after.status?.keyArn).not.toBe(old);
    expect(after.status?.identities).toEqual([
      expect.objectContaining({ arn: old, former: true }),
      expect.objectContaining({ arn: after.status?.keyArn }),
    ]);
    expect(await encryptionOf('parcels')).toContain(after.status?.keyArn);
    // Glue cannot give it another key: it is another one, and the crawler runs under that.
    await eventually(() => scene.aws.list({ type: 'glue.SecurityConfiguration' }).length === 1, {
      what: 'the old security configuration to go',
      timeoutMs: 30_000,
    });
    const [configuration] = scene.aws.list({ type: 'glue.SecurityConfiguration' });
    expect(JSON.stringify(configuration?.attributes)).toContain(after.status?.keyArn);
    expect(await scene.forProvider(GLUE.Crawler)).toMatchObject({ securityConfiguration: configuration?.address });
    // Remembered in status, so it need not be named any longer to stay readable.
    await scene.apply('parcels', LAKE);
    await scene.becomesReady('parcels');
    await scene.settles();
    const policies = (await scene.client.list(IAM.RolePolicy, { namespace: scene.namespace })).items;
    expect(JSON.stringify(policies)).toContain(old);
    await eventually(
      async () =>
        (await kubectl(testCluster, scene.namespace, 'events', '--for', 'dpl/parcels')).includes('KeyChanged'),
      { what: 'the change to be told' },
    );
  }, 120_000);

  test('an alias of its name that points to a stranger’s key is not turned', async () => {
    const scope = { partition: 'aws', account: '123456789012', region: 'us-east-1' };
    const place = { account: scope.account, region: scope.region, scope, by: undefined };
    const theirs = '00000000-0000-4000-8000-000000000001';
    scene.aws.create({ ...place, type: 'kms.Key', address: theirs, attributes: {}, tags: {} });
    const name = `${scene.namespace}-foreign`;
    scene.aws.create({ ...place, type: 'kms.Alias', address: name, attributes: { targetKeyId: theirs }, tags: {} });
    await scene.apply('foreign', LAKE);
    const stalled = await scene.stalls('foreign');
    expect(scene.condition(stalled, 'Stalled')).toMatchObject({
      reason: 'ForeignObject',
      message: expect.stringContaining(`key/${theirs} (encryption) has the name that this pipeline would give`),
    });
    await scene.settles();
    expect(keysOf('foreign')).toEqual([]);
    expect(scene.aws.list({ type: 'kms.Alias', address: name })[0]?.attributes).toEqual({ targetKeyId: theirs });
    await scene.client.delete(DATA_PIPELINE, scene.namespace, 'foreign');
    await scene.isGone('foreign');
    expect(scene.aws.exists({ type: 'kms.Alias', address: name })).toBe(true);
  }, 90_000);
});
