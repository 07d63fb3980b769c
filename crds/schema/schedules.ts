import { flag, instant, integer, named, object, optional, text } from './fields.ts';
import { partName, reference } from './names.ts';

export const MAX_SCHEDULES = 50;

export const schedule = object(
  {
    name: partName('schedule', 'nightly'),
    cron: optional(
      text({
        description:
          'Five fields: minute (0-59), hour (0-23), day of month (1-31), month (1-12 or JAN-DEC), day of week (0-7 or SUN-SAT, 0 and 7 are Sunday). Lists, ranges and steps as in 1,15 or 8-18 or */5. Day of month and day of week cannot both be restricted. In timeZone.',
        example: '0 7 * * MON-FRI',
        minLength: 9,
        maxLength: 100,
      }),
    ),
    rate: optional(
      text({
        description: 'Interval from the time the schedule was made: a number and m (minutes), h (hours) or d (days).',
        example: '15m',
        minLength: 2,
        maxLength: 6,
      }),
    ),
    at: optional(
      text({
        description: 'One run at this local time in timeZone: yyyy-MM-ddTHH:mm:ss.',
        example: '2026-12-24T18:00:00',
        minLength: 19,
        maxLength: 19,
      }),
    ),
    timeZone: text({
      description: 'IANA time zone of cron and at. Daylight saving time is followed.',
      example: 'Europe/Berlin',
      minLength: 1,
      maxLength: 50,
      default: 'UTC',
    }),
    crawler: reference('crawler to start', 'raw'),
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
      instant({
        description: 'No run before this instant (RFC 3339). Not with at.',
        example: '2026-12-01T00:00:00Z',
      }),
    ),
    endAt: optional(
      instant({ description: 'No run after this instant (RFC 3339). Not with at.', example: '2027-12-01T00:00:00Z' }),
    ),
  },
  {
    description:
      'One EventBridge Scheduler schedule: it runs in AWS, also while the cluster is down. Exactly one of cron, rate and at.',
  },
);

export const schedules = named(schedule, {
  description: 'When crawlers start.',
  maxItems: MAX_SCHEDULES,
});
