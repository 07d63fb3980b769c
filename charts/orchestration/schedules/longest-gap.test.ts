import { describe, expect, test } from '@jest/globals';
import { longestGapMinutes } from './longest-gap.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

describe('the longest time between two runs', () => {
  test.each<[string, number | undefined]>([
    ['* * * * *', 1],
    ['*/5 * * * *', 5],
    ['0 7 * * *', DAY],
    ['30 8-18 * * *', 14 * HOUR],
    ['0,59 * * * *', 59],
    ['0 6,18 * * *', 12 * HOUR],
    ['0 7 * * MON-FRI', 3 * DAY],
    ['0 7 * * SUN', 7 * DAY],
    ['0 6,18 * * MON', 6 * DAY + 12 * HOUR],
    ['0 7 1 * *', 31 * DAY],
    ['0 7 */2 * *', 2 * DAY],
    ['0 7 29 2 *', undefined],
    ['0 7 * 1 *', 336 * DAY],
    ['0 7 31 2 *', undefined],
  ])('of %s', (cron, minutes) => {
    expect(longestGapMinutes({ cron })).toBe(minutes);
  });

  test.each([
    ['15m', 15],
    ['2h', 2 * HOUR],
    ['1d', DAY],
  ])('of a rate is the rate: %s', (rate, minutes) => {
    expect(longestGapMinutes({ rate })).toBe(minutes);
  });

  test('of one run is none', () => {
    expect(longestGapMinutes({})).toBeUndefined();
  });
});
