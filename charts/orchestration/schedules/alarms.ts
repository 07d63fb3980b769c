/** When schedules cannot start what they should. Scheduler counts by group, so one alarm watches all schedules of a pipeline. */
import { type Alarm, FIVE_MINUTES, LASTING, ONCE } from '../../monitoring/alarms/alarm.ts';
import { metricsOf } from '../../monitoring/metric.ts';
import { depthOf } from '../dead-letters.ts';
import type { OrchestrationModel } from './model.ts';

export function scheduleMetrics({ group }: OrchestrationModel) {
  return metricsOf('AWS/Scheduler', { ScheduleGroup: group.group });
}

export function scheduleAlarms(orchestration: OrchestrationModel): readonly Alarm[] {
  const metric = scheduleMetrics(orchestration);
  return [
    {
      alarm: 'ScheduleDeadLetters',
      says: 'Something that was due could not be started, and its start lies in the queue of dead letters.',
      metric: depthOf(orchestration.deadLetters),
      periodSeconds: FIVE_MINUTES,
      periods: ONCE,
      when: 'Above',
      threshold: 0,
      missing: {
        counts: 'AsGood',
        because: 'SQS publishes nothing of a queue that nobody used for hours, and it is empty then',
      },
    },
    {
      alarm: 'ScheduleTargetErrors',
      says: 'Starts are refused; each is tried again for an hour before it is a dead letter.',
      metric: metric('TargetErrorCount', 'Sum'),
      periodSeconds: FIVE_MINUTES,
      periods: LASTING,
      when: 'Above',
      threshold: 0,
      missing: { counts: 'AsGood', because: 'nothing was due' },
    },
  ];
}
