import { ALARM_NAMES } from '../alarms.ts';
import { choice, flag, integer, named, object, optional, type Stored, sequence, text } from './fields.ts';
import { isLogRetention } from './log-retention.ts';
import { reference } from './name-fields.ts';
import { matches } from './rules.ts';
import { section } from './section.ts';
import { fromAws } from './status-fields.ts';

/** Source: CloudWatch, PutMetricAlarm: with periods of less than an hour all periods together are a day at most. */
const MOST_MINUTES = 1_440;

/** Source: the same, with periods of an hour. */
const MOST_HOURS = 168;

const MAX_OVERRIDES = 64;

const override = object(
  {
    alarm: choice(ALARM_NAMES, { description: 'Which alarm.' }),
    component: optional(
      text({
        description:
          'Of this component only; of all that have the alarm when left out, but one that is named goes before.',
        example: 'streams/main',
        maxLength: 128,
      }),
    ),
    threshold: optional(
      integer({
        description: 'Instead of the one derived from the spec, in the unit that docs/runbooks/alarms.md names.',
        example: 600000,
        minimum: 0,
        maximum: 1_000_000_000_000,
      }),
    ),
    enabled: optional(flag({ description: 'False: there is no such alarm. True: there is, whatever alarms says.' })),
  },
  {
    description: 'How one alarm differs.',
    rules: [
      {
        cel: 'has(self.threshold) || has(self.enabled)',
        message: 'override of alarm {self.alarm} changes nothing; write threshold or enabled',
      },
    ],
  },
);

const freshness = object(
  {
    delivery: reference('deliveries', { to: 'delivery', example: 'lake' }),
    maxAgeMinutes: integer({
      description: 'Alarm when it has written nothing for so long. More than its buffer gathers for.',
      example: 30,
      minimum: 2,
      maximum: MOST_MINUTES,
    }),
  },
  { description: 'One delivery that never falls silent.' },
);

const arrival = object(
  {
    zone: reference('zones', { to: 'zone', example: 'raw' }),
    maxAgeHours: integer({
      description: 'Alarm when no object has arrived for so long.',
      example: 26,
      minimum: 1,
      maximum: MOST_HOURS,
    }),
  },
  { description: 'One zone in which objects always arrive.' },
);

const monitoring = object(
  {
    alarms: optional(
      choice(['None', 'Essential', 'All'], {
        description:
          'Alarms in CloudWatch, told to notifications. Essential: data is lost, late or wrong. All: also what somebody ought to look at within days. When left out: Essential in Development, else All.',
      }),
    ),
    dashboard: optional(
      flag({
        description:
          'A dashboard in CloudWatch of what is declared, with its alarms. When left out: none in Development, else one.',
      }),
    ),
    overrides: optional(
      sequence(override, {
        description: 'Alarms that differ from what is derived from the spec.',
        maxItems: MAX_OVERRIDES,
        example: [{ alarm: 'StreamIteratorAge', threshold: 600000 }],
      }),
    ),
    freshness: optional(
      named(freshness, {
        description: 'Deliveries into which data always flows: silence is an alarm, DeliverySilent.',
        key: 'delivery',
        maxItems: 20,
        example: [{ delivery: 'lake', maxAgeMinutes: 30 }],
      }),
    ),
    arrivals: optional(
      named(arrival, {
        description:
          'Zones in which objects always arrive, whoever writes them: silence is an alarm, ZoneSilent. Such a zone has eventNotifications.',
        key: 'zone',
        maxItems: 12,
        example: [{ zone: 'raw', maxAgeHours: 26 }],
      }),
    ),
    logRetentionDays: optional(
      integer({
        description:
          'For how long all logs of the pipeline are kept, those of the network unless it says otherwise. Fewer days delete older logs, so that waits for an approval. When left out: 14 in Development, 30 in Staging, 90 in Production.',
        example: 90,
        minimum: 1,
        maximum: 3_653,
        rules: [isLogRetention('logRetentionDays')],
      }),
    ),
    runbooks: optional(
      text({
        description:
          'Where docs/runbooks/alarms.md is published for those who are on call: alarms link to it. When left out they name the file.',
        example: 'https://wiki.example.com/datapipelines/alarms',
        maxLength: 256,
        rules: [
          matches(
            '^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?$',
            'runbooks "{self}" is not the address of a page; write one like https://wiki.example.com/datapipelines/alarms',
          ),
        ],
      }),
    ),
  },
  { description: 'What watches over the pipeline.' },
);

export const monitoringSection = section({
  spec: { monitoring: optional(monitoring) },
  status: { dashboard: optional(fromAws('Name of the dashboard in CloudWatch.', 'analytics-clickstream-us-east-1')) },
});

export type Monitoring = Stored<typeof monitoring>;
export type AlarmOverride = Stored<typeof override>;
export type AlarmLevel = NonNullable<Monitoring['alarms']>;
