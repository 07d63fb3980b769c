/** Iceberg tables and their optimizers. */
import { tableOf } from './build.ts';
import type { BadSpec, GoodSpec } from './cases.ts';

type Fields = Readonly<Record<string, unknown>>;

const iceberg = (fields: Fields = {}, more: Fields = {}): Fields => ({
  tables: [tableOf({ format: 'Iceberg', ...fields })],
  ...more,
});

const typed = (type: string): Fields => iceberg({ columns: [{ name: 'c', type }] });

export const goodIceberg: readonly GoodSpec[] = [
  { reason: 'an Iceberg table that nobody keeps in order', spec: iceberg() },
  {
    reason: 'an Iceberg table with all optimizers',
    spec: iceberg({ iceberg: { compaction: true, snapshotRetention: { days: 30 }, orphanFileDeletion: {} } }),
  },
  {
    reason: 'types of Iceberg, and members that are called like others',
    spec: typed('struct<tinyint:int,smallint:map<string,binary>>'),
  },
  {
    reason: 'an Iceberg table that a job fills from another',
    spec: iceberg(
      {},
      {
        tables: [tableOf({ format: 'Iceberg' }), tableOf({ name: 'landed' })],
        jobs: [{ name: 'load', script: { inline: 'print(1)' }, from: { table: 'landed' }, to: { table: 'events' } }],
      },
    ),
  },
];

const unknownType = (type: string, unknown: string, remedy: string): BadSpec => ({
  reason: `an Iceberg column of ${type}`,
  spec: typed(type),
  path: 'spec.tables[0].columns[0].type',
  message: `column "c" of table "events" has ${unknown}, a type that Iceberg does not know; write ${remedy}`,
  by: 'check',
});

export const badIceberg: readonly BadSpec[] = [
  {
    reason: 'optimizers of a table that is no Iceberg',
    spec: { tables: [tableOf({ iceberg: { compaction: true } })] },
    path: 'spec.tables[0].iceberg',
    message: 'table "events" has iceberg, but its format is Parquet; remove iceberg, or write format: Iceberg',
    by: 'rule',
  },
  {
    reason: 'an Iceberg table of somebody else',
    spec: { tables: [tableOf({ zone: undefined, location: 's3://partner/a/', format: 'Iceberg' })] },
    path: 'spec.tables[0].location',
    message:
      'table "events" is Iceberg, whose metadata would be written to the location of somebody else; write zone instead of location',
    by: 'rule',
  },
  {
    reason: 'partition keys of an Iceberg table',
    spec: iceberg({ partitionKeys: [{ name: 'day', type: 'date' }] }),
    path: 'spec.tables[0].partitionKeys',
    message:
      'table "events" is Iceberg, which Glue makes without partition keys; remove partitionKeys, and add partition fields in Spark: ALTER TABLE … ADD PARTITION FIELD',
    by: 'rule',
  },
  {
    reason: 'compression of an Iceberg table',
    spec: iceberg({ compression: 'ZSTD' }),
    path: 'spec.tables[0].format',
    message:
      'table "events" is Iceberg, whose files are written as its own properties say; remove compression and serdeProperties, and set properties by ALTER TABLE',
    by: 'rule',
  },
  {
    reason: 'settings of Csv on an Iceberg table',
    spec: iceberg({ csv: { delimiter: ';' } }),
    path: 'spec.tables[0].csv',
    message: 'table "events" has csv, but its format is Iceberg; remove csv, or write format: Csv',
    by: 'rule',
  },
  unknownType('tinyint', 'tinyint', 'int'),
  unknownType('varchar(10)', 'varchar', 'string'),
  unknownType('array<smallint>', 'smallint', 'int'),
  unknownType('struct<a:int,b:char(2)>', 'char', 'string'),
  {
    reason: 'no day of snapshots kept',
    spec: iceberg({ iceberg: { snapshotRetention: { days: 0 } } }),
    path: 'spec.tables[0].iceberg.snapshotRetention.days',
    message: 'must be at least 1; write 1 or more',
    by: 'structure',
  },
  {
    reason: 'a delivery into an Iceberg table',
    spec: iceberg({}, { deliveries: [{ name: 'lake', from: { directPut: {} }, to: { table: 'events' } }] }),
    path: 'spec.deliveries[0].to.table',
    message:
      'table "events" is Iceberg, of which files that delivery "lake" writes would be no part; write a table with format Parquet, Orc or Json, and let a job take over from it',
    by: 'check',
  },
  {
    reason: 'a built-in that reads Iceberg',
    spec: {
      tables: [
        tableOf({ format: 'Iceberg' }),
        tableOf({ name: 'clean', partitionKeys: [{ name: 'event_date', type: 'date' }] }),
      ],
      jobs: [{ name: 'clean', script: { builtIn: 'CleanEvents' }, from: { table: 'events' }, to: { table: 'clean' } }],
    },
    path: 'spec.jobs[0].from.table',
    message:
      'built-in CleanEvents of job "clean" cannot read Iceberg, which table "events" is; read a table with format Parquet, Orc or Json',
    by: 'check',
  },
];
