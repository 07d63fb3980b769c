/** Deliveries. */
import { tableOf } from './build.ts';
import type { Cases } from './cases.ts';
import { badLayouts, goodLayouts, HOURS, lake, streams } from './delivery-layout.ts';

type Fields = Readonly<Record<string, unknown>>;

const built = (environment: Fields = {}): Fields => ({
  name: 'enrich',
  code: { builtIn: 'EnrichEvents' },
  environment,
});

const byKey = (table: Fields = {}): Fields => ({
  partitionKeys: [{ name: 'customer', type: 'string' }, ...HOURS],
  partitionProjection: false,
  ...table,
});
/** The same into a zone. */
const toZone = (fields: Fields = {}, zone: Fields = {}, more: Fields = {}): Fields => ({
  streams,
  deliveries: [{ name: 'lake', from: { stream: 'main' }, to: { zone: { name: 'raw', ...zone } }, ...fields }],
  ...more,
});
const keys = (...queries: readonly (string | undefined)[]): Fields => ({
  partitionBy: { keys: queries.map((query, index) => ({ name: index === 0 ? 'customer' : `k${index}`, query })) },
});

export const deliveriesCases: Cases = {
  good: [
    ...goodLayouts,
    { reason: 'from a stream into a table', spec: lake() },
    {
      reason: 'all that can be said',
      spec: lake(
        {
          transform: 'enrich',
          buffer: { sizeMiB: 64, seconds: 900 },
          partitionBy: { time: 'Hour' },
          timeZone: 'Europe/Berlin',
          compression: 'GZIP',
        },
        {},
        { functions: [built()] },
      ),
    },
    { reason: 'put to directly', spec: lake({ from: { directPut: {} } }) },
    { reason: 'a table without partitions', spec: lake({}, { partitionKeys: [], partitionProjection: false }) },
    {
      reason: 'a table by whole dates',
      spec: lake({ partitionBy: { time: 'Day' } }, { partitionKeys: [{ name: 'date', type: 'date' }] }),
    },
    { reason: 'an Orc table', spec: lake({ compression: 'ZLIB' }, { format: 'Orc' }) },
    {
      reason: 'a table of JSON, in small objects',
      spec: lake({ buffer: { sizeMiB: 1, seconds: 0 } }, { format: 'Json' }),
    },
    { reason: 'into a folder of a zone', spec: toZone({}, { prefix: 'clicks/', format: 'Json' }) },
    {
      reason: 'by a value of the record and by day',
      spec: toZone({ partitionBy: { keys: [{ name: 'customer', query: '.customer.id | tostring' }], time: 'Day' } }),
    },
    { reason: 'a table by a value of the record', spec: lake(keys('.customer_id'), byKey()) },
    {
      reason: 'by a value that the function gives',
      spec: toZone(
        { ...keys(undefined), transform: 'enrich' },
        {},
        { functions: [built({ PARTITION_KEYS: 'customer,page' })] },
      ),
    },
  ],
  bad: [
    ...badLayouts,
    {
      reason: 'delivery without source',
      spec: lake({ from: undefined }),
      path: 'spec.deliveries[0].from',
      message: 'from is required; add from',
      by: 'structure',
    },
    {
      reason: 'source is empty',
      spec: lake({ from: {} }),
      path: 'spec.deliveries[0].from',
      message: 'from has neither of stream and directPut; write stream with a name, or an empty directPut',
      by: 'rule',
    },
    {
      reason: 'two sources',
      spec: lake({ from: { stream: 'main', directPut: {} } }),
      path: 'spec.deliveries[0].from',
      message: 'from has both of stream and directPut; write stream with a name, or an empty directPut',
      by: 'rule',
    },
    {
      reason: 'direct put with settings',
      spec: lake({ from: { directPut: { shards: 2 } } }),
      path: 'spec.deliveries[0].from.directPut.shards',
      message: 'there is no field shards in spec.deliveries[0].from.directPut; remove it',
      by: 'structure',
    },
    {
      reason: 'stream that does not exist',
      spec: lake({ from: { stream: 'other' } }),
      path: 'spec.deliveries',
      message: 'delivery "lake" names stream "other", which does not exist; write one of: main',
      by: 'rule',
    },
    {
      reason: 'a stream where there is none',
      spec: { ...lake(), streams: [] },
      path: 'spec.deliveries',
      message:
        'delivery "lake" names stream "main", which does not exist; write one of: none, for spec.streams is empty',
      by: 'rule',
    },
    {
      reason: 'delivery without target',
      spec: lake({ to: undefined }),
      path: 'spec.deliveries[0].to',
      message: 'to is required; add to',
      by: 'structure',
    },
    {
      reason: 'target is empty',
      spec: lake({ to: {} }),
      path: 'spec.deliveries[0].to',
      message: 'to has neither of table and zone; write table with a name, or zone with name and prefix',
      by: 'rule',
    },
    {
      reason: 'two targets',
      spec: lake({ to: { table: 'events', zone: { name: 'raw' } } }),
      path: 'spec.deliveries[0].to',
      message: 'to has both of table and zone; write table with a name, or zone with name and prefix',
      by: 'rule',
    },
    {
      reason: 'table that does not exist',
      spec: lake({ to: { table: 'clicks' } }),
      path: 'spec.deliveries',
      message: 'delivery "lake" names table "clicks", which does not exist; write one of: events',
      by: 'rule',
    },
    {
      reason: 'zone that does not exist',
      spec: toZone({}, { name: 'gold' }),
      path: 'spec.deliveries',
      message:
        'delivery "lake" names zone "gold", which does not exist; write one of: raw, processed, curated, results',
      by: 'rule',
    },
    {
      reason: 'function that does not exist',
      spec: lake({ transform: 'clean' }, {}, { functions: [built()] }),
      path: 'spec.deliveries',
      message: 'delivery "lake" names function "clean", which does not exist; write one of: enrich',
      by: 'rule',
    },
    {
      reason: 'a zone in another format',
      spec: toZone({}, { format: 'Parquet' }),
      path: 'spec.deliveries[0].to.zone.format',
      message: '"Parquet" is not a value of format; write one of: Json',
      by: 'structure',
    },
    {
      reason: 'prefix with an expression of Firehose',
      spec: toZone({}, { prefix: 'a/!{timestamp:yyyy}/' }),
      path: 'spec.deliveries[0].to.zone.prefix',
      message:
        'prefix "a/!{timestamp:yyyy}/" is not a path of letters, digits and ! _ . * \' ( ) = - that ends in a slash; write it like clicks/',
      by: 'rule',
    },
    {
      reason: 'records as they came, where a table is read',
      spec: toZone({}, { prefix: 'events/in/' }, { tables: [tableOf()] }),
      path: 'spec.deliveries[0].to.zone.prefix',
      message:
        'delivery "lake" writes below events/in/, where table "events" is read; write to: {table: events}, or another prefix',
      by: 'check',
    },
    {
      reason: 'records as they came, around a table',
      spec: toZone({}, { prefix: 'in/' }, { tables: [tableOf({ prefix: 'in/events/' })] }),
      path: 'spec.deliveries[0].to.zone.prefix',
      message:
        'delivery "lake" writes below in/, where table "events" is read; write to: {table: events}, or another prefix',
      by: 'check',
    },
    {
      reason: 'among the failed records',
      spec: toZone({}, { prefix: 'errors/' }),
      path: 'spec.deliveries[0].to.zone.prefix',
      message: 'delivery "lake" writes below errors/, where failed records lie; write another prefix',
      by: 'check',
    },
    {
      reason: 'a table over failed records',
      spec: lake({}, { prefix: 'errors/' }),
      path: 'spec.tables[0].prefix',
      message:
        'failed records of delivery "lake" lie below errors/lake/ of zone "raw", where table "events" is read; give table "events" a prefix outside of errors/',
      by: 'check',
    },
    {
      reason: 'a table of CSV',
      spec: lake({}, { format: 'Csv' }),
      path: 'spec.deliveries[0].to.table',
      message:
        'table "events" is Csv, which delivery "lake" cannot write; write a table with format Parquet, Orc or Json',
      by: 'check',
    },
    {
      reason: 'Parquet in small objects',
      spec: lake({ buffer: { sizeMiB: 63 } }),
      path: 'spec.deliveries[0].buffer.sizeMiB',
      message: 'buffer.sizeMiB of delivery "lake" is 63, but Parquet takes at least 64; write 64 to 128',
      by: 'check',
    },
    {
      reason: 'buffer too large',
      spec: lake({ buffer: { sizeMiB: 129 } }),
      path: 'spec.deliveries[0].buffer.sizeMiB',
      message: 'must be at most 128; write 128 or less',
      by: 'structure',
    },
    {
      reason: 'buffer without size',
      spec: lake({ buffer: { sizeMiB: 0 } }),
      path: 'spec.deliveries[0].buffer.sizeMiB',
      message: 'must be at least 1; write 1 or more',
      by: 'structure',
    },
    {
      reason: 'longer than a quarter of an hour',
      spec: lake({ buffer: { seconds: 901 } }),
      path: 'spec.deliveries[0].buffer.seconds',
      message: 'must be at most 900; write 900 or less',
      by: 'structure',
    },
    {
      reason: 'by keys in small objects',
      spec: toZone({ ...keys('.a'), buffer: { sizeMiB: 5 } }),
      path: 'spec.deliveries[0].buffer.sizeMiB',
      message: 'buffer.sizeMiB of delivery "lake" is less than the 64 that partitioning by keys takes; write 64 to 128',
      by: 'rule',
    },
    {
      reason: 'by keys without waiting',
      spec: toZone({ ...keys('.a'), buffer: { seconds: 0 } }),
      path: 'spec.deliveries[0].buffer.seconds',
      message:
        'buffer.seconds of delivery "lake" is 0, but partitioning by keys has to gather records; write 60 to 900',
      by: 'rule',
    },
    {
      reason: 'partitioning by nothing',
      spec: toZone({ partitionBy: {} }),
      path: 'spec.deliveries[0].partitionBy',
      message: 'partitionBy has neither time nor keys; write time: Hour, or remove partitionBy',
      by: 'rule',
    },
    {
      reason: 'by the minute',
      spec: toZone({ partitionBy: { time: 'Minute' } }),
      path: 'spec.deliveries[0].partitionBy.time',
      message: '"Minute" is not a value of time; write one of: Day, Hour',
      by: 'structure',
    },
    {
      reason: 'by no key',
      spec: toZone({ partitionBy: { keys: [] } }),
      path: 'spec.deliveries[0].partitionBy.keys',
      message: 'must have at least 1 item; add one, or leave the field out',
      by: 'structure',
    },
    {
      reason: 'key without query or function',
      spec: toZone(keys('.a', undefined)),
      path: 'spec.deliveries[0].partitionBy.keys',
      message:
        'partition key "k1" of delivery "lake" has neither a query nor a function to give it a value; write query: .path, or transform',
      by: 'rule',
    },
    {
      reason: 'key twice',
      spec: toZone({
        partitionBy: {
          keys: [
            { name: 'a', query: '.a' },
            { name: 'a', query: '.b' },
          ],
        },
      }),
      path: 'spec.deliveries[0].partitionBy.keys[1].name',
      message: 'name "a" occurs twice in its list; give each its own',
      by: 'structure',
    },
    {
      reason: 'query that ends the object',
      spec: toZone(keys('.a}')),
      path: 'spec.deliveries[0].partitionBy.keys[0].query',
      message:
        'has characters or a form that is not allowed; write a path like .customer_id, or .customer_id | tostring',
      by: 'structure',
    },
    {
      reason: 'key that the built-in does not give',
      spec: toZone(
        { ...keys(undefined), transform: 'enrich' },
        {},
        { functions: [built({ PARTITION_KEYS: 'event_data.page' })] },
      ),
      path: 'spec.deliveries[0].partitionBy.keys',
      message:
        'function "enrich" gives delivery "lake" no value for partition key "customer"; set environment PARTITION_KEYS of the function to event_data_page,customer, or write a query',
      by: 'check',
    },
    {
      reason: 'table with a key that has no value',
      spec: lake({}, byKey()),
      path: 'spec.deliveries[0].partitionBy',
      message:
        'delivery "lake" has no value for partition key "customer" of table "events"; write it under partitionBy.keys, like {name: customer, query: .customer}',
      by: 'check',
    },
    {
      reason: 'key that the table does not have',
      spec: lake(keys('.customer_id')),
      path: 'spec.deliveries[0].partitionBy.keys',
      message:
        'delivery "lake" partitions by "customer", but table "events" has the partition keys year, month, day, hour; remove the key, or declare it under partitionKeys of the table',
      by: 'check',
    },
    {
      reason: 'other times than the table has',
      spec: lake({ partitionBy: { time: 'Day' } }),
      path: 'spec.deliveries[0].partitionBy.time',
      message:
        'delivery "lake" partitions by Day, but table "events" has the partition keys year, month, day, hour; remove time, or declare year, month, day or date under partitionKeys of the table',
      by: 'check',
    },
    {
      reason: 'times for a table that has none',
      spec: lake({ partitionBy: { time: 'Hour' } }, { partitionKeys: [], partitionProjection: false }),
      path: 'spec.deliveries[0].partitionBy.time',
      message:
        'delivery "lake" partitions by Hour, but table "events" has no partition keys; remove time, or declare year, month, day, hour or date, hour under partitionKeys of the table',
      by: 'check',
    },
    {
      reason: 'a time zone of one’s own',
      spec: lake({ timeZone: 'Mars/Olympus' }),
      path: 'spec.deliveries[0].timeZone',
      message: 'timeZone "Mars/Olympus" is not in the IANA database; write area and city, like Europe/Berlin, or UTC',
      by: 'rule',
    },
    {
      reason: 'a compression that Parquet does not have',
      spec: lake({ compression: 'ZLIB' }),
      path: 'spec.deliveries[0].compression',
      message: 'Parquet cannot have compression ZLIB; write one of: SNAPPY, GZIP, UNCOMPRESSED',
      by: 'check',
    },
    {
      reason: 'a compression that JSON does not have',
      spec: toZone({ compression: 'SNAPPY' }),
      path: 'spec.deliveries[0].compression',
      message: 'Json cannot have compression SNAPPY; write one of: GZIP, UNCOMPRESSED',
      by: 'check',
    },
    {
      reason: 'a function that takes longer than Firehose waits',
      spec: lake({ transform: 'enrich' }, {}, { functions: [{ ...built(), timeoutSeconds: 301 }] }),
      path: 'spec.functions[0].timeoutSeconds',
      message: 'function "enrich" may take 301 seconds, but delivery "lake" waits 300; write 300 or less',
      by: 'check',
    },
    {
      reason: 'delivery twice',
      spec: { ...lake(), deliveries: [...(lake().deliveries as Fields[]), ...(lake().deliveries as Fields[])] },
      path: 'spec.deliveries[1].name',
      message: 'name "lake" occurs twice in its list; give each its own',
      by: 'structure',
    },
    {
      reason: 'delivery with an underscore',
      spec: lake({ name: 'my_lake' }),
      path: 'spec.deliveries[0].name',
      message: 'name "my_lake" is not at most 24 lower-case letters, digits and inner dashes; write one like lake',
      by: 'rule',
    },
  ],
};
