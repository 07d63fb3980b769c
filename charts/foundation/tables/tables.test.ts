import { describe, expect, test } from '@jest/globals';
import type { Table } from '../../../crds/datapipeline.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { forProvider } from '../../testing/render.ts';

const BUCKET = 'team-a-shop-raw-123456789012-eu-central-1-an';

describe('a table', () => {
  const [table] = fullSpec().tables ?? [];
  if (table === undefined) throw new Error('fullSpec has a table');
  const only = (given: Partial<Table>) =>
    forProvider(
      aPipeline({ ...fullSpec(), tables: [{ ...table, ...given }], deliveries: [] }),
      'CatalogTable',
      'shop-raw.raw-events',
    );

  test('is complete in the catalog', () => {
    expect(only({ description: 'Every click', prefix: 'events/' })).toEqual({
      region: 'eu-central-1',
      catalogId: '123456789012',
      databaseName: 'team_a_shop_raw',
      description: 'Every click',
      tableType: 'EXTERNAL_TABLE',
      parameters: expect.objectContaining({
        EXTERNAL: 'TRUE',
        classification: 'parquet',
        'projection.enabled': 'true',
      }),
      partitionKeys: [{ name: 'date', type: 'string' }],
      storageDescriptor: {
        location: `s3://${BUCKET}/events/`,
        inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
        serDeInfo: {
          serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
          parameters: { 'serialization.format': '1' },
        },
        columns: [{ name: 'id', type: 'string' }],
      },
    });
  });

  test('lies under its own name unless told otherwise', () => {
    expect(only({}).storageDescriptor).toMatchObject({ location: `s3://${BUCKET}/raw_events/` });
  });

  test.each([
    ['Parquet', 'parquet', 'ParquetHiveSerDe'],
    ['Json', 'json', 'org.openx.data.jsonserde.JsonSerDe'],
    ['Csv', 'csv', 'LazySimpleSerDe'],
    ['Orc', 'orc', 'OrcSerde'],
  ] as const)('of %s is classified %s and read by %s', (format, classification, serDe) => {
    const made = only({ format });
    expect(made.parameters).toMatchObject({ classification });
    expect(made.storageDescriptor).toMatchObject({
      serDeInfo: { serializationLibrary: expect.stringContaining(serDe) },
    });
  });

  test('keeps columns in order, with comments and classification', () => {
    const columns = [
      { name: 'z', type: 'int', comment: 'first' },
      { name: 'a', type: 'string', classification: 'Restricted' as const },
    ];
    expect(only({ columns }).storageDescriptor).toMatchObject({
      columns: [
        { name: 'z', type: 'int', comment: 'first' },
        { name: 'a', type: 'string', parameters: { 'datapipelines.dev/classification': 'Restricted' } },
      ],
    });
  });

  test('without projection leaves its partitions to the catalog', () => {
    expect(Object.keys(only({ partitionProjection: false }).parameters as object)).toEqual([
      'EXTERNAL',
      'classification',
      'datapipelines.dev/namespace',
      'datapipelines.dev/pipeline',
      'datapipelines.dev/uid',
    ]);
  });
});
