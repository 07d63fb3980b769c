/** When a function is in trouble. */
import { type Alarm, FIVE_MINUTES, LASTING, REPEATED } from '../../monitoring/alarms/alarm.ts';
import { metricsOf } from '../../monitoring/metric.ts';
import type { FunctionModel } from './model.ts';

/** Of the timeout: one slow dependency more, and calls are cut off. */
const NEAR_SHARE = 0.8;

export function functionMetrics({ functionName }: FunctionModel) {
  return metricsOf('AWS/Lambda', { FunctionName: functionName });
}

export function functionAlarms(one: FunctionModel): readonly Alarm[] {
  const metric = functionMetrics(one);
  const missing = { counts: 'AsGood', because: 'nobody calls the function' } as const;
  return [
    {
      alarm: 'FunctionErrors',
      says: 'Calls fail, because the code throws or is cut off by its timeout.',
      metric: metric('Errors', 'Sum'),
      periodSeconds: FIVE_MINUTES,
      // Whoever calls tries again; one failure is no trouble yet.
      periods: REPEATED,
      when: 'Above',
      threshold: 0,
      missing,
    },
    {
      alarm: 'FunctionNearTimeout',
      says: 'Calls take four fifths of the timeout or more.',
      metric: metric('Duration', 'Maximum'),
      periodSeconds: FIVE_MINUTES,
      periods: REPEATED,
      when: 'AtLeast',
      threshold: one.timeoutSeconds * 1_000 * NEAR_SHARE,
      missing,
    },
    {
      alarm: 'FunctionThrottled',
      says: 'Calls are refused, because as many run at once as the function or the account may.',
      metric: metric('Throttles', 'Sum'),
      periodSeconds: FIVE_MINUTES,
      periods: LASTING,
      when: 'Above',
      threshold: 0,
      missing,
    },
  ];
}
