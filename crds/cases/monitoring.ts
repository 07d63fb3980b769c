/** Monitoring. */
import { ALARM_NAMES } from '../alarms.ts';
import type { Cases } from './cases.ts';

type Fields = Readonly<Record<string, unknown>>;

const LAKE = {
  streams: [{ name: 'main' }],
  deliveries: [{ name: 'lake', from: { stream: 'main' }, to: { zone: { name: 'raw' } } }],
};
const BATCH = {
  crawlers: [{ name: 'raw', zone: 'raw' }],
  jobs: [{ name: 'clean', script: { inline: 'print(1)' } }],
  workflows: [{ name: 'batch', steps: [{ name: 'clean', job: 'clean' }] }],
  schedules: [{ name: 'nightly', cron: '0 7 * * *', workflow: 'batch' }],
};
const overriding = (...overrides: readonly Fields[]): Fields => ({ ...LAKE, monitoring: { overrides } });
const arriving = (...arrivals: readonly Fields[]) => ({ monitoring: { arrivals } });
const fresh = (...freshness: readonly Fields[]): Fields => ({ ...LAKE, monitoring: { freshness } });

export const monitoringCases: Cases = {
  good: [
    { reason: 'nothing said', spec: { monitoring: {} } },
    { reason: 'a dashboard in Development', spec: { monitoring: { dashboard: true } } },
    { reason: 'no dashboard', spec: { environment: 'Production', monitoring: { dashboard: false } } },
    { reason: 'logs of a year', spec: { monitoring: { logRetentionDays: 365 } } },
    {
      reason: 'zones in which something always arrives, of the usual four',
      spec: arriving({ zone: 'raw', maxAgeHours: 1 }, { zone: 'curated', maxAgeHours: 168 }),
    },
    {
      reason: 'an alarm on silence that differs',
      spec: {
        monitoring: {
          arrivals: [{ zone: 'raw', maxAgeHours: 26 }],
          overrides: [{ alarm: 'ZoneSilent', component: 'zones/raw', threshold: 5 }],
        },
      },
    },
    { reason: 'no alarms', spec: { ...LAKE, monitoring: { alarms: 'None' } } },
    {
      reason: 'one alarm for all and for one component',
      spec: overriding(
        { alarm: 'StreamIteratorAge', threshold: 600000 },
        { alarm: 'StreamIteratorAge', component: 'streams/main', enabled: false },
      ),
    },
    {
      reason: 'an alarm of what all schedules share',
      spec: {
        crawlers: [{ name: 'raw', zone: 'raw' }],
        schedules: [{ name: 'nightly', cron: '0 7 * * *', crawler: 'raw' }],
        monitoring: { overrides: [{ alarm: 'ScheduleDeadLetters', component: 'schedules', threshold: 5 }] },
      },
    },
    {
      reason: 'alarms of batch',
      spec: {
        ...BATCH,
        monitoring: {
          overrides: [
            { alarm: 'JobFailed', component: 'jobs/clean', threshold: 2 },
            { alarm: 'CrawlerFailed', enabled: false },
            { alarm: 'WorkflowDeadLetters', component: 'workflows/batch', enabled: true },
            { alarm: 'ScheduleMissed', component: 'schedules/nightly', enabled: false },
          ],
        },
      },
    },
    {
      reason: 'an alarm of a job that is not of this environment',
      spec: {
        jobs: [{ name: 'clean', script: { inline: 'x' }, onlyIn: ['Production'] }],
        monitoring: { overrides: [{ alarm: 'JobFailed', enabled: false }] },
      },
    },
    { reason: 'a wide band', spec: overriding({ alarm: 'StreamVolumeUnusual', threshold: 5 }) },
    { reason: 'a delivery that is never silent', spec: fresh({ delivery: 'lake', maxAgeMinutes: 30 }) },
    {
      reason: 'runbooks of their own',
      spec: { monitoring: { runbooks: 'https://wiki.example.com:8443/a/~b/alarms' } },
    },
  ],
  bad: [
    {
      reason: 'a retention that CloudWatch Logs does not take',
      spec: { monitoring: { logRetentionDays: 91 } },
      path: 'spec.monitoring.logRetentionDays',
      message:
        'logRetentionDays is not one that CloudWatch Logs knows; write one of: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653',
      by: 'rule',
    },
    {
      reason: 'a dashboard as text',
      spec: { monitoring: { dashboard: 'main' } },
      path: 'spec.monitoring.dashboard',
      message: 'must be true or false, not text; write true or false, without quotes',
      by: 'structure',
    },
    {
      reason: 'an alarm that does not exist',
      spec: overriding({ alarm: 'StreamIteratorAges', threshold: 1 }),
      path: 'spec.monitoring.overrides[0].alarm',
      message: '"StreamIteratorAges" is not a value of alarm; write StreamIteratorAge',
      by: 'structure',
    },
    {
      reason: 'an alarm unlike any there is',
      spec: overriding({ alarm: 'x', threshold: 1 }),
      path: 'spec.monitoring.overrides[0].alarm',
      message: `"x" is not a value of alarm; write one of: ${ALARM_NAMES.join(', ')}`,
      by: 'structure',
    },
    {
      reason: 'an override of nothing',
      spec: overriding({ alarm: 'StreamIteratorAge' }),
      path: 'spec.monitoring.overrides[0]',
      message: 'override of alarm StreamIteratorAge changes nothing; write threshold or enabled',
      by: 'rule',
    },
    {
      reason: 'a component that does not exist',
      spec: overriding({ alarm: 'StreamIteratorAge', component: 'streams/mian', threshold: 1 }),
      path: 'spec.monitoring.overrides[0].component',
      message:
        'override of alarm StreamIteratorAge names component "streams/mian", which has none; write one of: streams/main',
      by: 'check',
    },
    {
      reason: 'a component of another kind',
      spec: overriding({ alarm: 'FunctionErrors', component: 'streams/main', threshold: 1 }),
      path: 'spec.monitoring.overrides[0].component',
      message:
        'override of alarm FunctionErrors names component "streams/main", which has none; remove it, for nothing here has it',
      by: 'check',
    },
    {
      reason: 'an alarm that nothing has',
      spec: overriding({ alarm: 'FunctionErrors', enabled: false }),
      path: 'spec.monitoring.overrides[0]',
      message:
        'override of alarm FunctionErrors has no effect, for there are no functions; remove it, or write functions',
      by: 'check',
    },
    {
      reason: 'an alarm of what all triggers share, without any',
      spec: overriding({ alarm: 'TriggerDeadLetters', threshold: 5 }),
      path: 'spec.monitoring.overrides[0]',
      message:
        'override of alarm TriggerDeadLetters has no effect, for there are no triggers; remove it, or write triggers',
      by: 'check',
    },
    {
      reason: 'a shared alarm of one component',
      spec: {
        ...BATCH,
        monitoring: { overrides: [{ alarm: 'ScheduleDeadLetters', component: 'schedules/nightly', threshold: 1 }] },
      },
      path: 'spec.monitoring.overrides[0].component',
      message:
        'override of alarm ScheduleDeadLetters names component "schedules/nightly", which has none; write one of: schedules',
      by: 'check',
    },
    {
      reason: 'a band of no width',
      spec: overriding({ alarm: 'StreamVolumeUnusual', threshold: 0 }),
      path: 'spec.monitoring.overrides[0].threshold',
      message:
        'threshold 0 of alarm StreamVolumeUnusual would always be passed; write 1 or more, in standard deviations',
      by: 'check',
    },
    {
      reason: 'an alarm twice',
      spec: overriding({ alarm: 'StreamIteratorAge', threshold: 1 }, { alarm: 'StreamIteratorAge', enabled: true }),
      path: 'spec.monitoring.overrides[1]',
      message: 'alarm StreamIteratorAge is overridden twice; write one override with all of it',
      by: 'check',
    },
    {
      reason: 'an alarm of a component twice',
      spec: overriding(
        ...[1, 2].map((threshold) => ({ alarm: 'StreamIteratorAge', component: 'streams/main', threshold })),
      ),
      path: 'spec.monitoring.overrides[1]',
      message: 'alarm StreamIteratorAge of streams/main is overridden twice; write one override with all of it',
      by: 'check',
    },
    {
      reason: 'a negative threshold',
      spec: overriding({ alarm: 'StreamIteratorAge', threshold: -1 }),
      path: 'spec.monitoring.overrides[0].threshold',
      message: 'must be at least 0; write 0 or more',
      by: 'structure',
    },
    {
      reason: 'arrivals in no zone',
      spec: arriving({ zone: 'rwa', maxAgeHours: 26 }),
      path: 'spec.monitoring.arrivals[0].zone',
      message: 'arrivals names zone "rwa", which does not exist; write one of: raw, processed, curated, results',
      by: 'check',
    },
    {
      reason: 'silence of eight days, beyond which CloudWatch does not look',
      spec: arriving({ zone: 'raw', maxAgeHours: 192 }),
      path: 'spec.monitoring.arrivals[0].maxAgeHours',
      message: 'must be at most 168; write 168 or less',
      by: 'structure',
    },
    {
      reason: 'freshness of no delivery',
      spec: fresh({ delivery: 'lakes', maxAgeMinutes: 30 }),
      path: 'spec.monitoring.freshness[0].delivery',
      message: 'freshness names delivery "lakes", which does not exist; write one of: lake',
      by: 'check',
    },
    {
      reason: 'freshness without deliveries',
      spec: { monitoring: { freshness: [{ delivery: 'lake', maxAgeMinutes: 30 }] } },
      path: 'spec.monitoring.freshness[0].delivery',
      message: 'freshness names delivery "lake", which does not exist; remove it, for there are no deliveries',
      by: 'check',
    },
    {
      reason: 'freshness twice',
      spec: fresh({ delivery: 'lake', maxAgeMinutes: 30 }, { delivery: 'lake', maxAgeMinutes: 60 }),
      path: 'spec.monitoring.freshness[1].delivery',
      message: 'delivery "lake" occurs twice in its list; give each its own',
      by: 'structure',
    },
    {
      reason: 'a silence that the buffer makes',
      spec: fresh({ delivery: 'lake', maxAgeMinutes: 5 }),
      path: 'spec.monitoring.freshness[0].maxAgeMinutes',
      message:
        'delivery "lake" gathers for 300 seconds, so it is silent for 5 minutes while all is well; write 10 or more, or a smaller buffer.seconds',
      by: 'check',
    },
    {
      reason: 'runbooks without TLS',
      spec: { monitoring: { runbooks: 'http://wiki.example.com' } },
      path: 'spec.monitoring.runbooks',
      message:
        'runbooks "http://wiki.example.com" is not the address of a page; write one like https://wiki.example.com/datapipelines/alarms',
      by: 'rule',
    },
  ],
};
