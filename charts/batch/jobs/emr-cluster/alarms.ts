/**
 * When a job on clusters of EMR is in trouble. Each run has a cluster of another id, so there is no metric to watch; clusters and
 * their steps are called alike in every run, and their events say how they end.
 */
import { type Alarm, type Events, FIVE_MINUTES, ONCE } from '../../../monitoring/alarms/alarm.ts';
import type { EmrClusterJobModel } from './model.ts';

export function emrClusterAlarms({ cluster }: Pick<EmrClusterJobModel, 'cluster'>): readonly Alarm[] {
  const failed = (detailType: string, state: string): Events => ({
    source: 'aws.emr',
    detailType,
    detail: { name: [cluster], state: [state] },
  });
  const once = { periodSeconds: FIVE_MINUTES, periods: ONCE, when: 'Above', threshold: 0 } as const;
  return [
    {
      alarm: 'JobFailed',
      says: 'The step of a run failed.',
      events: failed('EMR Step Status Change', 'FAILED'),
      ...once,
      missing: { counts: 'AsGood', because: 'no run failed' },
    },
    {
      alarm: 'JobFailed',
      part: 'cluster',
      says: 'A cluster did not start, or ended with errors.',
      events: failed('EMR Cluster State Change', 'TERMINATED_WITH_ERRORS'),
      ...once,
      missing: { counts: 'AsGood', because: 'no cluster failed' },
    },
  ];
}
