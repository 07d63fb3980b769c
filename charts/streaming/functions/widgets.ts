/** What a dashboard shows of a function. */
import { FIVE_MINUTES } from '../../monitoring/alarms/alarm.ts';
import type { Widget } from '../../monitoring/widget.ts';
import { functionMetrics } from './alarms.ts';
import type { FunctionModel } from './model.ts';

export function functionWidgets(one: FunctionModel): readonly Widget[] {
  const metric = functionMetrics(one);
  return [
    {
      title: 'Calls',
      unit: 'calls in 5 minutes',
      periodSeconds: FIVE_MINUTES,
      lines: [{ metric: metric('Invocations', 'Sum') }],
    },
    {
      title: 'Failed and refused calls',
      unit: 'calls in 5 minutes',
      periodSeconds: FIVE_MINUTES,
      lines: [
        { metric: metric('Errors', 'Sum'), of: 'failed' },
        { metric: metric('Throttles', 'Sum'), of: 'refused' },
      ],
    },
    {
      title: 'Slowest call',
      unit: 'milliseconds',
      periodSeconds: FIVE_MINUTES,
      lines: [{ metric: metric('Duration', 'Maximum') }],
    },
  ];
}
