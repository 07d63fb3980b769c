import { describe, expect, test } from '@jest/globals';
import { cluster, eventually, NAMESPACE } from '../test/support/cluster.ts';

describe('the control plane of a test run', () => {
  const { client, connect, asServiceAccount, freshNamespace } = cluster();

  test('serves the provider CRDs', async () => {
    const namespace = await freshNamespace();
    const kind = {
      group: 's3.aws.m.upbound.io',
      version: 'v1beta1',
      kind: 'Bucket',
      plural: 'buckets',
      namespaced: true,
    };
    await client.create(kind, {
      apiVersion: 's3.aws.m.upbound.io/v1beta1',
      kind: 'Bucket',
      metadata: { name: 'raw', namespace },
      spec: { forProvider: { region: 'us-east-1' } },
    });
    const { items } = await client.list(kind, { namespace });
    expect(items.map((item) => item.metadata.name)).toEqual(['raw']);
  });

  test('holds a service account to RBAC', async () => {
    const namespace = await freshNamespace();
    const nobody = connect(await asServiceAccount(namespace, 'nobody'));
    await expect(nobody.list(NAMESPACE)).rejects.toMatchObject({ code: 403 });
  });

  test('a deleted namespace is Terminating and takes no new objects', async () => {
    const namespace = await freshNamespace();
    await client.delete(NAMESPACE, undefined, namespace);
    const kind = { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true };
    await eventually(
      () => client.get(NAMESPACE, undefined, namespace).then((found) => found?.metadata.deletionTimestamp),
      { what: 'the namespace to be terminating' },
    );
    await expect(
      client.create(kind, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'late', namespace } }),
    ).rejects.toMatchObject({ code: 403 });
  });
});
