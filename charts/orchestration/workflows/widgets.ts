/** What a dashboard shows of a workflow. */
import type { Place } from '../../arns.ts';
import type { Widget } from '../../monitoring/widget.ts';
import { deadLettersWidget } from '../dead-letters.ts';
import { workflowMetrics } from './metrics.ts';
import type { WorkflowModel } from './model.ts';

const HOUR = 3_600;

/** How a run ends, or that it began, by its metric. */
const ENDS = {
  ExecutionsStarted: 'started',
  ExecutionsSucceeded: 'succeeded',
  ExecutionsFailed: 'failed',
  ExecutionsTimedOut: 'timed out',
  ExecutionsAborted: 'aborted',
} as const;

export function workflowWidgets(place: Place, workflow: WorkflowModel): readonly Widget[] {
  const metric = workflowMetrics(place, workflow);
  const { deadLetters } = workflow;
  return [
    {
      title: 'Runs',
      unit: 'runs in an hour',
      periodSeconds: HOUR,
      lines: Object.entries(ENDS).map(([name, of]) => ({ metric: metric(name, 'Sum'), of })),
    },
    {
      title: 'Longest run',
      unit: 'milliseconds',
      periodSeconds: HOUR,
      lines: [{ metric: metric('ExecutionTime', 'Maximum') }],
    },
    ...(deadLetters === undefined ? [] : [deadLettersWidget(deadLetters)]),
  ];
}
