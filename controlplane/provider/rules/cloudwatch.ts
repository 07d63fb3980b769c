/** What CloudWatch refuses of alarms. Sources: docs/aws-rules.md. */
import type { Json } from '../../../crds/kubernetes.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { type Input, isObject, text } from '../behaviour.ts';
import { listOf } from './policies.ts';

const NAME = /^[^\p{Cc}]{1,255}$/u;
const COMPARISONS: ReadonlySet<string> = new Set([
  'GreaterThanThreshold',
  'GreaterThanOrEqualToThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
]);
/** With a band, and only with one. */
const OF_BANDS: ReadonlySet<string> = new Set([
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
]);
const TREATMENTS: ReadonlySet<string> = new Set(['', 'missing', 'ignore', 'breaching', 'notBreaching']);
const HOUR = 3_600;
const DAY = 24 * HOUR;
const MOST_DIMENSIONS = 30;
const MOST_ACTIONS = 5;
const MOST_DESCRIPTION = 1_024;

const invalid = (message: string) => serviceError(400, 'ValidationError', message);

export function refusesAlarm({ name, desired, scope }: Input): AwsFault | undefined {
  const { evaluationPeriods, datapointsToAlarm = 0, threshold } = desired;
  if (!NAME.test(name)) return invalid('AlarmName must have 1 to 255 characters, and no control characters');
  if (text(desired, 'alarmDescription').length > MOST_DESCRIPTION)
    return invalid('AlarmDescription must have length less than or equal to 1024');
  const band = text(desired, 'thresholdMetricId');
  const comparison = text(desired, 'comparisonOperator');
  if (!COMPARISONS.has(comparison) && !OF_BANDS.has(comparison)) return invalid('ComparisonOperator must not be null');
  if (OF_BANDS.has(comparison) !== (band !== ''))
    return invalid(`ComparisonOperator ${comparison} does not go with ThresholdMetricId`);
  if (!TREATMENTS.has(text(desired, 'treatMissingData'))) return invalid('Value for TreatMissingData is not valid');
  if (band === '' && typeof threshold !== 'number') return invalid('Threshold must be specified');
  // One that is not given is 0 here, and the provider sends none then.
  if (band !== '' && threshold !== 0) return invalid('Threshold must not be specified with ThresholdMetricId');
  if (typeof evaluationPeriods !== 'number' || evaluationPeriods < 1)
    return invalid('EvaluationPeriods must be greater than or equal to 1');
  if (typeof datapointsToAlarm === 'number' && datapointsToAlarm > evaluationPeriods)
    return invalid('DatapointsToAlarm must not be greater than EvaluationPeriods');
  const metrics = metricsIn(desired.metricQuery);
  const single = text(desired, 'metricName') !== '';
  if (single === metrics.length > 0) return invalid('Exactly one of MetricName and Metrics must be specified');
  return (
    refusesActions(desired, scope.region) ??
    refusesQueries(desired.metricQuery, band) ??
    (single ? [desired] : metrics).map((metric) => refusesMetric(metric, evaluationPeriods)).find(Boolean)
  );
}

type Fields = Readonly<Record<string, Json | undefined>>;

function queriesIn(queries: Json | undefined): readonly Fields[] {
  return Array.isArray(queries) ? queries.filter(isObject) : [];
}

function metricsIn(queries: Json | undefined): readonly Fields[] {
  return queriesIn(queries)
    .map(({ metric }) => metric)
    .filter(isObject);
}

function refusesQueries(queries: Json | undefined, band: string): AwsFault | undefined {
  const all = queriesIn(queries);
  if (all.length === 0) return undefined;
  const ids = all.map(({ id }) => String(id));
  if (ids.some((id) => !/^[a-z]\w*$/.test(id)) || new Set(ids).size < ids.length)
    return invalid('Ids in Metrics must be unique and begin with a lowercase letter');
  if (band !== '') return refusesBand(all, band);
  const shown = all.filter(({ returnData }) => returnData === true).length;
  return shown === 1 ? undefined : invalid('Exactly one element of the metrics list should return data.');
}

/** It is computed of another of the alarm's metrics, and both are shown. */
function refusesBand(all: readonly Fields[], band: string): AwsFault | undefined {
  const expression = String(all.find(({ id }) => id === band)?.expression ?? '');
  const [, of, width] = /^ANOMALY_DETECTION_BAND\((\w+)(?:, *([\d.]+))?\)$/.exec(expression) ?? [];
  if (of === undefined) return invalid(`ThresholdMetricId ${band} must be an ANOMALY_DETECTION_BAND`);
  if (width !== undefined && Number(width) <= 0)
    return invalid('The width of an ANOMALY_DETECTION_BAND must be positive');
  const isThere = all.some(({ id, metric, returnData }) => id === of && isObject(metric) && returnData === true);
  return isThere
    ? undefined
    : invalid(`The metric ${of} of the ANOMALY_DETECTION_BAND must be in Metrics and return data`);
}

function refusesMetric(metric: Fields, evaluationPeriods: number): AwsFault | undefined {
  const { period, dimensions } = metric;
  if (text(metric as never, 'namespace') === '') return invalid('Namespace must not be empty');
  if ([metric.statistic, metric.stat, metric.extendedStatistic].every((each) => each === undefined || each === ''))
    return invalid('Statistic or ExtendedStatistic must be specified');
  if (isObject(dimensions) && Object.keys(dimensions).length > MOST_DIMENSIONS)
    return invalid(`Dimensions must have at most ${MOST_DIMENSIONS} members`);
  if (typeof period !== 'number' || !([10, 20, 30].includes(period) || (period > 0 && period % 60 === 0)))
    return invalid('Period must be 10, 20, 30 or a multiple of 60');
  const most = period < HOUR ? DAY : 7 * DAY;
  return period * evaluationPeriods > most
    ? invalid(`Metrics cannot be checked across more than ${most} seconds (EvaluationPeriods * Period)`)
    : undefined;
}

function refusesActions(desired: Fields, region: string): AwsFault | undefined {
  for (const field of ['alarmActions', 'okActions', 'insufficientDataActions']) {
    const actions = listOf(desired[field]);
    if (actions.length > MOST_ACTIONS) return invalid(`${field} must have at most ${MOST_ACTIONS} members`);
    const odd = actions.find((action) => !new RegExp(`^arn:[a-z-]+:sns:${region}:\\d{12}:[\\w-]+$`).test(action));
    if (odd !== undefined) return invalid(`Invalid region or action: ${odd}`);
  }
  return undefined;
}
