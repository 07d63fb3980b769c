import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { S3 } from '../../charts/kinds/s3.ts';
import { DEFAULT_PROVIDER_CONFIG } from '../../controlplane/demo/cluster-objects.ts';
import { API_VERSION, DATA_PIPELINE_GRANT } from '../../crds/identifiers.ts';
import type { Json } from '../../crds/kubernetes.ts';
import { eventually } from '../support/eventually.ts';
import { OwnCluster } from '../support/own-cluster.ts';

const CLUSTER_CONFIG = { kind: 'ClusterProviderConfig', name: 'default' };

describe('who may use what', () => {
  let cluster: OwnCluster;
  beforeAll(async () => {
    cluster = await OwnCluster.open();
    await cluster.startProvider();
    await cluster.startOperator();
    for (const [name, labels] of Object.entries({ analytics: {}, growth: {}, stranger: {} }))
      await cluster.namespace(name, labels);
  }, 120_000);
  afterAll(async () => {
    await cluster.close();
  }, 60_000);

  const grant = async (name: string, spec: Readonly<Record<string, Json>>): Promise<void> => {
    const { kind } = DATA_PIPELINE_GRANT;
    await cluster.admin({ apiVersion: API_VERSION, kind, metadata: { name }, spec });
  };
  const buckets = async (namespace: string): Promise<number> =>
    (await cluster.client.list(S3.Bucket, { namespace })).items.length;

  test('a provider configuration that does not exist is said at once, and its arrival is enough', async () => {
    await cluster.apply('analytics', 'early', { providerConfigRef: { kind: 'ClusterProviderConfig', name: 'soon' } });
    const stalled = await cluster.until('analytics', 'early', 'Stalled');
    expect(stalled).toMatchObject({
      reason: 'ProviderConfigMissing',
      message:
        'ClusterProviderConfig "soon" does not exist; create it, or name one that exists in spec.providerConfigRef',
    });
    expect(await buckets('analytics')).toBe(0);
    await cluster.admin({ ...DEFAULT_PROVIDER_CONFIG, metadata: { name: 'soon' } });
    await cluster.until('analytics', 'early', 'Ready');
  }, 90_000);

  test('a lock that nobody can undo is made when somebody said so, with the words of the message', async () => {
    const zones = [{ name: 'raw', objectLock: { mode: 'COMPLIANCE', retentionDays: 1 } }];
    await cluster.apply('analytics', 'locked', { zones });
    const { message } = await cluster.until('analytics', 'locked', 'Stalled', 'ConsentMissing');
    expect((await cluster.client.list(S3.Bucket, { namespace: 'analytics' })).items).toHaveLength(2);
    const [, command = ''] = message.split('kubectl ');
    await cluster.kubectl('-n', 'analytics', ...command.split(' '));
    await cluster.until('analytics', 'locked', 'Ready');
  }, 90_000);

  test('without any grant the cluster is open', async () => {
    await cluster.apply('stranger', 'before');
    await cluster.until('stranger', 'before', 'Ready');
  }, 60_000);

  test('the first grant closes it for all others: they stall, and what they have stays as it is', async () => {
    await grant('analytics', {
      namespaces: { names: ['analytics'] },
      providerConfigs: [CLUSTER_CONFIG, { name: 'soon' }],
      accounts: ['123456789012'],
      regions: ['us-east-1'],
    });
    const stalled = await cluster.until('stranger', 'before', 'Stalled');
    expect(stalled.reason).toBe('NotGranted');
    expect(stalled.message).toContain(
      'spec: {"namespaces":{"names":["stranger"]},"providerConfigs":[{"kind":"ClusterProviderConfig","name":"default"}],"accounts":["123456789012"],"regions":["us-east-1"]}',
    );
    cluster.requests.length = 0;
    await cluster.apply('stranger', 'before', { zones: [{ name: 'raw' }, { name: 'second' }] });
    await cluster.apply('stranger', 'after');
    await cluster.until('stranger', 'after', 'Stalled', 'NotGranted');
    expect(await buckets('stranger')).toBe(2);
    expect(cluster.managedWrites).toEqual([]);
  }, 90_000);

  test('what is granted goes on', async () => {
    await cluster.apply('analytics', 'granted');
    await cluster.until('analytics', 'granted', 'Ready');
  }, 60_000);

  test('the message can be applied as it stands, and is enough', async () => {
    const { message } = await cluster.until('stranger', 'after', 'Stalled', 'NotGranted');
    await grant('stranger', JSON.parse(message.slice(message.indexOf('{'))));
    await cluster.until('stranger', 'after', 'Ready');
  }, 60_000);

  test('a label on the namespace is enough where a grant selects by label', async () => {
    await grant('growth', {
      namespaces: { selector: { matchLabels: { team: 'growth' } } },
      providerConfigs: [CLUSTER_CONFIG],
      accounts: ['123456789012'],
      regions: ['us-east-1'],
      limits: { shards: 2 },
    });
    await cluster.apply('growth', 'lake');
    await cluster.until('growth', 'lake', 'Stalled', 'NotGranted');
    await cluster.namespace('growth', { team: 'growth' });
    await cluster.until('growth', 'lake', 'Ready');
  }, 90_000);

  test('a limit holds for each pipeline', async () => {
    await cluster.apply('growth', 'wide', { streams: [{ name: 'main', mode: 'PROVISIONED', shards: 3 }] });
    const stalled = await cluster.until('growth', 'wide', 'Stalled', 'NotGranted');
    expect(stalled.message).toContain('"limits":{"shards":3}');
  }, 60_000);

  test('a grant that is taken back stops all writing, but never a deletion', async () => {
    await cluster.kubectl('delete', 'dpg', 'stranger');
    await cluster.until('stranger', 'after', 'Stalled', 'NotGranted');
    await cluster.kubectl('delete', 'dpl', '-n', 'stranger', '--all', '--timeout=60s');
  }, 90_000);

  test('without the definition of grants nobody knows what is granted, and nothing is', async () => {
    await cluster.kubectl('delete', 'crd', 'datapipelinegrants.datapipelines.dev');
    await cluster.apply('analytics', 'blind');
    const stalled = await eventually(() => cluster.until('analytics', 'blind', 'Stalled', 'NotGranted'), {
      what: 'the missing definition to be told',
      timeoutMs: 60_000,
    });
    expect(stalled.message).toContain('manifests/crd.yaml');
  }, 90_000);
});
