import { describe, expect, test } from '@jest/globals';
import type { KubeObject, ResourceKind } from '../../crds/kubernetes.ts';
import { cluster } from '../../test/support/cluster.ts';
import { ApiError } from './api.ts';
import type { RequestReport } from './transport.ts';

const configMapKind: ResourceKind = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespaced: true,
};
const bucketKind: ResourceKind = {
  group: 's3.aws.m.upbound.io',
  version: 'v1beta1',
  kind: 'Bucket',
  plural: 'buckets',
  namespaced: true,
};
const missingKind: ResourceKind = {
  group: 'nobody.example.com',
  version: 'v1',
  kind: 'Nothing',
  plural: 'nothings',
  namespaced: true,
};
const mine = { fieldManager: 'mine', force: true };

function aConfigMap(namespace: string, name: string, data: Readonly<Record<string, string>>): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data };
}

function aBucket(namespace: string, spec: Readonly<Record<string, unknown>> = {}): KubeObject {
  return {
    apiVersion: 's3.aws.m.upbound.io/v1beta1',
    kind: 'Bucket',
    metadata: { name: 'raw', namespace },
    spec: { forProvider: { region: 'us-east-1' }, ...spec },
  };
}

async function refusal(work: Promise<unknown>): Promise<ApiError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError)) throw new Error(`expected an ApiError, not ${String(error)}`);
  return error;
}

describe('the client and a real API server', () => {
  const { client, connect, asServiceAccount, freshNamespace } = cluster();

  test('read a list page by page, as of one moment', async () => {
    const namespace = await freshNamespace();
    const reports: RequestReport[] = [];
    const counting = connect(undefined, { onRequest: (report) => reports.push(report) });
    const names = Array.from({ length: 7 }, (_, index) => `m-${index}`);
    for (const name of names) await client.create(configMapKind, aConfigMap(namespace, name, {}));
    const list = await counting.list(configMapKind, { namespace, pageSize: 3 });
    expect(list.items.map(({ kind, metadata }) => [kind, metadata.name])).toEqual(
      names.map((name) => ['ConfigMap', name]),
    );
    expect(reports).toHaveLength(3);
  });

  test('create by applying and change nothing by applying the same again', async () => {
    const namespace = await freshNamespace();
    const first = await client.apply(bucketKind, aBucket(namespace), mine);
    const second = await client.apply(bucketKind, aBucket(namespace), mine);
    expect(first.metadata.uid).toBeDefined();
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  });

  test('refuse an apply to a field of another manager, naming field and manager, unless forced', async () => {
    const namespace = await freshNamespace();
    await client.apply(configMapKind, aConfigMap(namespace, 'm', { key: 'theirs' }), {
      ...mine,
      fieldManager: 'theirs',
    });
    const ours = aConfigMap(namespace, 'm', { key: 'ours' });
    const error = await refusal(client.apply(configMapKind, ours, { ...mine, force: false }));
    expect([error.code, error.reason, error.details?.causes]).toEqual([
      409,
      'Conflict',
      [{ reason: 'FieldManagerConflict', message: 'conflict with "theirs"', field: '.data.key' }],
    ]);
    expect((await client.apply(configMapKind, ours, mine)).data).toEqual({ key: 'ours' });
  });

  test('drop a field that is no longer applied', async () => {
    const namespace = await freshNamespace();
    await client.apply(configMapKind, aConfigMap(namespace, 'm', { a: '1', b: '2' }), mine);
    expect((await client.apply(configMapKind, aConfigMap(namespace, 'm', { a: '1' }), mine)).data).toEqual({ a: '1' });
  });

  test('write nothing in a dry run', async () => {
    const namespace = await freshNamespace();
    const applied = await client.apply(configMapKind, aConfigMap(namespace, 'm', { a: '1' }), {
      ...mine,
      dryRun: true,
    });
    expect(applied.data).toEqual({ a: '1' });
    expect(await client.get(configMapKind, namespace, 'm')).toBeUndefined();
  });

  test('refuse a field that does not exist, an apply like a create', async () => {
    const namespace = await freshNamespace();
    const unknown = aBucket(namespace, { forProvder: {} });
    const byApply = await refusal(client.apply(bucketKind, unknown, mine));
    const byCreate = await refusal(client.create(bucketKind, unknown));
    expect([byApply, byCreate]).toMatchObject([
      { code: 400, reason: 'BadRequest' },
      { code: 400, reason: 'BadRequest' },
    ]);
    expect(byApply.message).toContain('.spec.forProvder: field not declared in schema');
    expect(byCreate.message).toContain('unknown field "spec.forProvder"');
  });

  test('refuse a value that the schema does not allow, cause by cause', async () => {
    const namespace = await freshNamespace();
    const error = await refusal(
      client.apply(bucketKind, aBucket(namespace, { managementPolicies: ['Everything'] }), mine),
    );
    expect([error.code, error.reason]).toEqual([422, 'Invalid']);
    expect(error.details?.causes?.map(({ field }) => field)).toEqual(['spec.managementPolicies[0]']);
  });

  test('write status and spec apart', async () => {
    const namespace = await freshNamespace();
    await client.apply(bucketKind, aBucket(namespace), mine);
    const { apiVersion, kind, metadata } = aBucket(namespace);
    const status = { atProvider: { arn: 'arn:aws:s3:::raw' } };
    const written = await client.applyStatus(bucketKind, { apiVersion, kind, metadata, status }, mine);
    expect(written.status).toMatchObject(status);
    expect(written.spec).toMatchObject({ forProvider: { region: 'us-east-1' } });
  });

  test('refuse to replace an object that has changed in between', async () => {
    const namespace = await freshNamespace();
    const read = await client.create(configMapKind, aConfigMap(namespace, 'm', { a: '1' }));
    await client.update(configMapKind, { ...read, data: { a: '2' } });
    expect((await refusal(client.update(configMapKind, { ...read, data: { a: '3' } }))).reason).toBe('Conflict');
  });

  test('take finalizers away with a merge patch, guarded by the version that was read', async () => {
    const namespace = await freshNamespace();
    const object = aConfigMap(namespace, 'm', {});
    const guarded = { ...object, metadata: { ...object.metadata, finalizers: ['example.com/keep'] } };
    const read = await client.create(configMapKind, guarded);
    const patch = { metadata: { finalizers: null, resourceVersion: read.metadata.resourceVersion ?? '' } };
    expect((await client.mergePatch(configMapKind, namespace, 'm', patch)).metadata.finalizers).toBeUndefined();
    expect((await refusal(client.mergePatch(configMapKind, namespace, 'm', patch))).code).toBe(409);
  });

  test('delete only the object that was meant', async () => {
    const namespace = await freshNamespace();
    const { metadata } = await client.create(configMapKind, aConfigMap(namespace, 'm', {}));
    const error = await refusal(client.delete(configMapKind, namespace, 'm', { uid: 'another' }));
    expect([error.code, error.reason]).toEqual([409, 'Conflict']);
    expect(await client.delete(configMapKind, namespace, 'm', { uid: metadata.uid ?? '' })).toBe(true);
    expect(await client.delete(configMapKind, namespace, 'm')).toBe(false);
  });

  test('answer 404 to a kind that is not installed', async () => {
    const namespace = await freshNamespace();
    const object = { apiVersion: 'nobody.example.com/v1', kind: 'Nothing', metadata: { name: 'x', namespace } };
    const codes = [
      (await refusal(client.list(missingKind))).code,
      (await refusal(client.apply(missingKind, object, mine))).code,
    ];
    expect(codes).toEqual([404, 404]);
    expect(await client.get(missingKind, namespace, 'x')).toBeUndefined();
  });

  test('name what may not be done', async () => {
    const namespace = await freshNamespace();
    const nobody = connect(await asServiceAccount(namespace, 'nobody'));
    const error = await refusal(nobody.apply(configMapKind, aConfigMap(namespace, 'm', {}), mine));
    expect([error.code, error.reason]).toEqual([403, 'Forbidden']);
    expect(error.message).toContain('cannot patch resource "configmaps"');
  });

  test('stream changes to a watch from a resourceVersion on', async () => {
    const namespace = await freshNamespace();
    const { resourceVersion } = await client.list(configMapKind, { namespace });
    await client.create(configMapKind, aConfigMap(namespace, 'm', {}));
    await client.delete(configMapKind, namespace, 'm');
    const stop = new AbortController();
    const seen: string[] = [];
    const options = { namespace, resourceVersion, timeoutSeconds: 60, signal: stop.signal };
    for await (const { type, object } of await client.watch(configMapKind, options)) {
      if (object.metadata.name === 'm') seen.push(type);
      if (type === 'DELETED') break;
    }
    expect(seen).toEqual(['ADDED', 'DELETED']);
  });
});
