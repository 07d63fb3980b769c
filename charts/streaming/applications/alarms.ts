/** When an application is in trouble. */
import { type Alarm, FIVE_MINUTES, ONCE, REPEATED } from '../../monitoring/alarms/alarm.ts';
import { metricsOf } from '../../monitoring/metric.ts';
import type { ApplicationModel } from './model.ts';

export function applicationMetrics({ application }: ApplicationModel) {
  return metricsOf('AWS/KinesisAnalytics', { Application: application });
}

/** Flink 2 counts restarts under another name. */
export function restartsOf({ runtime }: Pick<ApplicationModel, 'runtime'>): string {
  return runtime.startsWith('FLINK-1_') ? 'fullRestarts' : 'numRestarts';
}

/** None of an application that stands still on purpose. */
export function applicationAlarms(one: ApplicationModel): readonly Alarm[] {
  if (!one.isRunning && !one.isSwitched) return [];
  const metric = applicationMetrics(one);
  const missing = {
    counts: 'AsGood',
    because: 'an application publishes nothing while AWS starts or updates it',
  } as const;
  return [
    {
      alarm: 'ApplicationDown',
      says: 'The application has failed and processes nothing.',
      metric: metric('downtime', 'Average'),
      periodSeconds: 60,
      // A restart is over within minutes; this one is not.
      periods: { breaching: 5, of: 5 },
      when: 'Above',
      threshold: 0,
      missing,
    },
    {
      alarm: 'ApplicationRestarts',
      says: 'The application restarts, from its last checkpoint if it has one.',
      metric: metric(restartsOf(one), 'Maximum'),
      growth: true,
      periodSeconds: FIVE_MINUTES,
      periods: ONCE,
      when: 'Above',
      threshold: 0,
      missing,
    },
    ...(one.checkpointing.enabled
      ? [
          {
            alarm: 'ApplicationCheckpointsFailed',
            says: 'Checkpoints fail: after a restart the application would do again all since the last good one.',
            metric: metric('numberOfFailedCheckpoints', 'Maximum'),
            growth: true,
            periodSeconds: FIVE_MINUTES,
            periods: REPEATED,
            when: 'Above',
            threshold: 0,
            missing,
          } satisfies Alarm,
        ]
      : []),
  ];
}
