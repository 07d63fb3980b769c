import { describe, expect, test } from '@jest/globals';
import { ModelError } from '../../model-error.ts';
import { scheduleExpression } from './schedule-expression.ts';

const cron = (text: string): string => scheduleExpression({ name: 'nightly', cron: text });

describe('cron becomes', () => {
  test.each([
    ['0 7 * * *', '0 7 * * ? *', 'every day: AWS wants ? for one of the two day fields'],
    ['* * * * *', '* * * * ? *', 'every minute'],
    ['*/5 * * * *', '0/5 * * * ? *', 'a step that divides the field starts at its beginning'],
    ['*/7 * * * *', '0/7 * * * ? *', 'a step that does not divide it starts anew each hour, in both dialects'],
    ['3/20 * * * *', '3/20 * * * ? *', 'a step from a number runs to the end of the field'],
    ['10-30/10 * * * *', '10,20,30 * * * ? *', 'a step inside a range'],
    ['0,30 8-18 * * *', '0,30 8-18 * * ? *', 'lists and ranges'],
    ['0 0 1 * *', '0 0 1 * ? *', 'first of the month'],
    ['0 0 1,15 * *', '0 0 1,15 * ? *', 'twice a month'],
    ['0 0 */10 * *', '0 0 1/10 * ? *', 'days of the month count from 1'],
    ['0 0 1-31 * *', '0 0 * * ? *', 'all days in full'],
    ['0 0 1 JAN *', '0 0 1 1 ? *', 'month by name'],
    ['0 0 1 jan-mar *', '0 0 1 1-3 ? *', 'names in any case'],
    ['0 0 1 */3 *', '0 0 1 1/3 ? *', 'quarterly'],
    ['0 0 * 12 *', '0 0 * 12 ? *', 'a month by number'],
    ['0 0 * * 0', '0 0 ? * SUN *', 'Sunday is 0 in Unix and 1 in AWS'],
    ['0 0 * * 7', '0 0 ? * SUN *', 'and 7 in Unix'],
    ['0 0 * * 1', '0 0 ? * MON *', 'a shifted number would have been Sunday'],
    ['0 0 * * 6', '0 0 ? * SAT *', 'Saturday'],
    ['0 0 * * 1-5', '0 0 ? * MON-FRI *', 'working days'],
    ['0 0 * * MON-FRI', '0 0 ? * MON-FRI *', 'by name'],
    ['0 0 * * 0,6', '0 0 ? * SUN,SAT *', 'the weekend'],
    ['0 0 * * 6-7', '0 0 ? * SUN,SAT *', 'the weekend as a range that ends in Unix Sunday'],
    ['0 0 * * 0-6', '0 0 * * ? *', 'the whole week is any day'],
    ['0 0 * * 1-7', '0 0 * * ? *', 'and so from Monday'],
    ['0 0 * * FRI-MON', '0 0 ? * SUN,MON,FRI,SAT *', 'a range round the end of the week'],
    ['0 0 * * SAT-SUN', '0 0 ? * SUN,SAT *', 'the shortest such range'],
    ['0 0 * * */2', '0 0 ? * SUN,TUE,THU,SAT *', 'every second day of the week'],
    ['0 0 * * MON,WED,FRI', '0 0 ? * MON,WED,FRI *', 'a list of names'],
    ['0 0 * * 5,1,3', '0 0 ? * MON,WED,FRI *', 'in the order of the week'],
    ['0 0 */1 * MON', '0 0 ? * MON *', 'a step of one restricts nothing'],
    ['  0   7 * * * ', '0 7 * * ? *', 'spaces do not count'],
    ['05 07 * * *', '5 7 * * ? *', 'leading zeros do not either'],
  ])('%s → cron(%s): %s', (text, expected) => {
    expect(cron(text)).toBe(`cron(${expected})`);
  });
});

describe('cron is refused', () => {
  test.each([
    ['0 7 * *', 'has 4 fields', 'a field is missing'],
    ['0 7 * * * *', 'has 6 fields', "AWS's own form"],
    ['', 'has 1 fields', 'nothing'],
    ['60 * * * *', 'minute "60" is not understood', 'beyond the field'],
    ['0 24 * * *', 'hour "24" is not understood', 'beyond the field'],
    ['0 0 0 * *', 'day of month "0" is not understood', 'below the field'],
    ['0 0 * 13 *', 'month "13" is not understood', 'beyond the field'],
    ['0 0 * FOO *', 'month "FOO" is not understood', 'no month'],
    ['0 0 * * 8', 'day of week "8" is not understood', 'beyond the field'],
    ['0 0 * * FOO', 'day of week "FOO" is not understood', 'no day'],
    ['MON 0 * * *', 'minute "MON" is not understood', 'names only where there are names'],
    ['30-10 * * * *', 'minute "30-10" is not understood', 'only weeks go round'],
    ['*/0 * * * *', 'minute "*/0" is not understood', 'a step of nothing'],
    ['1,,2 * * * *', 'minute "" is not understood', 'an empty item'],
    ['0 0 L * *', 'day of month "L" is not understood', 'not Unix cron'],
    ['0 0 ? * 2', 'day of month "?" is not understood', 'not Unix cron'],
    ['0 0 1 * MON', 'restricts day of month and day of week', 'Unix would run on either, AWS cannot'],
    ['0 0 1-31 * MON', 'restricts day of month and day of week', 'Unix would run every day'],
    ['0 0 */2 * 0-6', 'restricts day of month and day of week', 'written out is restricted too'],
  ])('"%s": %s (%s)', (text, reason) => {
    expect(() => cron(text)).toThrow(reason);
  });

  test('naming the schedule, so that a user finds it', () => {
    expect(() => cron('nonsense')).toThrow(ModelError);
    expect(() => cron('nonsense')).toThrow(/^schedules\/nightly: cron "nonsense" /);
  });
});

describe('rate and at', () => {
  test.each([
    [{ rate: '15m' }, 'rate(15 minutes)'],
    [{ rate: '1m' }, 'rate(1 minute)'],
    [{ rate: '1h' }, 'rate(1 hour)'],
    [{ rate: '6h' }, 'rate(6 hours)'],
    [{ rate: '1d' }, 'rate(1 day)'],
    [{ rate: '30d' }, 'rate(30 days)'],
    [{ at: '2026-12-24T18:00:00' }, 'at(2026-12-24T18:00:00)'],
  ])('%j → %s', (time, expected) => {
    expect(scheduleExpression({ name: 'nightly', ...time })).toBe(expected);
  });

  test.each([
    [{ rate: '0m' }, 'rate "0m" is not understood'],
    [{ rate: '15' }, 'rate "15" is not understood'],
    [{ rate: '15 m' }, 'rate "15 m" is not understood'],
    [{ rate: '1w' }, 'rate "1w" is not understood'],
    [{ at: '2026-12-24' }, 'at "2026-12-24" is not a local time'],
    [{ at: '2026-12-24T18:00:00Z' }, 'at "2026-12-24T18:00:00Z" is not a local time'],
    [{}, 'no time is given'],
  ])('%j is refused: %s', (time, reason) => {
    expect(() => scheduleExpression({ name: 'nightly', ...time })).toThrow(reason);
  });
});
