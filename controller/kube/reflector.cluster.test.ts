import { describe, expect, test } from '@jest/globals';
import type { KubeObject, ResourceKind } from '../../crds/kubernetes.ts';
import { cluster, eventually } from '../../test/support/cluster.ts';
import { systemClock } from '../runtime/clock.ts';
import { silentLog } from '../runtime/log.ts';
import { Reflector, type ReflectorOptions } from './reflector.ts';

const configMapKind: ResourceKind = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespaced: true,
};
const crdKind: ResourceKind = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
};
const mine = { fieldManager: 'mine', force: true };

function aConfigMap(namespace: string, name: string, text: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, labels: { watched: 'yes' } },
    data: { text },
  };
}

describe('the reflector and a real API server', () => {
  const { client, connect, asServiceAccount, freshNamespace } = cluster();

  function reflect(options: Partial<ReflectorOptions<string>>) {
    const changes: string[] = [];
    const reflector = new Reflector<string>({
      client,
      kind: configMapKind,
      project: (object) => JSON.stringify(object.data ?? object.spec ?? {}),
      clock: systemClock,
      log: silentLog,
      handlers: {
        onChange: ({ type, key }) => changes.push(`${type} ${key.split('/')[1]}`),
        onDelete: ({ key }) => changes.push(`Deleted ${key.split('/')[1]}`),
      },
      ...options,
    });
    return { reflector, changes };
  }

  test('agree while objects come, change and go', async () => {
    const namespace = await freshNamespace();
    await client.apply(configMapKind, aConfigMap(namespace, 'a', '1'), mine);
    const { reflector, changes } = reflect({ namespace, labelSelector: 'watched=yes', pageSize: 1 });
    reflector.start();
    await reflector.synced();
    await client.apply(configMapKind, aConfigMap(namespace, 'b', '1'), mine);
    await client.apply(configMapKind, aConfigMap(namespace, 'a', '2'), mine);
    // Losing its label, an object leaves the selection as if it were deleted.
    await client.mergePatch(configMapKind, namespace, 'b', { metadata: { labels: null } });
    await client.delete(configMapKind, namespace, 'a');
    await eventually(() => changes.length === 5, { what: 'five changes' });
    expect(changes).toEqual(['Added a', 'Added b', 'Modified a', 'Deleted b', 'Deleted a']);
    await reflector.stop();
  });

  test('agree that nothing was missed, by a list of exactly the last position', async () => {
    const namespace = await freshNamespace();
    const { reflector } = reflect({ namespace, verifyIntervalMs: 1_000 });
    reflector.start();
    await reflector.synced();
    for (let n = 0; n < 10; n++) await client.apply(configMapKind, aConfigMap(namespace, `m-${n}`, '1'), mine);
    await eventually(() => reflector.stats.lists >= 2 && reflector.stats.watches >= 2, {
      what: 'a comparison and the next watch',
      timeoutMs: 20_000,
    });
    expect(reflector.store.size).toBe(10);
    expect(reflector.stats).toMatchObject({ cacheMisses: 0, failures: 0 });
    await reflector.stop();
  }, 30_000);

  test('agree when a CRD is installed late and removed again', async () => {
    const namespace = await freshNamespace();
    const group = `${namespace}.example.com`;
    const kind = { group, version: 'v1', kind: 'Late', plural: 'lates', namespaced: true };
    const { reflector, changes } = reflect({ kind });
    reflector.start();
    expect(await reflector.settled()).toBe('KindMissing');

    await client.create(crdKind, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `lates.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { kind: 'Late', plural: 'lates', singular: 'late', listKind: 'LateList' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          },
        ],
      },
    });
    await eventually(
      () => {
        reflector.nudge();
        return reflector.state === 'Synced';
      },
      { what: 'the kind to be served' },
    );
    await client.create(kind, { apiVersion: `${group}/v1`, kind: 'Late', metadata: { name: 'x', namespace } });
    await eventually(() => changes.includes('Added x'), { what: 'the new object' });

    await client.delete(crdKind, undefined, `lates.${group}`);
    await eventually(() => reflector.state === 'KindMissing', { what: 'the kind to be missing', timeoutMs: 30_000 });
    expect(changes).toEqual(['Added x', 'Deleted x']);
    await reflector.stop();
  }, 60_000);

  test('differ in permission, which is a state', async () => {
    const namespace = await freshNamespace();
    const { reflector } = reflect({ client: connect(await asServiceAccount(namespace, 'nobody')), namespace });
    reflector.start();
    expect(await reflector.settled()).toBe('Forbidden');
    await reflector.stop();
  });
});
