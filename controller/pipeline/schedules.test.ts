import { describe, expect, test } from '@jest/globals';
import type { Schedule } from '../../crds/datapipeline.ts';
import { nextRunOf } from './schedules.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');

function aSchedule(changes: Partial<Schedule>): Schedule {
  return { name: 'nightly', timeZone: 'UTC', crawler: 'raw', windowMinutes: 0, suspend: false, ...changes };
}

const cases: { reason: string; schedule: Partial<Schedule>; expected: object }[] = [
  {
    reason: 'a cron is due at its next time',
    schedule: { cron: '0 7 * * *' },
    expected: { state: 'Enabled', nextRun: '2026-11-24T07:00:00Z' },
  },
  {
    reason: 'a cron is meant in its own time zone',
    schedule: { cron: '0 7 * * *', timeZone: 'Europe/Berlin' },
    expected: { state: 'Enabled', nextRun: '2026-11-24T06:00:00Z' },
  },
  {
    reason: 'summer time moves a run against UTC',
    schedule: { cron: '0 7 1 7 *', timeZone: 'Europe/Berlin' },
    expected: { state: 'Enabled', nextRun: '2027-07-01T05:00:00Z' },
  },
  {
    reason: 'nothing runs before startAt',
    schedule: { cron: '0 7 * * *', startAt: '2026-12-01T00:00:00Z' },
    expected: { state: 'Enabled', nextRun: '2026-12-01T07:00:00Z' },
  },
  {
    reason: 'nothing runs after endAt',
    schedule: { cron: '0 7 * * *', endAt: '2026-11-23T23:00:00Z' },
    expected: { state: 'Completed' },
  },
  {
    reason: 'a single run is due at its local time',
    schedule: { at: '2026-12-24T18:00:00', timeZone: 'America/New_York' },
    expected: { state: 'Enabled', nextRun: '2026-12-24T23:00:00Z' },
  },
  {
    reason: 'a single run that is past never comes again',
    schedule: { at: '2026-01-01T00:00:00' },
    expected: { state: 'Completed' },
  },
  {
    reason: 'AWS counts a rate from the moment it made the schedule, which is not known here',
    schedule: { rate: '15m' },
    expected: { state: 'Enabled' },
  },
  {
    reason: 'a rate with startAt counts from there',
    schedule: { rate: '2h', startAt: '2026-11-23T03:30:00Z' },
    expected: { state: 'Enabled', nextRun: '2026-11-23T11:30:00Z' },
  },
  {
    reason: 'a suspended schedule says that it is itself',
    schedule: { cron: '0 7 * * *', suspend: true },
    expected: { state: 'Disabled', suspendedBy: 'schedule' },
  },
];

describe('nextRunOf', () => {
  test.each(cases)('$reason', ({ schedule, expected }) => {
    expect(nextRunOf(aSchedule(schedule), 'None', NOW)).toEqual(expected);
  });

  test('a suspended pipeline is named as what suspends', () => {
    expect(nextRunOf(aSchedule({ cron: '0 7 * * *' }), 'Compute', NOW)).toEqual({
      state: 'Disabled',
      suspendedBy: 'spec.suspend: Compute',
    });
  });
});
