/**
 * What becomes of pipelines when more than they ends. No controller-manager runs here, so the tests play what it would do:
 * its garbage collector, and what deletes the contents of a namespace.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MANAGED_KINDS } from '../../charts/kinds/all.ts';
import type { KindKey } from '../../charts/kinds/kind.ts';
import { ANNOTATION, DATA_PIPELINE, LABEL } from '../../crds/identifiers.ts';
import type { KubeObject, ResourceKind } from '../../crds/kubernetes.ts';
import { eventually } from '../support/eventually.ts';
import { OwnCluster } from '../support/own-cluster.ts';

const WITH_STREAM = { streams: [{ name: 'main' }], deletionPolicy: 'Delete' };

describe('what becomes of pipelines', () => {
  let cluster: OwnCluster;
  beforeAll(async () => {
    cluster = await OwnCluster.open();
    await cluster.startProvider();
    await cluster.startOperator();
    for (const name of ['orphans', 'going', 'stays']) await cluster.namespace(name);
  }, 120_000);
  afterAll(async () => {
    await cluster.close();
  }, 60_000);

  const managed = async (namespace: string, pipeline: string): Promise<[ResourceKind, KubeObject][]> => {
    const lists = await Promise.all(
      MANAGED_KINDS.map(async (kind) => {
        const labelSelector = `${LABEL.pipeline}=${pipeline}`;
        const { items } = await cluster.client.list(kind, { namespace, labelSelector });
        return items.map((item): [ResourceKind, KubeObject] => [kind, item]);
      }),
    );
    return lists.flat();
  };
  const inAws = (type: KindKey, part: string): number =>
    cluster.aws.list({ state: 'Active', type }).filter(({ address }) => address.includes(part)).length;
  /** With both consents to the deletion of data, which must not count here. */
  const ready = async (namespace: string, name: string): Promise<void> => {
    await cluster.apply(namespace, name, WITH_STREAM);
    await cluster.until(namespace, name, 'Ready');
    const uid = (await cluster.pipeline(namespace, name))?.metadata.uid ?? '';
    await cluster.apply(namespace, name, WITH_STREAM, { [ANNOTATION.confirmDeletion]: uid });
  };
  const setFree = async (namespace: string, name: string): Promise<void> => {
    for (const [kind, { metadata }] of await managed(namespace, name))
      await cluster.client.mergePatch(kind, namespace, metadata.name, { metadata: { ownerReferences: null } });
  };
  const collected = async (namespace: string, name: string): Promise<void> => {
    const { finalizers = [] } = (await cluster.pipeline(namespace, name))?.metadata ?? {};
    const others = finalizers.filter((finalizer) => finalizer !== 'orphan');
    await cluster.client.mergePatch(DATA_PIPELINE, namespace, name, { metadata: { finalizers: others } });
  };

  test('--cascade=orphan leaves every managed resource and all of AWS', async () => {
    await ready('orphans', 'first');
    const before = await managed('orphans', 'first');
    await cluster.kubectl('-n', 'orphans', 'delete', 'dpl', 'first', '--cascade=orphan', '--wait=false');
    await eventually(
      async () => (await cluster.pipeline('orphans', 'first'))?.metadata.finalizers?.join() === 'orphan',
      { what: 'the operator to let go' },
    );
    await setFree('orphans', 'first');
    await collected('orphans', 'first');
    await cluster.isGone('orphans', 'first');
    expect((await managed('orphans', 'first')).filter(([, { metadata }]) => !metadata.deletionTimestamp)).toHaveLength(
      before.length,
    );
    expect([inAws('kinesis.Stream', 'first'), inAws('s3.Bucket', 'first')]).toEqual([1, 2]);
    const events = await cluster.kubectl('-n', 'orphans', 'events', '--for', 'dpl/first');
    expect(events).toContain('Orphaned');
  }, 90_000);

  test('also when the garbage collector was done before the operator looked', async () => {
    await ready('orphans', 'second');
    await cluster.stopOperator();
    await cluster.kubectl('-n', 'orphans', 'delete', 'dpl', 'second', '--cascade=orphan', '--wait=false');
    await setFree('orphans', 'second');
    await collected('orphans', 'second');
    await cluster.startOperator();
    await cluster.isGone('orphans', 'second');
    expect((await managed('orphans', 'second')).filter(([, { metadata }]) => metadata.deletionTimestamp)).toEqual([]);
    expect(inAws('kinesis.Stream', 'second')).toBe(1);
  }, 90_000);

  test('a namespace that goes takes no data and no stream along, whoever is faster', async () => {
    await ready('going', 'lake');
    await cluster.kubectl('delete', 'namespace', 'going', '--wait=false');
    const contents = await managed('going', 'lake');
    await Promise.all([
      cluster.client.delete(DATA_PIPELINE, 'going', 'lake'),
      ...contents.map(([kind, { metadata }]) => cluster.client.delete(kind, 'going', metadata.name)),
    ]);
    await cluster.isGone('going', 'lake');
    expect([inAws('kinesis.Stream', 'going-lake'), inAws('s3.Bucket', 'going-lake')]).toEqual([1, 2]);
    expect(inAws('kms.Key', '')).toBeGreaterThan(0);
  }, 90_000);

  test('nor does the definition of DataPipeline', async () => {
    await ready('stays', 'lake');
    await cluster.kubectl('delete', 'crd', 'datapipelines.datapipelines.dev', '--wait=false');
    await eventually(
      async () => (await cluster.kubectl('get', 'crd', '-o', 'name')).includes('/datapipelines.') === false,
      { what: 'the definition to be gone', timeoutMs: 60_000 },
    );
    expect([inAws('kinesis.Stream', 'stays-lake'), inAws('s3.Bucket', 'stays-lake')]).toEqual([1, 2]);
  }, 120_000);
});
