/** Tables. */
import { columnOf, projected, tableOf, wideTables } from './build.ts';
import type { Cases } from './cases.ts';
import { badFormats, goodFormats } from './table-formats.ts';
import { badIceberg, goodIceberg } from './table-iceberg.ts';
import { badLocations, goodLocations } from './table-location.ts';
import { badProjections, goodProjections } from './table-projection.ts';

const column = (name: string, type: string) => ({ name, type });
const dateKeys = ['year', 'month', 'day', 'hour'].map((name) => column(name, 'string'));

export const tablesCases: Cases = {
  good: [
    {
      reason: 'tables in zones of their own',
      spec: { zones: [{ name: 'landing' }], tables: [tableOf({ zone: 'landing', prefix: "in/k=1/(a)*'!/" })] },
    },
    {
      reason: 'every type of Glue, nested six deep',
      spec: {
        tables: [
          tableOf({
            columns: [
              ...['boolean', 'tinyint', 'smallint', 'int', 'bigint', 'float', 'double', 'string', 'binary', 'date'].map(
                (type) => column(`c_${type}`, type),
              ),
              column('c_timestamp', 'timestamp'),
              column('c_decimal', 'decimal(38,10)'),
              column('c_char', 'char(3)'),
              column('c_varchar', 'varchar(65535)'),
              column('c_map', 'map<string,array<struct<a:int,camelCase:map<int,double>>>>'),
              column('c_deep', 'array<array<array<array<array<array<int>>>>>>'),
              column('c_struct', 'struct<page:string,duration:int,price:decimal(10,2),ok:boolean>'),
            ],
          }),
        ],
      },
    },
    {
      reason: 'projection by hour',
      spec: { tables: [tableOf({ partitionKeys: dateKeys, partitionProjection: true })] },
    },
    {
      reason: 'projection by year',
      spec: { tables: [tableOf({ partitionKeys: dateKeys.slice(0, 1), partitionProjection: true })] },
    },
    {
      reason: 'projection by date',
      spec: { tables: [tableOf({ partitionKeys: [column('date', 'date')], partitionProjection: true })] },
    },
    {
      reason: 'other partition keys without projection',
      spec: { tables: [tableOf({ partitionKeys: [column('customer', 'string'), column('day', 'int')] })] },
    },
    ...goodFormats,
    ...goodLocations,
    ...goodIceberg,
    ...goodProjections,
    { reason: 'as many columns as there may be', spec: { tables: wideTables(10, 300) } },
  ],
  bad: [
    {
      reason: 'table name in capitals',
      spec: { tables: [tableOf({ name: 'Events' })] },
      path: 'spec.tables[0].name',
      message:
        'table name "Events" is not at most 56 lower-case letters, digits and inner underscores; write one like raw_events',
      by: 'rule',
    },
    {
      reason: 'table name with a dash',
      spec: { tables: [tableOf({ name: 'raw-events' })] },
      path: 'spec.tables[0].name',
      message:
        'table name "raw-events" is not at most 56 lower-case letters, digits and inner underscores; write one like raw_events',
      by: 'rule',
    },
    {
      reason: 'table in a zone that does not exist',
      spec: { tables: [tableOf({ zone: 'gold' })] },
      path: 'spec.tables',
      message: 'table "events" names zone "gold", which does not exist; write one of: raw, processed, curated, results',
      by: 'rule',
    },
    {
      reason: 'table in a default zone that the spec does not have',
      spec: { zones: [{ name: 'landing' }, { name: 'gold' }], tables: [tableOf()] },
      path: 'spec.tables',
      message: 'table "events" names zone "raw", which does not exist; write one of: landing, gold',
      by: 'rule',
    },
    {
      reason: 'format of a later version',
      spec: { tables: [tableOf({ format: 'Avro' })] },
      path: 'spec.tables[0].format',
      message: '"Avro" is not a value of format; write one of: Parquet, Json, Csv, Orc, Iceberg',
      by: 'structure',
    },
    {
      reason: 'prefix without slash',
      spec: { tables: [tableOf({ prefix: 'events' })] },
      path: 'spec.tables[0].prefix',
      message:
        'prefix "events" is not a path of letters, digits and ! _ . * \' ( ) = - that ends in a slash; write it like events/',
      by: 'rule',
    },
    {
      reason: 'prefix with leading slash',
      spec: { tables: [tableOf({ prefix: '/events/' })] },
      path: 'spec.tables[0].prefix',
      message:
        'prefix "/events/" is not a path of letters, digits and ! _ . * \' ( ) = - that ends in a slash; write it like events/',
      by: 'rule',
    },
    {
      reason: 'table without columns',
      spec: { tables: [tableOf({ columns: [] })] },
      path: 'spec.tables[0].columns',
      message: 'must have at least 1 item; add one, or leave the field out',
      by: 'structure',
    },
    {
      reason: 'column name in capitals',
      spec: { tables: [tableOf({ columns: [{ name: 'userId', type: 'string' }] })] },
      path: 'spec.tables[0].columns[0].name',
      message:
        'has characters or a form that is not allowed; write lower-case letters, digits and underscores, first a letter, like event_time',
      by: 'structure',
    },
    {
      reason: 'column twice',
      spec: {
        tables: [
          tableOf({
            columns: [
              { name: 'id', type: 'string' },
              { name: 'id', type: 'int' },
            ],
          }),
        ],
      },
      path: 'spec.tables[0].columns[1].name',
      message: 'name "id" occurs twice in its list; give each its own',
      by: 'check',
    },
    {
      reason: 'simple type of another dialect',
      spec: columnOf('text'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'column type "text" is not one of Glue; write boolean, tinyint, smallint, int, bigint, float, double, string, binary, date, timestamp, decimal(p,s), char(n), varchar(n), array<…>, map<…> or struct<…>',
      by: 'rule',
    },
    {
      reason: 'nested type of another dialect',
      spec: columnOf('struct<a:text>'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'has characters or a form that is not allowed; write a Glue type without spaces, like bigint, decimal(10,2), array<string> or struct<page:string>',
      by: 'structure',
    },
    {
      reason: 'bracket not closed',
      spec: columnOf('array<string'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'has characters or a form that is not allowed; write a Glue type without spaces, like bigint, decimal(10,2), array<string> or struct<page:string>',
      by: 'structure',
    },
    {
      reason: 'space in a type',
      spec: columnOf('struct<a:int, b:int>'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'has characters or a form that is not allowed; write a Glue type without spaces, like bigint, decimal(10,2), array<string> or struct<page:string>',
      by: 'structure',
    },
    {
      reason: 'decimal precision over 38',
      spec: columnOf('decimal(39,2)'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'has characters or a form that is not allowed; write a Glue type without spaces, like bigint, decimal(10,2), array<string> or struct<page:string>',
      by: 'structure',
    },
    {
      reason: 'comment with a control character',
      spec: { tables: [tableOf({ columns: [{ name: 'id', type: 'string', comment: 'a\nb' }] })] },
      path: 'spec.tables[0].columns[0].comment',
      message: 'has characters or a form that is not allowed; remove control and private-use characters',
      by: 'structure',
    },
    {
      reason: 'partition key is also a column',
      spec: { tables: [tableOf({ partitionKeys: [{ name: 'id', type: 'string' }] })] },
      path: 'spec.tables[0].partitionKeys',
      message:
        '"id" of table "events" is both a column and a partition key; remove it from columns, partition keys are columns already',
      by: 'rule',
    },
    {
      reason: 'nested partition key',
      spec: { tables: [tableOf({ partitionKeys: [{ name: 'day', type: 'array<string>' }] })] },
      path: 'spec.tables[0].partitionKeys[0].type',
      message: 'partition key type "array<string>" is not a simple Glue type; write one like string, int or date',
      by: 'rule',
    },
    {
      reason: 'nested column in Csv',
      spec: {
        tables: [
          tableOf({
            format: 'Csv',
            columns: [
              { name: 'id', type: 'int' },
              { name: 'tags', type: 'array<string>' },
            ],
          }),
        ],
      },
      path: 'spec.tables[0].columns',
      message:
        'column "tags" of table "events" has a nested type, which Csv cannot hold; write a simple type, or format: Json or Parquet',
      by: 'rule',
    },
    {
      reason: 'projection without keys',
      spec: { tables: [tableOf({ partitionProjection: true })] },
      path: 'spec.tables[0].partitionProjection',
      message:
        'partitionProjection of table "events" cannot compute its partition keys; write year, month, day, hour (or the first of them, all string), or one key date (string or date), or projection for others',
      by: 'rule',
    },
    {
      reason: 'projection over other keys',
      spec: projected({ name: 'customer', type: 'string' }),
      path: 'spec.tables[0].partitionProjection',
      message:
        'partitionProjection of table "events" cannot compute its partition keys; write year, month, day, hour (or the first of them, all string), or one key date (string or date), or projection for others',
      by: 'rule',
    },
    {
      reason: 'projection over keys out of order',
      spec: projected({ name: 'month', type: 'string' }, { name: 'year', type: 'string' }),
      path: 'spec.tables[0].partitionProjection',
      message:
        'partitionProjection of table "events" cannot compute its partition keys; write year, month, day, hour (or the first of them, all string), or one key date (string or date), or projection for others',
      by: 'rule',
    },
    {
      reason: 'projection over numbers',
      spec: projected({ name: 'year', type: 'int' }),
      path: 'spec.tables[0].partitionProjection',
      message:
        'partitionProjection of table "events" cannot compute its partition keys; write year, month, day, hour (or the first of them, all string), or one key date (string or date), or projection for others',
      by: 'rule',
    },
    {
      reason: 'column called y, which YAML 1.1 reads as true',
      spec: { tables: [tableOf({ columns: [{ name: true, type: 'int' }] })] },
      path: 'spec.tables[0].columns[0].name',
      message: 'must be text, not boolean true; put it in quotes: "true"',
      by: 'structure',
    },
    {
      reason: 'description with a token mark',
      spec: { tables: [tableOf({ description: '\uE000x#y\uE001' })] },
      path: 'spec.tables[0].description',
      message: 'has characters or a form that is not allowed; remove control and private-use characters',
      by: 'structure',
    },
    {
      reason: 'struct with a comma too little in its type',
      spec: columnOf('struct<a:int b:int>'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'has characters or a form that is not allowed; write a Glue type without spaces, like bigint, decimal(10,2), array<string> or struct<page:string>',
      by: 'structure',
    },
    {
      reason: 'map without value',
      spec: columnOf('map<string>x'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'has characters or a form that is not allowed; write a Glue type without spaces, like bigint, decimal(10,2), array<string> or struct<page:string>',
      by: 'structure',
    },
    {
      reason: 'seven levels of brackets',
      spec: columnOf('array<array<array<array<array<array<array<int>>>>>>>'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'has characters or a form that is not allowed; write a Glue type without spaces, like bigint, decimal(10,2), array<string> or struct<page:string>',
      by: 'structure',
    },
    {
      reason: 'array of two types, three levels deep',
      spec: columnOf('array<map<string,array<int,string>>>'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'column type "array<map<string,array<int,string>>>" has "," where array needs ">"; write a type that Glue and Athena can read, like array<string>, map<string,int> or struct<page:string>',
      by: 'check',
    },
    {
      reason: 'struct whose member has no name, in a map',
      spec: columnOf('map<string,struct<int>>'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'has characters or a form that is not allowed; write a Glue type without spaces, like bigint, decimal(10,2), array<string> or struct<page:string>',
      by: 'structure',
    },
    {
      reason: 'map with three members',
      spec: columnOf('map<string,int,b:int>'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'has characters or a form that is not allowed; write a Glue type without spaces, like bigint, decimal(10,2), array<string> or struct<page:string>',
      by: 'structure',
    },
    {
      reason: 'array of two types',
      spec: columnOf('array<int,string>'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'has characters or a form that is not allowed; write a Glue type without spaces, like bigint, decimal(10,2), array<string> or struct<page:string>',
      by: 'structure',
    },
    {
      reason: 'struct that names a member twice, but for case',
      spec: columnOf('struct<a:int,A:int>'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'column type "struct<a:int,A:int>" has two struct members called A; write a type that Glue and Athena can read, like array<string>, map<string,int> or struct<page:string>',
      by: 'check',
    },
    {
      reason: 'map with a nested key',
      spec: columnOf('map<array<int>,int>'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'has characters or a form that is not allowed; write a Glue type without spaces, like bigint, decimal(10,2), array<string> or struct<page:string>',
      by: 'structure',
    },
    {
      reason: 'scale above precision',
      spec: columnOf('decimal(10,11)'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'column type "decimal(10,11)" has decimal(10,11), but precision is 1 to 38 and scale at most precision; write a type that Glue and Athena can read, like array<string>, map<string,int> or struct<page:string>',
      by: 'check',
    },
    {
      reason: 'char beyond its length',
      spec: columnOf('char(256)'),
      path: 'spec.tables[0].columns[0].type',
      message:
        'column type "char(256)" has char(256), but its length is 1 to 255; write a type that Glue and Athena can read, like array<string>, map<string,int> or struct<page:string>',
      by: 'check',
    },
    {
      reason: 'partition key twice',
      spec: {
        tables: [
          tableOf({
            partitionKeys: [
              { name: 'day', type: 'string' },
              { name: 'day', type: 'int' },
            ],
          }),
        ],
      },
      path: 'spec.tables[0].partitionKeys[1].name',
      message: 'name "day" occurs twice in its list; give each its own',
      by: 'check',
    },
    {
      reason: 'more columns than the API server should bear',
      spec: { tables: wideTables(10, 300, { columns: [column('one_more', 'int')] }) },
      path: 'spec.tables',
      message:
        'tables have more than 3000 columns together; move tables to another DataPipeline, or let a crawler find their columns',
      by: 'rule',
    },
    ...badFormats,
    ...badLocations,
    ...badIceberg,
    ...badProjections,
  ],
};
