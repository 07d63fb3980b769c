/** When a workflow is in trouble. Step Functions publishes nothing while nothing runs. */
import type { Place } from '../../arns.ts';
import { type Alarm, FIVE_MINUTES, LASTING, ONCE } from '../../monitoring/alarms/alarm.ts';
import { deadLetterAlarm } from '../dead-letters.ts';
import { workflowMetrics } from './metrics.ts';
import type { WorkflowModel } from './model.ts';

export function workflowAlarms(place: Place, workflow: WorkflowModel): readonly Alarm[] {
  const metric = workflowMetrics(place, workflow);
  const { deadLetters } = workflow;
  const counted = {
    periodSeconds: FIVE_MINUTES,
    when: 'Above',
    threshold: 0,
    missing: { counts: 'AsGood', because: 'nothing ran' },
  } as const;
  return [
    {
      ...counted,
      alarm: 'WorkflowFailed',
      says: 'A run failed: a step did not succeed in any of its tries.',
      metric: metric('ExecutionsFailed', 'Sum'),
      periods: ONCE,
    },
    {
      ...counted,
      alarm: 'WorkflowTimedOut',
      says: 'A run was cut off, because it took longer than timeoutMinutes.',
      metric: metric('ExecutionsTimedOut', 'Sum'),
      periods: ONCE,
    },
    {
      ...counted,
      alarm: 'WorkflowAborted',
      says: 'Somebody ended a run before it was done.',
      metric: metric('ExecutionsAborted', 'Sum'),
      periods: ONCE,
    },
    {
      ...counted,
      alarm: 'WorkflowThrottled',
      says: 'Steps wait, because the account takes more steps at once than AWS lets it.',
      metric: metric('ExecutionThrottled', 'Sum'),
      periods: LASTING,
    },
    ...(deadLetters === undefined
      ? []
      : [
          deadLetterAlarm(deadLetters, {
            alarm: 'WorkflowDeadLetters',
            says: 'A run failed, and its input lies in the queue of dead letters.',
          }),
        ]),
  ];
}
