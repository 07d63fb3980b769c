import { describe, expect, test } from '@jest/globals';
import { pipelineWith } from '../../../crds/cases/cases.ts';
import type { Table } from '../../../crds/datapipeline.ts';
import { applyDefaults } from '../../../crds/validate/defaults.ts';
import { projectionParameters } from './partition-projection.ts';

const DAYS = {
  type: 'date',
  format: 'yyyy-MM-dd',
  range: '2000-01-01,NOW+1DAYS',
  interval: '1',
  'interval.unit': 'DAYS',
};
const YEARS = { type: 'date', format: 'yyyy', range: '2000,NOW+1DAYS', interval: '1', 'interval.unit': 'YEARS' };
const number = (range: string) => ({ type: 'integer', range, digits: '2' });

/** `{year: {type: 'date'}}` → `{'projection.year.type': 'date'}` */
function parameters(keys: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const entries = Object.entries(keys).flatMap(([key, settings]) =>
    Object.entries(settings).map(([setting, value]) => [`projection.${key}.${setting}`, value]),
  );
  return { 'projection.enabled': 'true', ...Object.fromEntries(entries) };
}

/** With the defaults of the schema. */
function projected(given: object) {
  const table = { name: 'events', zone: 'raw', columns: [{ name: 'id', type: 'string' }], ...given };
  const [stored] = applyDefaults(pipelineWith({ tables: [table] })).spec.tables ?? [];
  return projectionParameters(stored as Table, 's3://lake/events/');
}

const usual = (...names: readonly string[]) =>
  projected({ partitionProjection: true, partitionKeys: names.map((name) => ({ name, type: 'string' })) });

describe('partitions are computed', () => {
  test.each([
    [['year'], { year: YEARS }],
    [['year', 'month'], { year: YEARS, month: number('1,12') }],
    [
      ['year', 'month', 'day', 'hour'],
      { year: YEARS, month: number('1,12'), day: number('1,31'), hour: number('0,23') },
    ],
    [['date'], { date: DAYS }],
  ])('from %j', (names, expected) => {
    expect(usual(...names)).toEqual(parameters(expected));
  });

  test('without a year that would have to be moved on: the range follows the clock of the query', () => {
    const ranges = Object.entries(usual('year')).filter(([key]) => key.endsWith('.range'));
    expect(ranges).toEqual([['projection.year.range', expect.stringContaining('NOW')]]);
  });

  test('not unless told', () => {
    expect(projected({ partitionKeys: [{ name: 'date', type: 'string' }] })).toEqual({});
  });
});

describe('partitions are computed as told', () => {
  const told = (key: object) => projected({ projection: { keys: [{ name: 'k', ...key }] } });

  test.each([
    [
      'from a day on, in steps of the finest field',
      { date: { format: 'yyyy/MM/dd/HH', from: '2026-11-25' } },
      {
        type: 'date',
        format: 'yyyy/MM/dd/HH',
        range: '2026/11/25/00,NOW+1DAYS',
        interval: '1',
        'interval.unit': 'HOURS',
      },
    ],
    [
      'in steps of its own',
      { date: { format: 'yyyy-MM-dd', from: '2026-11-23', interval: 2, unit: 'WEEKS' } },
      {
        type: 'date',
        format: 'yyyy-MM-dd',
        range: '2026-11-23,NOW+1DAYS',
        interval: '2',
        'interval.unit': 'WEEKS',
      },
    ],
    ['as numbers without zeros', { integer: { min: 1, max: 12 } }, { type: 'integer', range: '1,12' }],
    [
      'as numbers with zeros, in steps',
      { integer: { min: 0, max: 45, interval: 15, digits: 2 } },
      { type: 'integer', range: '0,45', interval: '15', digits: '2' },
    ],
    ['as a list', { enum: ['a', 'b c'] }, { type: 'enum', values: 'a,b c' }],
    ['from the query', { injected: {} }, { type: 'injected' }],
  ])('%s', (_, key, settings) => {
    expect(told(key)).toEqual(parameters({ k: settings }));
  });

  test('in a layout of their own, below where the table lies', () => {
    const keys = [{ name: 'region', enum: ['a'] }];
    const locationTemplate = ['x/$', '{region}/'].join('');
    expect(projected({ projection: { keys, locationTemplate } })).toMatchObject({
      'storage.location.template': `s3://lake/events/${locationTemplate}`,
    });
  });
});
