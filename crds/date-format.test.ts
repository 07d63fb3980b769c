import { describe, expect, test } from '@jest/globals';
import { finestUnit, formatDate, isFiner, missingUnit, parseDay } from './date-format.ts';

describe('dates in paths', () => {
  test.each([
    ['2026-01-01', '2026-01-01T00:00:00.000Z'],
    ['2028-02-29T05:30', '2028-02-29T05:30:00.000Z'],
  ])('%s is a time', (text, instant) => {
    expect(parseDay(text)?.toISOString()).toBe(instant);
  });

  test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-01-01T24:00', '2026-04-31'])('%s is none', (text) => {
    expect(parseDay(text)).toBeUndefined();
  });

  test.each([
    ['yyyy-MM-dd', '2026-03-08'],
    ['yyyy/MM/dd/HH', '2026/03/08/05'],
    ['yyyy/M/d/H', '2026/3/8/5'],
    ["'year='yyyy'/month='MM", 'year=2026/month=03'],
    ["yyyyMMdd'T'HHmm", '20260308T0507'],
  ])('%s writes %s', (format, text) => {
    expect(formatDate(format, new Date('2026-03-08T05:07:00Z'))).toBe(text);
  });

  test.each([
    ['yyyy', 'YEARS'],
    ['yyyy-MM', 'MONTHS'],
    ['dd.MM.yyyy', 'DAYS'],
    ["yyyy-MM-dd'Hm'", 'DAYS'],
    ['yyyy/M/d/H', 'HOURS'],
    ['yyyyMMddHHmm', 'MINUTES'],
  ])('%s is moved by %s', (format, unit) => {
    expect(finestUnit(format)).toBe(unit);
  });

  test('a unit is finer than a format that shows nothing of it', () => {
    expect(isFiner('HOURS', 'yyyy-MM-dd')).toBe(true);
    expect(isFiner('WEEKS', 'yyyy-MM')).toBe(true);
    expect(isFiner('WEEKS', 'yyyy-MM-dd')).toBe(false);
    expect(isFiner('YEARS', 'yyyy-MM-dd')).toBe(false);
  });

  test('a field between is missed', () => {
    expect(missingUnit('yyyy-dd')).toBe('MONTHS');
    expect(missingUnit('MM/dd')).toBe('YEARS');
    expect(missingUnit("yyyy'M'dd")).toBe('MONTHS');
    expect(missingUnit('yyyy-MM')).toBeUndefined();
  });
});
