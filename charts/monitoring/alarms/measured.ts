/** What CloudWatch is to look at, and when that is bad: one metric, how it grows, what is usual of it, or how often an event comes. */
import type { Metric } from '../metric.ts';
import type { ChosenAlarm } from './choose.ts';

const COMPARISON = {
  Above: 'GreaterThanThreshold',
  AtLeast: 'GreaterThanOrEqualToThreshold',
  Below: 'LessThanThreshold',
  Unusual: 'LessThanLowerOrGreaterThanUpperThreshold',
} as const;

/** `rule`: the name of the rule that counts its events. */
export function measured(alarm: ChosenAlarm, rule: string) {
  const { threshold, periodSeconds } = alarm;
  const comparisonOperator = COMPARISON[alarm.when];
  const metric = 'events' in alarm ? matchesOf(rule) : alarm.metric;
  if (alarm.when === 'Unusual') {
    return {
      comparisonOperator,
      thresholdMetricId: 'usual',
      metricQuery: [
        { id: 'usual', expression: `ANOMALY_DETECTION_BAND(measured, ${threshold})`, label: 'usual', returnData: true },
        { id: 'measured', metric: queried(metric, periodSeconds), returnData: true },
      ],
    };
  }
  if ('growth' in alarm) {
    return {
      comparisonOperator,
      threshold,
      metricQuery: [
        { id: 'growth', expression: 'DIFF(counted)', label: metric.name, returnData: true },
        { id: 'counted', metric: queried(metric, periodSeconds), returnData: false },
      ],
    };
  }
  const { namespace, name, dimensions, statistic } = metric;
  return { comparisonOperator, threshold, namespace, metricName: name, dimensions, statistic, period: periodSeconds };
}

/** Of a rule on the account's own bus, which has no other dimension. */
function matchesOf(rule: string): Metric {
  return { namespace: 'AWS/Events', name: 'TriggeredRules', dimensions: { RuleName: rule }, statistic: 'Sum' };
}

function queried({ namespace, name, dimensions, statistic }: Metric, period: number) {
  return { namespace, metricName: name, dimensions, stat: statistic, period };
}
