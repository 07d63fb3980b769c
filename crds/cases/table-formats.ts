/** Tables: settings of Json and Csv, properties of the SerDe, compression. */
import { tableOf } from './build.ts';
import type { BadSpec, GoodSpec } from './cases.ts';

const tables = (fields: object) => ({ tables: [tableOf({ ...fields })] });
const json = (settings: object, type = 'string') =>
  tables({ format: 'Json', columns: [{ name: 'at', type }], json: settings });
const csv = (settings: object, type = 'string') =>
  tables({ format: 'Csv', columns: [{ name: 'at', type }], csv: settings });

export const goodFormats: readonly GoodSpec[] = [
  {
    reason: 'ISO timestamps and dates in Json',
    spec: tables({
      format: 'Json',
      columns: [
        { name: 'at', type: 'timestamp' },
        { name: 'day', type: 'date' },
      ],
    }),
  },
  {
    reason: 'timestamps in formats of their own',
    spec: json({ timestampFormats: ['millis', "dd/MM/yyyy 'at' HH:mm"] }),
  },
  {
    reason: 'keys that no column can be called, at the top and in a struct',
    spec: json({ mappings: { at: '@timestamp', set: 'ses:configuration-set' } }, 'struct<set:string>'),
  },
  {
    reason: 'all that OpenX knows',
    spec: json({ ignoreMalformed: true, caseInsensitive: false, dotsInKeys: true, mappings: { at: 'At' } }),
  },
  {
    reason: 'Csv with tabs, escapes and no header',
    spec: csv({ delimiter: '\t', escape: '\\', headerLines: 0 }, 'decimal(10,2)'),
  },
  { reason: 'Csv with quotes', spec: csv({ delimiter: ';', quote: '"', escape: '\\' }, 'bigint') },
  {
    reason: 'a property that no field says',
    spec: tables({ format: 'Csv', serdeProperties: { 'serialization.null.format': '\\N' } }),
  },
  { reason: 'a compression of Orc', spec: tables({ format: 'Orc', compression: 'LZ4' }) },
  { reason: 'a compression of Json', spec: tables({ format: 'Json', compression: 'GZIP' }) },
];

const TIMESTAMP_FORMAT =
  "has characters or a form that is not allowed; write a Joda-Time pattern without commas and without X, like yyyy-MM-dd'T'HH:mm:ss.SSSZZ";
const ONE_SERDE =
  'timestampFormats cannot go with mappings, ignoreMalformed, dotsInKeys or caseInsensitive: false, no SerDe of Athena knows both; remove timestampFormats and write type: string for timestamps, or remove the others';
const format = (reason: string, pattern: string): BadSpec => ({
  reason,
  spec: json({ timestampFormats: [pattern] }),
  path: 'spec.tables[0].json.timestampFormats[0]',
  message: TIMESTAMP_FORMAT,
  by: 'structure',
});
const property = (reason: string, key: string): BadSpec => ({
  reason,
  spec: tables({ format: 'Csv', serdeProperties: { [key]: 'x' } }),
  path: 'spec.tables[0].serdeProperties',
  message: `serdeProperties has "${key}", which a field of json or csv says or no SerDe can have; write the field, or a name of letters, digits and . _ -`,
  by: 'rule',
});
const squeezed = (of: string, compression: string): BadSpec => ({
  reason: `${compression} in ${of}`,
  spec: tables({ format: of, compression }),
  path: 'spec.tables[0].compression',
  message: `compression ${compression} of table "events" is not one of its format; write NONE, SNAPPY or ZSTD, which all formats have`,
  by: 'rule',
});
const twice = (reason: string, settings: object): BadSpec => ({
  reason,
  spec: csv(settings),
  path: 'spec.tables[0].csv',
  message: 'delimiter, quote and escape are not different characters; give each its own',
  by: 'rule',
});
const quotedType = (type: string): BadSpec => ({
  reason: `${type} in quoted Csv`,
  spec: csv({ quote: '"' }, type),
  path: 'spec.tables[0].columns',
  message:
    'column "at" of table "events" has a type that Athena does not know in quoted Csv; write one of: string, boolean, int, bigint, double, date, timestamp',
  by: 'rule',
});

export const badFormats: readonly BadSpec[] = [
  format('a letter of java.time in a timestamp format', "yyyy-MM-dd'T'HH:mm:ss.SSSX"),
  format('two timestamp formats in one', 'yyyy-MM-dd,dd.MM.yyyy'),
  format('a quote that does not end', "yyyy-MM-dd'T"),
  format('a T without quotes', 'yyyy-MM-ddTHH:mm:ss'),
  {
    reason: 'an empty list of timestamp formats',
    spec: json({ timestampFormats: [] }),
    path: 'spec.tables[0].json.timestampFormats',
    message: 'must have at least 1 item; add one, or leave the field out',
    by: 'structure',
  },
  ...[
    { mappings: { at: '@timestamp' } },
    { ignoreMalformed: true },
    { dotsInKeys: true },
    { caseInsensitive: false },
  ].map(
    (setting): BadSpec => ({
      reason: `timestamp formats beside ${Object.keys(setting).join()}`,
      spec: json({ timestampFormats: ['millis'], ...setting }),
      path: 'spec.tables[0].json.timestampFormats',
      message: ONE_SERDE,
      by: 'rule',
    }),
  ),
  {
    reason: 'a mapping the wrong way round',
    spec: json({ mappings: { '@timestamp': 'at' } }),
    path: 'spec.tables[0].json.mappings[@timestamp]',
    message:
      'mappings of table "events" name "@timestamp", which is neither a column nor a member of a struct; write the name of the column first, then the key: at_timestamp: "@timestamp"',
    by: 'check',
  },
  {
    reason: 'a mapping to nothing',
    spec: json({ mappings: { at: '' } }),
    path: 'spec.tables[0].json.mappings.at',
    message: 'must have at least 1 character; add one, or leave the field out',
    by: 'structure',
  },
  {
    reason: 'settings of Json for Parquet',
    spec: tables({ json: { ignoreMalformed: true } }),
    path: 'spec.tables[0].json',
    message: 'table "events" has json, but its format is Parquet; remove json, or write format: Json',
    by: 'rule',
  },
  {
    reason: 'settings of Csv for Json',
    spec: tables({ format: 'Json', csv: {} }),
    path: 'spec.tables[0].csv',
    message: 'table "events" has csv, but its format is Json; remove csv, or write format: Csv',
    by: 'rule',
  },
  {
    reason: 'a delimiter that LazySimpleSerDe takes for a number',
    spec: csv({ delimiter: '1' }),
    path: 'spec.tables[0].csv.delimiter',
    message:
      'has characters or a form that is not allowed; write one character like ";" or "|", or "\\t" in double quotes',
    by: 'structure',
  },
  {
    reason: 'a delimiter of two characters',
    spec: csv({ delimiter: '||' }),
    path: 'spec.tables[0].csv.delimiter',
    message:
      'has characters or a form that is not allowed; write one character like ";" or "|", or "\\t" in double quotes',
    by: 'structure',
  },
  {
    reason: 'a tab in single quotes',
    spec: csv({ delimiter: '\\t' }),
    path: 'spec.tables[0].csv.delimiter',
    message:
      'has characters or a form that is not allowed; write one character like ";" or "|", or "\\t" in double quotes',
    by: 'structure',
  },
  {
    reason: 'a letter as quote',
    spec: csv({ quote: 'q' }),
    path: 'spec.tables[0].csv.quote',
    message: `has characters or a form that is not allowed; write one of " ' \` |`,
    by: 'structure',
  },
  {
    reason: 'a letter as escape',
    spec: csv({ escape: 'n' }),
    path: 'spec.tables[0].csv.escape',
    message: 'has characters or a form that is not allowed; write one of \\ ^ ~ /',
    by: 'structure',
  },
  {
    reason: 'less than no header',
    spec: csv({ headerLines: -1 }),
    path: 'spec.tables[0].csv.headerLines',
    message: 'must be at least 0; write 0 or more',
    by: 'structure',
  },
  twice('one character as delimiter and quote', { delimiter: '|', quote: '|' }),
  twice('one character as delimiter and escape', { delimiter: '^', escape: '^' }),
  quotedType('decimal(10,2)'),
  quotedType('float'),
  quotedType('varchar(10)'),
  property('a property that a field says', 'timestamp.formats'),
  property('the delimiter as a property', 'field.delim'),
  property('a mapping as a property', 'mapping.at'),
  property('the header as a property', 'skip.header.line.count'),
  property('a property with a space', 'null format'),
  squeezed('Parquet', 'ZLIB'),
  squeezed('Orc', 'GZIP'),
  squeezed('Json', 'LZ4'),
  {
    reason: 'an unknown compression',
    spec: tables({ compression: 'BROTLI' }),
    path: 'spec.tables[0].compression',
    message: '"BROTLI" is not a value of compression; write one of: NONE, SNAPPY, GZIP, ZSTD, ZLIB, LZ4',
    by: 'structure',
  },
];
