/** When a job on Glue is in trouble. Its metrics need a run that got far enough to publish them; the events of its state do not. */
import { type Alarm, type Events, FIVE_MINUTES, ONCE } from '../../../monitoring/alarms/alarm.ts';

/** How a run may end; STOPPED is what people do. */
export type RunState = 'SUCCEEDED' | 'FAILED' | 'TIMEOUT' | 'STOPPED';

export function glueRuns({ job }: { readonly job: string }, ...states: readonly RunState[]): Events {
  return { source: 'aws.glue', detailType: 'Glue Job State Change', detail: { jobName: [job], state: states } };
}

export function glueAlarms(job: { readonly job: string }): readonly Alarm[] {
  return [
    {
      alarm: 'JobFailed',
      says: 'A run, or one try of a run, failed or was cut off by its timeout.',
      events: glueRuns(job, 'FAILED', 'TIMEOUT'),
      periodSeconds: FIVE_MINUTES,
      periods: ONCE,
      when: 'Above',
      threshold: 0,
      missing: { counts: 'AsGood', because: 'no run failed' },
    },
  ];
}
