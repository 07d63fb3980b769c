import { expect, test } from '@jest/globals';
import { SimulatedAws } from '../aws.ts';
import { refusesOptimizer, refusesTable } from './iceberg.ts';

const ICEBERG = { openTableFormatInput: { icebergInput: { metadataOperation: 'CREATE' } } };
const place = { account: '123456789012', region: 'us-east-1' };
const scope = { partition: 'aws', ...place };

test('an Iceberg table has no partition keys', () => {
  const keys = { partitionKeys: [{ name: 'day', type: 'date' }] };
  expect(refusesTable({ ...ICEBERG, ...keys })?.error).toContain('Cannot create partitions in an iceberg table');
  expect(refusesTable(ICEBERG)).toBeUndefined();
  expect(refusesTable(keys)).toBeUndefined();
});

test.each([
  ['Iceberg', ICEBERG, false],
  ['Hive', {}, true],
])('an optimizer of a table of %s: refused is %s', (_, attributes, isRefused) => {
  const aws = new SimulatedAws(() => 0);
  aws.create({ type: 'glue.CatalogTable', ...place, address: 'db/t', scope, attributes, tags: {}, by: undefined });
  const desired = { databaseName: 'db', tableName: 't', type: 'compaction' };
  expect(refusesOptimizer({ scope, name: 't-compaction', desired }, aws) !== undefined).toBe(isRefused);
});
