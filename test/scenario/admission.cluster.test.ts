/** What manifests/admission.yaml makes the API server refuse by itself: neither operator nor provider run here. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DATA_PIPELINE } from '../../crds/identifiers.ts';
import { eventually } from '../support/eventually.ts';
import { MANIFESTS, OwnCluster } from '../support/own-cluster.ts';

const CRD = 'datapipelines.datapipelines.dev';
const locked = (name: string, days: number) => ({
  name,
  objectLock: { mode: 'COMPLIANCE', retentionDays: days },
});
const CONSENT = 'datapipelines.dev/confirm-compliance-lock';

describe('the API server', () => {
  let cluster: OwnCluster;
  beforeAll(async () => {
    cluster = await OwnCluster.open();
    await cluster.apply('default', 'old', { zones: [locked('raw', 30)] });
    await cluster.kubectl('apply', '--server-side', '-f', join(MANIFESTS, 'admission.yaml'));
    // A policy is in force some moments after it is stored.
    await eventually(
      () =>
        cluster.kubectl('delete', 'crd', CRD, '--dry-run=server').then(
          () => false,
          () => true,
        ),
      { what: 'the policies to be in force', timeoutMs: 30_000, pollMs: 200 },
    );
  }, 120_000);
  afterAll(async () => {
    await cluster.close();
  }, 60_000);

  test('refuses a lock that nobody can undo, and says what to write', async () => {
    await expect(cluster.apply('default', 'new', { zones: [locked('raw', 30), locked('audit', 7)] })).rejects.toThrow(
      `${CONSENT}: raw=30,audit=7`,
    );
    await expect(
      cluster.apply('default', 'new', { zones: [locked('raw', 30)] }, { [CONSENT]: 'raw=3' }),
    ).rejects.toThrow(`${CONSENT}: raw=30`);
  });

  test('takes it with the consent, and a lock in mode GOVERNANCE without', async () => {
    await cluster.apply('default', 'new', { zones: [locked('raw', 30)] }, { [CONSENT]: 'raw=30' });
    const governed = { name: 'raw', objectLock: { mode: 'GOVERNANCE', retentionDays: 30 } };
    await cluster.apply('default', 'governed', { zones: [governed] });
    await cluster.apply('default', 'plain');
  });

  test('lets a pipeline whose lock stands be edited, but not given another', async () => {
    await cluster.client.mergePatch(DATA_PIPELINE, 'default', 'old', { metadata: { finalizers: ['example.com/x'] } });
    await cluster.apply('default', 'old', { zones: [locked('raw', 30), { name: 'second' }] });
    await expect(cluster.apply('default', 'old', { zones: [locked('raw', 30), locked('third', 1)] })).rejects.toThrow(
      `${CONSENT}: third=1`,
    );
    await cluster.client.mergePatch(DATA_PIPELINE, 'default', 'old', { metadata: { finalizers: [] } });
  });

  test('keeps the definitions until their deletion is confirmed by uid', async () => {
    await expect(cluster.kubectl('delete', '-f', join(MANIFESTS, 'crd.yaml'))).rejects.toThrow(
      /deletes every DataPipeline of the cluster.*kubectl annotate crd datapipelines/s,
    );
    const uid = await cluster.kubectl('get', 'crd', CRD, '-o', 'jsonpath={.metadata.uid}');
    await cluster.kubectl('annotate', 'crd', CRD, `datapipelines.dev/confirm-deletion=${uid}`);
    await cluster.kubectl('delete', 'crd', CRD, '--timeout=30s');
  }, 60_000);
});
