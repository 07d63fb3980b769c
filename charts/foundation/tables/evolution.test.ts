import { describe, expect, test } from '@jest/globals';
import { pipelineWith } from '../../../crds/cases/cases.ts';
import { applyDefaults } from '../../../crds/validate/defaults.ts';
import { GLUE } from '../../kinds/glue.ts';
import { renderPipeline } from '../../render.ts';
import { type SchemaChange, schemaChanges } from './evolution.ts';

type Fields = Readonly<Record<string, unknown>>;

/** As charts render it. */
function table(given: Fields) {
  const tables = [{ name: 'events', zone: 'raw', ...given }];
  const { objects } = renderPipeline(applyDefaults(pipelineWith({ zones: [{ name: 'raw' }], tables })));
  const found = objects.find(({ kind }) => kind === GLUE.CatalogTable);
  if (found === undefined) throw new Error('no table was rendered');
  return found.manifest;
}

/** "id string, at timestamp" */
const columns = (text: string) => ({
  columns: text.split(', ').map((column) => {
    const [name, type] = column.split(' ');
    return { name, type };
  }),
});

const changes = (before: Fields, after: Fields) => schemaChanges(table(before), table(after));
const effects = (format: string, before: string, after: string, more: Fields = {}): SchemaChange['effect'][] =>
  changes({ format, ...columns(before), ...more }, { format, ...columns(after), ...more }).map(({ effect }) => effect);

const BY_NAME = ['Parquet', 'Json'];
const BY_PLACE = ['Csv', 'Orc'];

describe('columns that are found by name', () => {
  test.each(BY_NAME)('%s: stay readable wherever a column is added, and in any order', (format) => {
    expect(effects(format, 'a int, b int', 'a int, c int, b int')).toEqual(['Compatible']);
    expect(effects(format, 'a int, b int', 'b int, a int')).toEqual([]);
  });

  test.each(BY_NAME)('%s: one that left breaks readers; one that is renamed left and came', (format) => {
    expect(effects(format, 'a int, b int', 'a int')).toEqual(['BreaksReaders']);
    expect(effects(format, 'a int, b int', 'a int, c int')).toEqual(['BreaksReaders', 'Compatible']);
  });
});

describe('columns that are found by place', () => {
  test.each(BY_PLACE)('%s: may be appended', (format) => {
    expect(effects(format, 'a int', 'a int, b int')).toEqual(['Compatible']);
  });

  test.each(BY_PLACE)('%s: may be renamed, which breaks readers only', (format) => {
    expect(effects(format, 'a int, b int', 'a int, c int')).toEqual(['BreaksReaders']);
  });

  test.each(BY_PLACE)(
    '%s: are misread when one comes between, when they change places, and when one leaves',
    (format) => {
      expect(effects(format, 'a int, b int', 'a int, c int, b int')).toEqual(['NeedsRewrite']);
      expect(effects(format, 'a int, b int', 'b int, a int')).toEqual(['NeedsRewrite']);
      expect(effects(format, 'a int, b int, c int', 'a int, c int')).toEqual(['NeedsRewrite', 'BreaksReaders']);
      expect(effects(format, 'a int, b int', 'a int')).toEqual(['NeedsRewrite', 'BreaksReaders']);
    },
  );

  test('Orc can be told to go by name, Parquet by place', () => {
    const orc = { serdeProperties: { 'orc.column.index.access': 'false' } };
    expect(effects('Orc', 'a int, b int', 'b int, a int', orc)).toEqual([]);
    const parquet = { serdeProperties: { 'parquet.column.index.access': 'true' } };
    expect(effects('Parquet', 'a int, b int', 'b int, a int', parquet)).toEqual(['NeedsRewrite']);
  });
});

describe('types', () => {
  test.each([
    ['tinyint', 'bigint'],
    ['int', 'bigint'],
    ['float', 'double'],
    ['struct<a:int>', 'struct<a:int,b:string>'],
    ['struct<a:struct<x:int>,m:map<string,int>>', 'struct<a:struct<x:bigint,y:int>,m:map<string,int>>'],
  ])('%s can become %s where it is text; of columnar formats Athena promises nothing', (before, after) => {
    expect(effects('Json', `a ${before}`, `a ${after}`)).toEqual(['Compatible']);
    for (const format of ['Parquet', 'Orc'])
      expect(effects(format, `a ${before}`, `a ${after}`)).toEqual(['NeedsRewrite']);
  });

  test.each([
    ['bigint', 'int'],
    ['int', 'string'],
    ['string', 'int'],
    ['double', 'float'],
    ['timestamp', 'date'],
    ['struct<a:int,b:int>', 'struct<b:int,a:int>'],
    ['struct<a:int,b:int>', 'struct<a:int>'],
    ['map<string,int>', 'struct<a:int>'],
  ])('%s cannot become %s without a rewrite', (before, after) => {
    // A timestamp may bring another reader of JSON along.
    if (after !== 'string') expect(effects('Json', `a ${before}`, `a ${after}`)).toContain('NeedsRewrite');
    expect(effects('Parquet', `a ${before}`, `a ${after}`)).toEqual(['NeedsRewrite']);
  });

  test('anything can become text where it is text', () => {
    for (const format of ['Json', 'Csv']) expect(effects(format, 'a int', 'a string')).toEqual(['Compatible']);
  });
});

describe('the table around its columns', () => {
  const one = columns('a int');

  test('of another format, or with another delimiter, needs a rewrite', () => {
    expect(changes({ format: 'Json', ...one }, { format: 'Parquet', ...one })).toEqual([
      { effect: 'NeedsRewrite', message: expect.stringMatching(/ParquetHiveSerDe instead of JsonSerDe/) },
    ]);
    const csv = (delimiter: string) => ({ format: 'Csv', csv: { delimiter }, ...one });
    expect(changes(csv(','), csv(';'))).toEqual([
      { effect: 'NeedsRewrite', message: expect.stringMatching(/^delimiter "," → ";"/) },
    ]);
  });

  test('that is read by another class for one format does not', () => {
    const quoted = { format: 'Csv', csv: { quote: '"' }, ...one };
    expect(changes({ format: 'Csv', ...one }, quoted).map(({ effect }) => effect)).toEqual(['Compatible']);
  });

  test('elsewhere no longer reads what lies where it was', () => {
    expect(changes({ ...one, prefix: 'a/' }, { ...one, prefix: 'b/' })).toEqual([
      { effect: 'NeedsRewrite', message: expect.stringMatching(/^location s3:\S+\/a\/ → s3:\S+\/b\/: /) },
    ]);
  });

  test('with other partition keys is refused by Glue', () => {
    const keys = (name: string) => ({ ...one, partitionKeys: [{ name, type: 'string' }] });
    expect(changes(keys('year'), keys('date')).map(({ effect }) => effect)).toEqual(['Impossible']);
  });
});
