/** One time series of CloudWatch, as alarms watch it and dashboards draw it. */
export interface Metric {
  /** "AWS/Kinesis" */
  readonly namespace: string;
  readonly name: string;
  /** All that the service publishes the metric with: with one missing or wrong CloudWatch finds nothing, and says nothing. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Average' | 'Maximum' | 'Minimum';
}

/** The metrics of one thing: how each is called and counted is said where it is used. */
export function metricsOf(namespace: string, dimensions: Metric['dimensions']) {
  return (name: string, statistic: Metric['statistic']): Metric => ({ namespace, name, dimensions, statistic });
}
