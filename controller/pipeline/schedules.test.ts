import { describe, expect, test } from '@jest/globals';
import type { ScheduleTime } from '../../charts/facts.ts';
import { nextRunOf } from './schedules.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');

const cases: { reason: string; time: Partial<ScheduleTime>; expected: object }[] = [
  {
    reason: 'a cron is due at its next time',
    time: { cron: '0 7 * * *' },
    expected: { state: 'Enabled', nextRun: '2026-11-24T07:00:00Z' },
  },
  {
    reason: 'a cron is meant in its own time zone',
    time: { cron: '0 7 * * *', timeZone: 'Europe/Berlin' },
    expected: { state: 'Enabled', nextRun: '2026-11-24T06:00:00Z' },
  },
  {
    reason: 'summer time moves a run against UTC',
    time: { cron: '0 7 1 7 *', timeZone: 'Europe/Berlin' },
    expected: { state: 'Enabled', nextRun: '2027-07-01T05:00:00Z' },
  },
  {
    reason: 'nothing runs before startAt',
    time: { cron: '0 7 * * *', startAt: '2026-12-01T00:00:00Z' },
    expected: { state: 'Enabled', nextRun: '2026-12-01T07:00:00Z' },
  },
  {
    reason: 'nothing runs after endAt',
    time: { cron: '0 7 * * *', endAt: '2026-11-23T23:00:00Z' },
    expected: { state: 'Completed' },
  },
  {
    reason: 'a single run is due at its local time',
    time: { at: '2026-12-24T18:00:00', timeZone: 'America/New_York' },
    expected: { state: 'Enabled', nextRun: '2026-12-24T23:00:00Z' },
  },
  {
    reason: 'a single run that is past never comes again',
    time: { at: '2026-01-01T00:00:00' },
    expected: { state: 'Completed' },
  },
  {
    reason: 'a local time that clocks skip is skipped',
    time: { cron: '30 2 29 3 *', timeZone: 'Europe/Berlin' },
    expected: { state: 'Enabled', nextRun: '2027-03-29T00:30:00Z' },
  },
  {
    reason: 'a rate that ended has no run left, though only AWS knew them',
    time: { rate: '15m', endAt: '2026-11-01T00:00:00Z' },
    expected: { state: 'Completed' },
  },
  {
    reason: 'AWS counts a rate from the moment it made the schedule, which is not known here',
    time: { rate: '15m' },
    expected: { state: 'Enabled' },
  },
  {
    reason: 'a rate with startAt counts from there',
    time: { rate: '2h', startAt: '2026-11-23T03:30:00Z' },
    expected: { state: 'Enabled', nextRun: '2026-11-23T11:30:00Z' },
  },
];

describe('nextRunOf', () => {
  test.each(cases)('$reason', ({ time, expected }) => {
    expect(nextRunOf({ time: { timeZone: 'UTC', ...time } }, NOW)).toEqual(expected);
  });

  test('a local time that exists twice runs once', () => {
    const time = { cron: '*/30 * * * *', timeZone: 'Europe/Berlin' };
    const { nextRun } = nextRunOf({ time }, Date.parse('2026-10-25T00:31:00Z'));
    expect(nextRun).toBe('2026-10-25T02:00:00Z');
  });

  test('what suspends a schedule is named, and no run promised', () => {
    const time = { cron: '0 7 * * *', timeZone: 'UTC' };
    expect(nextRunOf({ suspendedBy: 'spec.suspend: Compute', time }, NOW)).toEqual({
      state: 'Disabled',
      suspendedBy: 'spec.suspend: Compute',
    });
  });
});

describe('the next run of one schedule', () => {
  const HOUR_MS = 3_600_000;

  /** Counts how often the expression is looked at. */
  function watched(time: ScheduleTime): { time: ScheduleTime; looks: () => number } {
    let looks = 0;
    const proxy = new Proxy(time, {
      get: (target, field, receiver) => {
        if (field === 'cron') looks += 1;
        return Reflect.get(target, field, receiver);
      },
    });
    return { time: proxy, looks: () => looks };
  }

  test('is computed once until it is past, and then anew', () => {
    const { time, looks } = watched({ cron: '0 7 * * *', timeZone: 'UTC' });
    expect(nextRunOf({ time }, NOW)).toEqual({ state: 'Enabled', nextRun: '2026-11-24T07:00:00Z' });
    const after = looks();
    expect(nextRunOf({ time }, NOW + 21 * HOUR_MS - 1)).toEqual({ state: 'Enabled', nextRun: '2026-11-24T07:00:00Z' });
    expect(looks()).toBe(after);
    expect(nextRunOf({ time }, NOW + 21 * HOUR_MS)).toEqual({ state: 'Enabled', nextRun: '2026-11-25T07:00:00Z' });
  });

  test('is another when the clock was set back', () => {
    const { time } = watched({ cron: '0 7 * * *', timeZone: 'UTC' });
    nextRunOf({ time }, NOW);
    expect(nextRunOf({ time }, NOW - 24 * HOUR_MS)).toEqual({ state: 'Enabled', nextRun: '2026-11-23T07:00:00Z' });
  });
});
