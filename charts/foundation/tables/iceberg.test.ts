import { describe, expect, test } from '@jest/globals';
import { pipelineWith } from '../../../crds/cases/cases.ts';
import { applyDefaults } from '../../../crds/validate/defaults.ts';
import { GLUE } from '../../kinds/glue.ts';
import { renderPipeline } from '../../render.ts';
import { find, policyIn, specOf } from '../../testing/render.ts';
import { schemaChanges } from './evolution.ts';

type Fields = Readonly<Record<string, unknown>>;

const orders = (more: Fields = {}): Fields => ({
  name: 'orders',
  zone: 'curated',
  format: 'Iceberg',
  columns: [{ name: 'id', type: 'bigint' }],
  ...more,
});

const all = {
  compaction: true,
  snapshotRetention: { days: 7, snapshots: 3 },
  orphanFileDeletion: {},
};

function rendered(table: Fields, more: Fields = {}) {
  return renderPipeline(applyDefaults(pipelineWith({ tables: [table], ...more })));
}

const tableIn = (table: Fields) => find(rendered(table), 'CatalogTable', 'clickstream-curated.orders');

describe('an Iceberg table', () => {
  test('is made by Glue with its first metadata, and read by no class of Hive', () => {
    const { parameters, storageDescriptor, ...fields } = specOf(tableIn(orders())).forProvider;
    expect(fields).toMatchObject({
      tableType: 'EXTERNAL_TABLE',
      openTableFormatInput: { icebergInput: { metadataOperation: 'CREATE', version: '2' } },
    });
    expect(fields).not.toHaveProperty('partitionKeys');
    expect(parameters).not.toHaveProperty('classification');
    expect(storageDescriptor).toEqual({
      location: expect.stringMatching(/^s3:\/\/default-clickstream-curated-[^/]+\/orders\/$/),
      columns: [{ name: 'id', type: 'bigint' }],
    });
  });

  test('is never updated, for engines change its entry with every commit', () => {
    expect(specOf(tableIn(orders())).managementPolicies).toEqual(['Observe', 'Create']);
    expect(specOf(tableIn(orders({ format: 'Parquet' }))).managementPolicies).toEqual(['Observe', 'Create', 'Update']);
  });

  test('tells that a change of its columns is not made here', () => {
    const wider = orders({ columns: [...(orders().columns as Fields[]), { name: 'total', type: 'double' }] });
    expect(schemaChanges(tableIn(orders()).manifest, tableIn(wider).manifest)).toEqual([
      { effect: 'Impossible', message: expect.stringContaining('ALTER TABLE') },
    ]);
    expect(schemaChanges(tableIn(orders()).manifest, tableIn(orders()).manifest)).toEqual([]);
  });

  test('that was of another format, or becomes one, is told to be another table', () => {
    const hive = tableIn(orders({ format: 'Parquet' })).manifest;
    const iceberg = tableIn(orders()).manifest;
    for (const [before, after] of [
      [hive, iceberg],
      [iceberg, hive],
    ] as const) {
      expect(schemaChanges(before, after)).toEqual([
        { effect: 'Impossible', message: expect.stringContaining('give the table another name') },
      ]);
    }
  });

  test('is committed to by a job that writes it', () => {
    const job = { name: 'load', script: { inline: 'print(1)' }, to: { table: 'orders' } };
    const role = find(rendered(orders(), { jobs: [job] }), 'RolePolicy', 'clickstream-job-load');
    const { Statement } = policyIn(specOf(role).forProvider, 'policy');
    const commit = Statement.find(({ Sid }) => Sid === 'CommitToTable');
    expect(commit?.Action).toContain('glue:UpdateTable');
    expect(commit?.Resource).toContain('arn:aws:glue:us-east-1:123456789012:table/default_clickstream_curated/orders');
    expect(Statement.map(({ Sid }) => Sid)).not.toContain('WritePartitions');
  });

  test('is written by no delivery', () => {
    const delivery = { name: 'lake', from: { directPut: {} }, to: { table: 'orders' } };
    expect(() => rendered(orders(), { deliveries: [delivery] })).toThrow('cannot write Iceberg');
  });
});

describe('optimizers of an Iceberg table', () => {
  const objects = rendered(orders({ iceberg: all })).objects;
  const optimizers = objects.filter(({ kind }) => kind === GLUE.CatalogTableOptimizer);

  test('are those that are asked for, each with what it is told', () => {
    expect(optimizers.map((object) => specOf(object).forProvider)).toEqual(
      ['compaction', 'orphan_file_deletion', 'retention'].map((type) =>
        expect.objectContaining({
          catalogId: '123456789012',
          databaseName: 'default_clickstream_curated',
          tableName: 'orders',
          type,
        }),
      ),
    );
    const settings = optimizers.map((object) => (specOf(object).forProvider.configuration as Fields[])[0]);
    const roleArn = 'arn:aws:iam::123456789012:role/default-clickstream-optimizer.orders';
    expect(settings).toEqual([
      { roleArn, enabled: true },
      {
        roleArn,
        enabled: true,
        orphanFileDeletionConfiguration: [{ icebergConfiguration: [{ orphanFileRetentionPeriodInDays: 3 }] }],
      },
      {
        roleArn,
        enabled: true,
        retentionConfiguration: [
          {
            icebergConfiguration: [
              { snapshotRetentionPeriodInDays: 7, numberOfSnapshotsToRetain: 3, cleanExpiredFiles: true },
            ],
          },
        ],
      },
    ]);
  });

  test('come after the table and the rights that they need', () => {
    for (const { after } of optimizers) {
      expect(after).toEqual(
        expect.arrayContaining([
          'glue.aws.m.upbound.io/CatalogTable/clickstream-curated.orders',
          'iam.aws.m.upbound.io/RolePolicy/clickstream-optimizer.orders',
        ]),
      );
    }
  });

  test('may change this table and nothing beside it', () => {
    const role = find(rendered(orders({ iceberg: all })), 'RolePolicy', 'clickstream-optimizer.orders');
    const { Statement } = policyIn(specOf(role).forProvider, 'policy');
    const writes = Statement.find(({ Sid }) => Sid === 'WriteZone');
    expect(writes?.Action).toContain('s3:DeleteObject');
    expect(writes?.Resource).toMatch(/-curated-[^/]+\/orders\/\*$/);
    expect(Statement.find(({ Sid }) => Sid === 'CommitToTable')?.Resource).toContain(
      'arn:aws:glue:us-east-1:123456789012:table/default_clickstream_curated/orders',
    );
  });

  test.each([[undefined], [{ compaction: false }]])('without any (%j) there is no role either', (iceberg) => {
    const kinds = rendered(orders({ iceberg })).objects.map(
      ({ kind, manifest }) => `${kind.key} ${manifest.metadata.name}`,
    );
    expect(kinds.filter((name) => name.includes('optimizer') || name.includes('Optimizer'))).toEqual([]);
  });
});
