import { describe, expect, test } from '@jest/globals';
import type { ScheduleTime } from '../../../charts/facts.ts';
import { aChild } from '../testing/a-child.ts';
import { adjustTime, startDateAsApplied } from './time.ts';

const NOW = Date.parse('2026-11-25T10:10:00Z');
const HOUR_MS = 3_600_000;
const timed = (time: Partial<ScheduleTime>) => ({
  by: 'Time' as const,
  time: { timeZone: 'UTC', ...time },
  lingerMs: HOUR_MS,
});
const now = (time: Partial<ScheduleTime>, nowMs = NOW) => adjustTime(timed(time), nowMs);

describe('a start', () => {
  test('that lies ahead is given as it is', () => {
    expect(now({ cron: '5 * * * *', startAt: '2026-12-01T00:00:00Z' })).toEqual({ is: 'Wanted' });
    expect(now({ rate: '6h', startAt: '2026-12-01T00:00:00Z' })).toEqual({ is: 'Wanted' });
  });

  test('that is past is left out of a cron, which runs at the same times without it', () => {
    expect(now({ cron: '5 * * * *', startAt: '2025-03-01T00:00:00Z' })).toEqual({
      is: 'Wanted',
      changes: { startDate: null },
    });
  });

  test.each([
    ['6h', '2025-03-01T03:00:00Z', '2026-11-25T15:00:00Z'],
    ['15m', '2026-11-25T10:00:00Z', '2026-11-25T10:15:00Z'],
    ['1d', '2026-11-20T10:10:00Z', '2026-11-25T10:10:00Z'],
    ['2h', '2026-11-25T11:30:00.250+02:00', '2026-11-25T11:30:00Z'],
  ])('that is past is the next due time of a rate of %s from %s', (rate, startAt, startDate) => {
    expect(now({ rate, startAt })).toEqual({ is: 'Wanted', changes: { startDate } });
  });

  test('is not spoken of where none is given', () => {
    expect(now({ rate: '6h' })).toEqual({ is: 'Wanted' });
  });
});

describe('what was applied', () => {
  const applied = (time: Partial<ScheduleTime>, startDate?: string) =>
    startDateAsApplied(timed(time), aChild({ applied: startDate === undefined ? {} : { startDate } }));
  const RATE = { rate: '6h', startAt: '2025-03-01T03:00:00Z' };
  const CRON = { cron: '5 * * * *', startAt: '2025-03-01T00:00:00Z' };

  test('stands while it leads to the same runs', () => {
    expect(applied(RATE, '2025-07-01T09:00:00Z')).toEqual({ startDate: '2025-07-01T09:00:00Z' });
    expect(applied(RATE, '2025-03-01T03:00:00Z')).toEqual({ startDate: '2025-03-01T03:00:00Z' });
    expect(applied(CRON, '2025-03-01T00:00:00Z')).toEqual({ startDate: '2025-03-01T00:00:00Z' });
    expect(applied(CRON)).toEqual({ startDate: null });
  });

  test('does not stand when the spec asks for other runs', () => {
    expect(applied(RATE, '2025-07-01T10:00:00Z')).toBeUndefined();
    expect(applied(RATE, '2025-02-01T03:00:00Z')).toBeUndefined();
    expect(applied(RATE)).toBeUndefined();
    expect(applied(CRON, '2025-02-01T00:00:00Z')).toBeUndefined();
  });
});

describe('an end', () => {
  const AT = { at: '2026-11-25T11:00:00', timeZone: 'Europe/Berlin' };

  test.each([
    ['a single run ahead', AT, Date.parse('2026-11-25T09:59:00Z'), 'Wanted'],
    ['a single run that may still be tried', AT, Date.parse('2026-11-25T10:01:00Z'), 'Over'],
    ['a single run long past', AT, Date.parse('2026-11-25T11:01:00Z'), 'Gone'],
    ['a cron whose last run is ahead', { cron: '0 12 * * *', endAt: '2026-11-25T13:00:00Z' }, NOW, 'Wanted'],
    [
      'a cron whose last run is past, though its end is not',
      { cron: '0 10 * * *', endAt: '2026-11-25T13:00:00Z' },
      NOW,
      'Over',
    ],
    ['a cron that ended', { cron: '0 10 * * *', endAt: '2026-11-24T13:00:00Z' }, NOW, 'Gone'],
    ['a rate that ended, whose runs only AWS knew', { rate: '1h', endAt: '2026-11-24T13:00:00Z' }, NOW, 'Gone'],
    ['a rate without an end', { rate: '1h' }, NOW, 'Wanted'],
  ])('%s', (_, time, nowMs, is) => {
    expect(now(time, nowMs).is).toBe(is);
  });
});
