/** Schedules. */
import { scheduleOf } from './build.ts';
import type { Cases } from './cases.ts';

const cron = (text: string) => scheduleOf({ cron: text });
const JOB = { name: 'clean', script: { inline: 'print(1)' }, glue: {} };
const ofJob = (job: string) => ({ ...scheduleOf({ crawler: undefined, job, cron: '0 7 * * *' }), jobs: [JOB] });

const ofWorkflow = (workflow: string) => ({
  ...scheduleOf({ crawler: undefined, workflow, cron: '0 7 * * *' }),
  workflows: [{ name: 'batch', steps: [{ name: 'settle', wait: { seconds: 1 } }] }],
});

export const schedulesCases: Cases = {
  good: [
    { reason: 'a schedule of a job', spec: ofJob('clean') },
    { reason: 'a schedule of a workflow', spec: ofWorkflow('batch') },
    { reason: 'cron with lists, ranges, steps and names', spec: cron('0,30 8-18/2 * JAN,MAR-JUN MON-FRI') },
    { reason: 'cron on the weekend', spec: cron('0 7 * * SAT-SUN') },
    { reason: 'cron on Sunday as 7', spec: cron('*/5 23 * * 7') },
    { reason: 'cron with days of the month', spec: cron('59 0 1,15,31 */2 *') },
    { reason: 'cron on 29 February', spec: cron('0 7 29 2 *') },
    { reason: 'rate in a time zone that is an old link', spec: scheduleOf({ rate: '15m', timeZone: 'US/Eastern' }) },
    { reason: 'one run on a leap day', spec: scheduleOf({ at: '2028-02-29T23:59:59', timeZone: 'Asia/Kolkata' }) },
    {
      reason: 'start and end with fractions and offsets',
      spec: scheduleOf({ rate: '1d', startAt: '2026-12-01T00:00:00.5Z', endAt: '2026-12-01T00:00:00-01:00' }),
    },
  ],
  bad: [
    {
      reason: 'schedule of a job that does not exist',
      spec: ofJob('cleen'),
      path: 'spec.schedules',
      message: 'schedule "nightly" names job "cleen", which does not exist; write one of: clean',
      by: 'rule',
    },
    {
      reason: 'schedule of a job where there is none',
      spec: scheduleOf({ crawler: undefined, job: 'clean', cron: '0 7 * * *' }),
      path: 'spec.schedules',
      message: 'schedule "nightly" names job "clean", which does not exist; write one of: none, for spec.jobs is empty',
      by: 'rule',
    },
    {
      reason: 'schedule of a workflow that does not exist',
      spec: ofWorkflow('batsh'),
      path: 'spec.schedules',
      message: 'schedule "nightly" names workflow "batsh", which does not exist; write one of: batch',
      by: 'rule',
    },
    {
      reason: 'schedule of nothing',
      spec: scheduleOf({ crawler: undefined, cron: '0 7 * * *' }),
      path: 'spec.schedules[0]',
      message: 'schedule "nightly" has none of crawler, job and workflow; write exactly one',
      by: 'rule',
    },
    {
      reason: 'schedule of two things',
      spec: {
        ...ofJob('clean'),
        ...{ schedules: [{ name: 'nightly', crawler: 'raw', job: 'clean', cron: '0 7 * * *' }] },
      },
      path: 'spec.schedules[0]',
      message: 'schedule "nightly" has more than one of crawler, job and workflow; write exactly one',
      by: 'rule',
    },
    {
      reason: 'a local time that clocks skip',
      spec: scheduleOf({ at: '2027-03-28T02:30:00', timeZone: 'Europe/Berlin' }),
      path: 'spec.schedules[0].at',
      message:
        'at "2027-03-28T02:30:00" does not exist in Europe/Berlin, whose clocks go forward over it; write 2027-03-28T03:00:00 or later',
      by: 'check',
    },
    {
      reason: 'schedule of a crawler that does not exist',
      spec: { schedules: [{ name: 'nightly', crawler: 'raw', cron: '0 7 * * *' }] },
      path: 'spec.schedules',
      message:
        'schedule "nightly" names crawler "raw", which does not exist; write one of: none, for spec.crawlers is empty',
      by: 'rule',
    },
    {
      reason: 'schedule of another crawler',
      spec: { ...scheduleOf({ crawler: 'row', cron: '0 7 * * *' }) },
      path: 'spec.schedules',
      message: 'schedule "nightly" names crawler "row", which does not exist; write one of: raw',
      by: 'rule',
    },
    {
      reason: 'schedule without time',
      spec: scheduleOf({}),
      path: 'spec.schedules[0]',
      message: 'schedule "nightly" has none of cron, rate and at; write exactly one',
      by: 'rule',
    },
    {
      reason: 'schedule with two times',
      spec: scheduleOf({ cron: '0 7 * * *', rate: '1h' }),
      path: 'spec.schedules[0]',
      message: 'schedule "nightly" has more than one of cron, rate and at; write exactly one',
      by: 'rule',
    },
    {
      reason: 'cron with six fields',
      spec: scheduleOf({ cron: '0 7 * * ? *' }),
      path: 'spec.schedules[0].cron',
      message:
        'cron "0 7 * * ? *" does not have five fields with one space between; write minute, hour, day of month, month, day of week, like 0 7 * * MON-FRI',
      by: 'rule',
    },
    {
      reason: 'cron with two spaces',
      spec: scheduleOf({ cron: '0  7 * * *' }),
      path: 'spec.schedules[0].cron',
      message:
        'cron "0  7 * * *" does not have five fields with one space between; write minute, hour, day of month, month, day of week, like 0 7 * * MON-FRI',
      by: 'rule',
    },
    {
      reason: 'cron minute',
      spec: scheduleOf({ cron: '60 7 * * *' }),
      path: 'spec.schedules[0].cron',
      message: 'minute "60" of cron is not *, values, ranges or steps within 0-59; write it like 0',
      by: 'rule',
    },
    {
      reason: 'cron hour',
      spec: scheduleOf({ cron: '0 24 * * *' }),
      path: 'spec.schedules[0].cron',
      message: 'hour "24" of cron is not *, values, ranges or steps within 0-23; write it like 7',
      by: 'rule',
    },
    {
      reason: 'cron day',
      spec: scheduleOf({ cron: '0 7 0 * *' }),
      path: 'spec.schedules[0].cron',
      message: 'day of month "0" of cron is not *, values, ranges or steps within 1-31; write it like *',
      by: 'rule',
    },
    {
      reason: 'cron month',
      spec: scheduleOf({ cron: '0 7 * 13 *' }),
      path: 'spec.schedules[0].cron',
      message: 'month "13" of cron is not *, values, ranges or steps within 1-12 or JAN-DEC; write it like *',
      by: 'rule',
    },
    {
      reason: 'cron day of week',
      spec: scheduleOf({ cron: '0 7 * * MONDAY' }),
      path: 'spec.schedules[0].cron',
      message:
        'day of week "MONDAY" of cron is not *, values, ranges or steps within 0-7 or SUN-SAT; write it like MON-FRI',
      by: 'rule',
    },
    {
      reason: 'cron of another dialect',
      spec: scheduleOf({ cron: '0 7 L * *' }),
      path: 'spec.schedules[0].cron',
      message: 'day of month "L" of cron is not *, values, ranges or steps within 1-31; write it like *',
      by: 'rule',
    },
    {
      reason: 'cron range backwards',
      spec: scheduleOf({ cron: '0 18-8 * * *' }),
      path: 'spec.schedules[0].cron',
      message: 'cron "0 18-8 * * *" has a range that goes backwards; write the smaller value first, or list the values',
      by: 'rule',
    },
    {
      reason: 'cron range of names backwards',
      spec: scheduleOf({ cron: '0 7 * * FRI-MON' }),
      path: 'spec.schedules[0].cron',
      message:
        'cron "0 7 * * FRI-MON" has a range that goes backwards; write the smaller value first, or list the values',
      by: 'rule',
    },
    {
      reason: 'cron range of a name and a number',
      spec: scheduleOf({ cron: '0 7 * * MON-5' }),
      path: 'spec.schedules[0].cron',
      message:
        'day of week "MON-5" of cron is not *, values, ranges or steps within 0-7 or SUN-SAT; write it like MON-FRI',
      by: 'rule',
    },
    {
      reason: 'cron step from a value',
      spec: scheduleOf({ cron: '5/10 7 * * *' }),
      path: 'spec.schedules[0].cron',
      message: 'minute "5/10" of cron is not *, values, ranges or steps within 0-59; write it like 0',
      by: 'rule',
    },
    {
      reason: 'cron restricts both days',
      spec: scheduleOf({ cron: '0 7 1 * MON' }),
      path: 'spec.schedules[0].cron',
      message:
        'cron "0 7 1 * MON" restricts day of month and day of week, which AWS cannot express; write * for one of them, or make two schedules',
      by: 'rule',
    },
    {
      reason: 'cron never runs',
      spec: scheduleOf({ cron: '0 7 31 4,6 *' }),
      path: 'spec.schedules[0].cron',
      message: 'cron "0 7 31 4,6 *" names a day that its months do not have and would never run; choose an earlier day',
      by: 'rule',
    },
    {
      reason: 'cron step of zero',
      spec: scheduleOf({ cron: '*/0 * * * *' }),
      path: 'spec.schedules[0].cron',
      message: 'minute "*/0" of cron is not *, values, ranges or steps within 0-59; write it like 0',
      by: 'rule',
    },
    {
      reason: 'rate in seconds',
      spec: scheduleOf({ rate: '30s' }),
      path: 'spec.schedules[0].rate',
      message: 'rate "30s" is not a whole number with m, h or d; write it like 15m, 2h or 1d',
      by: 'rule',
    },
    {
      reason: 'rate of zero',
      spec: scheduleOf({ rate: '0m' }),
      path: 'spec.schedules[0].rate',
      message: 'rate "0m" is not a whole number with m, h or d; write it like 15m, 2h or 1d',
      by: 'rule',
    },
    {
      reason: 'at with offset',
      spec: scheduleOf({ at: '2026-12-24T18:00:00Z' }),
      path: 'spec.schedules[0].at',
      message:
        'at "2026-12-24T18:00:00Z" is not a date and time of the calendar; write local time without offset, like 2026-12-24T18:00:00',
      by: 'rule',
    },
    {
      reason: 'at on a day that does not exist',
      spec: scheduleOf({ at: '2027-02-29T18:00:00' }),
      path: 'spec.schedules[0].at',
      message:
        'at "2027-02-29T18:00:00" is not a date and time of the calendar; write local time without offset, like 2026-12-24T18:00:00',
      by: 'rule',
    },
    {
      reason: 'time zone abbreviation',
      spec: scheduleOf({ cron: '0 7 * * *', timeZone: 'CEST' }),
      path: 'spec.schedules[0].timeZone',
      message: 'timeZone "CEST" is not in the IANA database; write area and city, like Europe/Berlin, or UTC',
      by: 'rule',
    },
    {
      reason: 'time zone misspelt',
      spec: scheduleOf({ cron: '0 7 * * *', timeZone: 'Europe/Berln' }),
      path: 'spec.schedules[0].timeZone',
      message: 'timeZone "Europe/Berln" is not in the IANA database; write area and city, like Europe/Berlin, or UTC',
      by: 'rule',
    },
    {
      reason: 'window above a day',
      spec: scheduleOf({ cron: '0 7 * * *', windowMinutes: 1441 }),
      path: 'spec.schedules[0].windowMinutes',
      message: 'must be at most 1440; write 1440 or less',
      by: 'structure',
    },
    {
      reason: 'start of a single run',
      spec: scheduleOf({ at: '2026-12-24T18:00:00', startAt: '2026-12-01T00:00:00Z' }),
      path: 'spec.schedules[0].startAt',
      message:
        'startAt does not apply to schedule "nightly", which runs once; remove startAt, or write cron or rate instead of at',
      by: 'rule',
    },
    {
      reason: 'end before start',
      spec: scheduleOf({ cron: '0 7 * * *', startAt: '2026-12-01T00:00:00Z', endAt: '2026-12-01T00:00:00+01:00' }),
      path: 'spec.schedules[0].endAt',
      message:
        'endAt 2026-12-01T00:00:00+01:00 is not after startAt 2026-12-01T00:00:00Z; write a later instant, or remove it',
      by: 'rule',
    },
    {
      reason: 'start without offset',
      spec: scheduleOf({ cron: '0 7 * * *', startAt: '2026-12-01T00:00:00' }),
      path: 'spec.schedules[0].startAt',
      message:
        'startAt "2026-12-01T00:00:00" is not an instant of RFC 3339; write date, time and offset, like 2026-12-01T00:00:00Z',
      by: 'rule',
    },
    {
      reason: 'window is text',
      spec: scheduleOf({ cron: '0 7 * * *', windowMinutes: '15' }),
      path: 'spec.schedules[0].windowMinutes',
      message: 'must be a whole number, not text; write a number without quotes, like 15',
      by: 'structure',
    },
    {
      reason: 'suspend of a schedule is text',
      spec: scheduleOf({ cron: '0 7 * * *', suspend: 'false' }),
      path: 'spec.schedules[0].suspend',
      message: 'must be true or false, not text; write true or false, without quotes',
      by: 'structure',
    },
    {
      reason: 'schedule of another crawler than the many there are',
      spec: {
        crawlers: Array.from({ length: 11 }, (_, index) => ({ name: `c${index}`, zone: 'raw' })),
        schedules: [{ name: 'nightly', crawler: 'raw', cron: '0 7 * * *' }],
      },
      path: 'spec.schedules',
      message: 'schedule "nightly" names crawler "raw", which does not exist; write one of: c0, c1, c2, c3, c4, c5, …',
      by: 'rule',
    },
  ],
};
