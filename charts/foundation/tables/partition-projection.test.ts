import { describe, expect, test } from '@jest/globals';
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

describe('partitions are computed', () => {
  test.each([
    [['year'], { year: YEARS }],
    [['year', 'month'], { year: YEARS, month: number('1,12') }],
    [
      ['year', 'month', 'day', 'hour'],
      { year: YEARS, month: number('1,12'), day: number('1,31'), hour: number('0,23') },
    ],
    [['date'], { date: DAYS }],
  ])('from %j', (keys, expected) => {
    expect(projectionParameters(keys)).toEqual(parameters(expected));
  });

  test('without a year that would have to be moved on: the range follows the clock of the query', () => {
    const ranges = Object.entries(projectionParameters(['year'])).filter(([key]) => key.endsWith('.range'));
    expect(ranges).toEqual([['projection.year.range', expect.stringContaining('NOW')]]);
  });
});
