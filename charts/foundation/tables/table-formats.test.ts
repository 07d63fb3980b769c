import { describe, expect, test } from '@jest/globals';
import { pipelineWith } from '../../../crds/cases/cases.ts';
import type { Table } from '../../../crds/datapipeline.ts';
import { applyDefaults } from '../../../crds/validate/defaults.ts';
import { hiveFormat } from './table-formats.ts';

const OPENX = 'org.openx.data.jsonserde.JsonSerDe';
const HIVE = 'org.apache.hive.hcatalog.data.JsonSerDe';
const LAZY = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';
const QUOTED = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';

/** With the defaults of the schema. */
function made(given: object) {
  const table = { name: 'events', zone: 'raw', columns: [{ name: 'id', type: 'string' }], ...given };
  const [stored] = applyDefaults(pipelineWith({ tables: [table] })).spec.tables ?? [];
  const format = hiveFormat(stored as Table);
  if (format === undefined) throw new Error('no format of Hive');
  return format;
}

const columns = (type: string) => [{ name: 'at', type }];

describe('Json', () => {
  test.each([
    ['timestamp', HIVE],
    ['array<timestamp>', HIVE],
    ['struct<a:int,b:timestamp>', HIVE],
    ['map<string,timestamp>', HIVE],
    ['struct<timestamp:string>', OPENX],
    ['date', OPENX],
  ])('with a column of %s is read by %s', (type, library) => {
    expect(made({ format: 'Json', columns: columns(type) }).serializationLibrary).toBe(library);
  });

  test('finds ISO timestamps as programs write them', () => {
    const { serDeParameters } = made({ format: 'Json', columns: columns('timestamp') });
    expect(serDeParameters['timestamp.formats']?.split(',')).toEqual(
      expect.arrayContaining([
        "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",
        "yyyy-MM-dd'T'HH:mm:ssZZ",
        "yyyy-MM-dd'T'HH:mm:ss.SSSSSS",
      ]),
    );
  });

  test('takes formats that are told, in their order', () => {
    const timestampFormats = ['millis', 'dd.MM.yyyy HH:mm'];
    expect(made({ format: 'Json', json: { timestampFormats } })).toMatchObject({
      serializationLibrary: HIVE,
      serDeParameters: { 'timestamp.formats': 'millis,dd.MM.yyyy HH:mm' },
    });
  });

  test('with settings that only OpenX knows is read by it, timestamps or not', () => {
    const json = {
      ignoreMalformed: true,
      caseInsensitive: false,
      dotsInKeys: true,
      mappings: { at: '@timestamp' },
    };
    expect(made({ format: 'Json', columns: columns('timestamp'), json })).toMatchObject({
      serializationLibrary: OPENX,
      serDeParameters: {
        'serialization.format': '1',
        'ignore.malformed.json': 'true',
        'case.insensitive': 'false',
        'dots.in.keys': 'true',
        'mapping.at': '@timestamp',
      },
    });
  });

  test('without settings has none', () => {
    expect(made({ format: 'Json', json: {} }).serDeParameters).toEqual({ 'serialization.format': '1' });
  });
});

describe('Csv', () => {
  test('is without quotes, with commas and a header, unless told otherwise', () => {
    expect(made({ format: 'Csv' })).toMatchObject({
      serializationLibrary: LAZY,
      serDeParameters: { 'field.delim': ',', 'serialization.format': ',' },
      tableParameters: { classification: 'csv', 'skip.header.line.count': '1' },
    });
  });

  test('has the delimiter, escape and header that are told', () => {
    const { serDeParameters, tableParameters } = made({
      format: 'Csv',
      csv: { delimiter: '\t', escape: '\\', headerLines: 0 },
    });
    expect(serDeParameters).toEqual({ 'field.delim': '\t', 'serialization.format': '\t', 'escape.delim': '\\' });
    expect(tableParameters).toEqual({ classification: 'csv' });
  });

  test('with quotes is read by the SerDe that knows them', () => {
    expect(made({ format: 'Csv', csv: { delimiter: ';', quote: '"', headerLines: 2 } })).toMatchObject({
      serializationLibrary: QUOTED,
      serDeParameters: { separatorChar: ';', quoteChar: '"', escapeChar: '\\' },
      tableParameters: { 'skip.header.line.count': '2' },
    });
  });
});

describe('compression', () => {
  test.each([
    ['Parquet', 'ZSTD', 'parquet.compression', 'ZSTD'],
    ['Parquet', 'NONE', 'parquet.compression', 'UNCOMPRESSED'],
    ['Orc', 'ZLIB', 'orc.compress', 'ZLIB'],
    ['Orc', 'NONE', 'orc.compress', 'NONE'],
    ['Json', 'GZIP', 'write.compression', 'GZIP'],
    ['Csv', 'NONE', 'write.compression', 'NONE'],
  ])('of %s, %s, is said by %s', (format, compression, key, value) => {
    expect(made({ format, compression }).tableParameters).toMatchObject({ [key]: value });
  });
});

test('further properties go to the SerDe', () => {
  const serdeProperties = { 'serialization.null.format': '\\N' };
  expect(made({ format: 'Csv', serdeProperties }).serDeParameters).toMatchObject(serdeProperties);
});
