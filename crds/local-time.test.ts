import { describe, expect, test } from '@jest/globals';
import { instantsOf, isRepeated, localTime, offsetMs } from './local-time.ts';

const rfc = (instants: readonly number[]) => instants.map((instant) => new Date(instant).toISOString().slice(0, 16));

describe('the instants of a local time', () => {
  test.each([
    ['an ordinary day', 'Europe/Berlin', '2026-12-24T18:00:00', ['2026-12-24T17:00']],
    ['where there is no summer time', 'Asia/Kolkata', '2026-03-29T02:30:00', ['2026-03-28T21:00']],
    ['clocks go forward', 'Europe/Berlin', '2026-03-29T02:30:00', []],
    ['the moment after', 'Europe/Berlin', '2026-03-29T03:00:00', ['2026-03-29T01:00']],
    ['clocks go back', 'Europe/Berlin', '2026-10-25T02:30:00', ['2026-10-25T00:30', '2026-10-25T01:30']],
    ['by half an hour', 'Australia/Lord_Howe', '2026-04-05T01:45:00', ['2026-04-04T14:45', '2026-04-04T15:15']],
    ['at midnight', 'Africa/Cairo', '2026-04-24T00:30:00', []],
    ['a day that an island left out', 'Pacific/Apia', '2011-12-30T12:00:00', []],
    ['midnight itself', 'America/New_York', '2026-01-01T00:00:00', ['2026-01-01T05:00']],
  ])('%s', (_, timeZone, local, instants) => {
    expect(rfc(instantsOf(timeZone, local))).toEqual(instants);
    for (const instant of instantsOf(timeZone, local)) expect(localTime(timeZone, instant)).toBe(local);
  });
});

test('of two instants that look alike the later one is repeated', () => {
  const [first = 0, second = 0] = instantsOf('Europe/Berlin', '2026-10-25T02:30:00');
  expect([isRepeated('Europe/Berlin', first), isRepeated('Europe/Berlin', second)]).toEqual([false, true]);
  expect(isRepeated('Europe/Berlin', second + 3_600_000)).toBe(false);
  expect(isRepeated('UTC', second)).toBe(false);
});

test('a zone has its offset to the second, and the millisecond does not count', () => {
  expect(offsetMs('Asia/Kathmandu', Date.parse('2026-01-01T00:00:00.999Z'))).toBe((5 * 60 + 45) * 60_000);
});
