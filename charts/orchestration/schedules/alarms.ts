/** When schedules cannot start what they should. Scheduler counts by group, so two alarms watch all schedules of a pipeline. */
import type { Place } from '../../arns.ts';
import { crawls } from '../../batch/crawlers/alarms.ts';
import { glueRuns } from '../../batch/jobs/glue/alarms.ts';
import { type Alarm, type Events, FIVE_MINUTES, LASTING } from '../../monitoring/alarms/alarm.ts';
import { type Metric, metricsOf } from '../../monitoring/metric.ts';
import { deadLetterAlarm } from '../dead-letters.ts';
import { workflowMetrics } from '../workflows/metrics.ts';
import { longestGapMinutes } from './longest-gap.ts';
import type { OrchestrationModel, ScheduleModel } from './model.ts';
import type { Started } from './targets.ts';

export function scheduleMetrics({ group }: OrchestrationModel) {
  return metricsOf('AWS/Scheduler', { ScheduleGroup: group.group });
}

export function sharedScheduleAlarms(orchestration: OrchestrationModel): readonly Alarm[] {
  const metric = scheduleMetrics(orchestration);
  return [
    deadLetterAlarm(orchestration.deadLetters, {
      alarm: 'ScheduleDeadLetters',
      says: 'Something that was due could not be started, and its start lies in the queue of dead letters.',
    }),
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

const HOUR = 3_600;
/** Source: CloudWatch, PutMetricAlarm: with periods of an hour all together are seven days at most. */
const MOST_HOURS = 7 * 24;
/** Clocks that are put back, and an hour in which Scheduler tries again. */
const LEEWAY_HOURS = 2;

/**
 * That a run is missing shows only in what it starts: none at all for longer than ever lies between two runs. A schedule that
 * begins or ends some day, runs once, or less than once a week cannot be watched so.
 */
export function scheduleAlarms(place: Place, schedule: ScheduleModel): readonly Alarm[] {
  const { suspendedBy, startAt, endAt, time, windowMinutes, target } = schedule;
  const gap = longestGapMinutes(time);
  if (gap === undefined || suspendedBy !== undefined || startAt !== undefined || endAt !== undefined) return [];
  const hours = Math.ceil((gap + windowMinutes + tellsAfterMinutes(target.started)) / 60) + LEEWAY_HOURS;
  if (hours > MOST_HOURS) return [];
  return [
    {
      alarm: 'ScheduleMissed',
      says: `There was no sign of ${target.title} for ${hours} hours, in which it was due; a new schedule is in alarm until its first run.`,
      ...signOf(place, target.started),
      periodSeconds: HOUR,
      periods: { breaching: hours, of: hours },
      when: 'Below',
      threshold: 1,
      missing: { counts: 'AsBad', because: 'AWS publishes nothing while nothing runs, and that is the trouble' },
    },
  ];
}

/** How long after its start it gives a sign: Glue tells of a job only when a run has ended. */
function tellsAfterMinutes(started: Started): number {
  return started.kind === 'Job' ? started.job.timeoutMinutes * (1 + started.job.retries) : 0;
}

function signOf(place: Place, started: Started): { readonly metric: Metric } | { readonly events: Events } {
  switch (started.kind) {
    case 'Crawler':
      return { events: crawls(started.crawler, 'Started') };
    case 'Job':
      return { events: glueRuns(started.job, 'SUCCEEDED', 'FAILED', 'TIMEOUT', 'STOPPED') };
    case 'Workflow':
      return { metric: workflowMetrics(place, started.workflow)('ExecutionsStarted', 'Sum') };
  }
}
