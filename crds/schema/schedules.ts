import { MAX_CRAWLERS } from './crawlers.ts';
import { choice, flag, instant, integer, named, object, optional, type Stored, text } from './fields.ts';
import { MAX_JOBS } from './jobs.ts';
import { partName, reference } from './name-fields.ts';
import { celString, matches, namesOf, type Rule, referenceRule } from './rules.ts';
import { runs } from './runs.ts';
import { section } from './section.ts';
import { ready } from './status-fields.ts';
import { cronRules, DATE, TIME } from './time.ts';
import { timeZone } from './time-zones.ts';
import { MAX_WORKFLOWS } from './workflows.ts';

const MAX_SCHEDULES = 50;

const INSTANT = celString(`^${DATE}T${TIME}([.][0-9]{1,3})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`);

const rfc3339 = (field: string, description: string, example: string) =>
  text({
    description,
    example,
    maxLength: 64,
    rules: [
      {
        cel: `self.matches(${INSTANT})`,
        message: `${field} "{self}" is not an instant of RFC 3339; write date, time and offset, like ${example}`,
      },
    ],
  });

const onceRule = (field: string): Rule => ({
  cel: `!has(self.at) || !has(self.${field})`,
  message: `${field} does not apply to schedule "{self.name}", which runs once; remove ${field}, or write cron or rate instead of at`,
  fieldPath: `.${field}`,
});

const GIVEN = '[has(self.crawler), has(self.job), has(self.workflow)].filter(given, given).size()';

const schedule = object(
  {
    name: partName('schedule', 'nightly'),
    cron: optional(
      text({
        description:
          'Five fields: minute (0-59), hour (0-23), day of month (1-31), month (1-12 or JAN-DEC), day of week (0-7 or SUN-SAT, 0 and 7 are Sunday). Lists, ranges and steps as in 1,15 or 8-18 or */5 or 0-30/10. Day of month and day of week cannot both be restricted. In timeZone.',
        example: '0 7 * * MON-FRI',
        maxLength: 80,
        rules: cronRules,
      }),
    ),
    rate: optional(
      text({
        description:
          'Interval from startAt, or from the time the schedule was made or last changed: a number and m (minutes), h (hours) or d (days).',
        example: '15m',
        maxLength: 32,
        rules: [
          matches(
            '^[1-9][0-9]{0,4}[mhd]$',
            'rate "{self}" is not a whole number with m, h or d; write it like 15m, 2h or 1d',
          ),
        ],
      }),
    ),
    at: optional(
      text({
        description:
          'One run at this local time in timeZone: yyyy-MM-ddTHH:mm:ss, without offset. When it is past, nothing is made.',
        example: '2026-12-24T18:00:00',
        maxLength: 64,
        rules: [
          matches(
            `^${DATE}T${TIME}$`,
            'at "{self}" is not a date and time of the calendar; write local time without offset, like 2026-12-24T18:00:00',
          ),
        ],
      }),
    ),
    timeZone: timeZone(
      'IANA time zone of cron and at. Daylight saving time is followed: a cron skips a time that clocks skip, and runs once at one that they show twice. It has no effect on rate.',
    ),
    crawler: optional(reference('crawlers', { to: 'crawler to start', example: 'raw' })),
    job: optional(reference('jobs', { to: 'job to start', example: 'clean' })),
    workflow: optional(
      reference('workflows', {
        to: 'workflow to start, with the input {schedule: ARN of the schedule, scheduledAt: the time it was due}',
        example: 'batch',
      }),
    ),
    windowMinutes: integer({
      description: 'Start at any time within so many minutes after the due time, to spread load. 0: on time.',
      example: 15,
      minimum: 0,
      maximum: 1440,
      default: 0,
    }),
    suspend: flag({
      description: 'Keep the schedule but do not run it. Runs missed meanwhile are not made up for.',
      default: false,
    }),
    startAt: optional(
      rfc3339(
        'startAt',
        'No run before this instant (RFC 3339). It may be past; a rate goes on counting from it. Not with at.',
        '2026-12-01T00:00:00Z',
      ),
    ),
    endAt: optional(
      rfc3339(
        'endAt',
        'No run after this instant (RFC 3339). After the last run the schedule is taken away in AWS. Not with at.',
        '2027-12-01T00:00:00Z',
      ),
    ),
  },
  {
    description:
      'One EventBridge Scheduler schedule: it runs in AWS, also while the cluster is down. Exactly one of cron, rate and at, and exactly one of crawler, job and workflow.',
    rules: [
      {
        cel: `${GIVEN} == 1`,
        message: `schedule "{self.name}" has {${GIVEN} == 0 ? 'none' : 'more than one'} of crawler, job and workflow; write exactly one`,
      },
      {
        cel: '[has(self.cron), has(self.rate), has(self.at)].filter(given, given).size() == 1',
        message:
          "schedule \"{self.name}\" has {has(self.cron) || has(self.rate) || has(self.at) ? 'more than one' : 'none'} of cron, rate and at; write exactly one",
      },
      onceRule('startAt'),
      onceRule('endAt'),
      {
        cel: `!has(self.startAt) || !has(self.endAt) || !self.startAt.matches(${INSTANT}) || !self.endAt.matches(${INSTANT}) || timestamp(self.startAt) < timestamp(self.endAt)`,
        message: 'endAt {self.endAt} is not after startAt {self.startAt}; write a later instant, or remove it',
        fieldPath: '.endAt',
      },
    ],
  },
);

const schedules = named(schedule, {
  description: 'When crawlers and jobs start.',
  maxItems: MAX_SCHEDULES,
});

const startedExist: readonly Rule[] = (
  [
    ['crawler', MAX_CRAWLERS],
    ['job', MAX_JOBS],
    ['workflow', MAX_WORKFLOWS],
  ] as const
).map(([field, most]) => {
  const list = `self.${field}s`;
  return referenceRule({
    list: 'schedules',
    item: 'schedule',
    field,
    exists: (name) => `(!has(i.${field}) || (has(${list}) && ${list}.exists(c, c.name == ${name})))`,
    known: `has(${list}) && size(${list}) > 0 ? ${namesOf(list, most)} : 'none, for spec.${field}s is empty'`,
  });
});

const scheduleStatus = object(
  {
    name: text({ description: 'Name of the schedule.', maxLength: 63 }),
    state: choice(['Enabled', 'Disabled', 'Completed'], {
      description:
        'Whether it runs. Completed: its last due time is past, it never runs again, and AWS has no schedule for it any more once its last start was tried.',
    }),
    suspendedBy: optional(
      text({
        description: 'Why it does not run: the field that says so.',
        example: 'spec.suspend: Schedules',
        maxLength: 256,
      }),
    ),
    nextRun: optional(
      instant({
        description:
          'Next due time, as AWS reckons it where clocks are put forward or back; absent when there is none.',
      }),
    ),
    ready,
  },
  { description: 'One schedule.' },
);

export const schedulesSection = section({
  spec: { schedules: optional(schedules) },
  rules: startedExist,
  status: {
    schedules: optional(named(scheduleStatus, { description: 'Schedules.', maxItems: MAX_SCHEDULES })),
    runs: optional(runs),
  },
});

export type Schedule = Stored<typeof schedule>;
export type ScheduleStatus = Stored<typeof scheduleStatus>;
