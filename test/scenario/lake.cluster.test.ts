/** What a catalog holds beside plain tables: Iceberg kept in order by optimizers, views, and tables of somebody else's objects. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GLUE } from '../../charts/kinds/glue.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const HOSTS = {
  name: 'hosts',
  zone: 'curated',
  format: 'Iceberg',
  columns: [
    { name: 'host', type: 'string' },
    { name: 'last_seen', type: 'timestamp' },
  ],
  iceberg: { compaction: true, snapshotRetention: { days: 7, snapshots: 10 }, orphanFileDeletion: { days: 7 } },
};
const EXPORTS = {
  name: 'exports',
  location: 's3://partner-bucket/exports/',
  format: 'Parquet',
  columns: [{ name: 'id', type: 'string' }],
};
const RECENT = {
  name: 'recent',
  zone: 'curated',
  sql: 'SELECT host FROM hosts',
  columns: [{ name: 'host', type: 'string' }],
};
const LAKE: Spec = { zones: [{ name: 'curated' }], tables: [HOSTS, EXPORTS], views: [RECENT] };

describe('a catalog with Iceberg, a view and an external table', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
  }, 60_000);
  afterAll(async () => {
    await scene.close();
  });

  const optimizers = () =>
    scene.aws
      .list({ type: 'glue.CatalogTableOptimizer', state: 'Active' })
      .map(({ attributes }) => attributes.type)
      .sort();
  const inCatalog = (name: string) =>
    scene.aws.list({ type: 'glue.CatalogTable', state: 'Active' }).find(({ address }) => address.endsWith(`/${name}`));
  const queryIn = (view: string): string => {
    const [, encoded = ''] = /Presto View: (\S+) /.exec(String(inCatalog(view)?.attributes.viewOriginalText)) ?? [];
    return Buffer.from(encoded, 'base64').toString();
  };

  test('becomes ready, each optimizer after its table', async () => {
    await scene.apply('lake', LAKE);
    const { status } = await scene.becomesReady('lake');
    expect(optimizers()).toEqual(['compaction', 'orphan_file_deletion', 'retention']);
    expect(inCatalog('hosts')?.attributes.openTableFormatInput).toMatchObject({ icebergInput: { version: '2' } });
    expect(queryIn('recent')).toContain('SELECT host FROM hosts');
    expect(inCatalog('exports')?.attributes.storageDescriptor).toMatchObject({ location: EXPORTS.location });
    expect(status?.externalDatabase).toMatch(/external/);
    const made = scene.aws.history({ operation: 'Create' }).map(({ type, address }) => `${type} ${address}`);
    const table = made.findIndex((each) => each.startsWith('glue.CatalogTable ') && each.endsWith('/hosts'));
    const first = made.findIndex((each) => each.startsWith('glue.CatalogTableOptimizer '));
    expect(table).toBeGreaterThanOrEqual(0);
    expect(first).toBeGreaterThan(table);
    expect(scene.aws.createdTwice()).toEqual([]);
  }, 90_000);

  test('changes in place: a longer history, another query, a new column', async () => {
    await scene.apply('lake', {
      ...LAKE,
      tables: [
        { ...HOSTS, iceberg: { ...HOSTS.iceberg, snapshotRetention: { days: 30, snapshots: 10 } } },
        { ...EXPORTS, columns: [...EXPORTS.columns, { name: 'amount', type: 'double' }] },
      ],
      views: [{ ...RECENT, sql: 'SELECT host FROM hosts WHERE last_seen > current_timestamp' }],
    });
    await scene.becomesReady('lake');
    const retention = () =>
      scene.aws.list({ type: 'glue.CatalogTableOptimizer' }).find(({ attributes }) => attributes.type === 'retention');
    await eventually(() => JSON.stringify(retention()?.attributes).includes('30'), { what: 'a longer history' });
    expect(queryIn('recent')).toContain('current_timestamp');
    expect(JSON.stringify(inCatalog('exports')?.attributes.storageDescriptor)).toContain('amount');
    expect(scene.aws.history({ operation: 'Delete' })).toEqual([]);
  }, 90_000);

  test('lets an optimizer go that is not wanted, and keeps the table', async () => {
    const { orphanFileDeletion: _, ...iceberg } = HOSTS.iceberg;
    await scene.apply('lake', { ...LAKE, tables: [{ ...HOSTS, iceberg }, EXPORTS] });
    await eventually(() => optimizers().length === 2, { what: 'one optimizer to go', timeoutMs: 30_000 });
    await scene.becomesReady('lake');
    expect(optimizers()).toEqual(['compaction', 'retention']);
    expect(inCatalog('hosts')).toBeDefined();
  }, 90_000);

  test('keeps tables and views when they leave the spec, and when the pipeline goes', async () => {
    await scene.apply('lake', { ...LAKE, tables: [HOSTS], views: [] });
    await scene.becomesReady('lake');
    await eventually(
      async () => (await scene.client.list(GLUE.CatalogTable, { namespace: scene.namespace })).items.length === 1,
      {
        what: 'the others to be let go',
        timeoutMs: 30_000,
      },
    );
    expect([inCatalog('exports'), inCatalog('recent')].map((table) => table !== undefined)).toEqual([true, true]);
    await scene.delete('lake');
    await scene.isGone('lake');
    expect(optimizers()).toEqual([]);
    expect(inCatalog('hosts')).toBeDefined();
  }, 120_000);
});
