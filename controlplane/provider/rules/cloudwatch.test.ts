import { describe, expect, test } from '@jest/globals';
import { CLOUDWATCH } from '../../../charts/kinds/cloudwatch.ts';
import { CROSSPLANE } from '../../../crds/identifiers.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { ACCOUNT, apply, play, settle, verdict } from '../testing/a-play.ts';

const METRIC = { namespace: 'AWS/Kinesis', metricName: 'x', dimensions: { StreamName: 'main' }, period: 60 };
const ALARM = {
  ...METRIC,
  statistic: 'Sum',
  comparisonOperator: 'GreaterThanThreshold',
  threshold: 0,
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  treatMissingData: 'notBreaching',
};
const topic = (region: string) => [`arn:aws:sns:${region}:${ACCOUNT}:oncall`];
const { namespace: _, metricName: __, dimensions: ___, period: ____, statistic: _____, ...WITHOUT_METRIC } = ALARM;
const queried = (...metricQuery: readonly JsonObject[]) => ({ ...WITHOUT_METRIC, metricQuery: [...metricQuery] });
const COUNTED = { id: 'counted', metric: { ...METRIC, stat: 'Sum' }, returnData: false };
const MEASURED = { ...COUNTED, id: 'measured', returnData: true };
const BAND = { id: 'usual', expression: 'ANOMALY_DETECTION_BAND(measured, 3)', returnData: true };
const banded = (...metricQuery: readonly JsonObject[]): JsonObject => {
  const { threshold: _, ...rest } = queried(...metricQuery);
  return { ...rest, comparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold', thresholdMetricId: 'usual' };
};
const GROWTH = { id: 'growth', expression: 'DIFF(counted)', returnData: true };

function alarm(forProvider: JsonObject, name = 'a') {
  const { play: actor } = play(CLOUDWATCH.MetricAlarm, 'a', {
    forProvider,
    annotations: { [CROSSPLANE.externalName]: name },
  });
  settle(actor);
  return actor;
}

describe('an alarm', () => {
  test.each<[string, JsonObject]>([
    ['ComparisonOperator must', { ...ALARM, comparisonOperator: 'Greater' }],
    ['TreatMissingData', { ...ALARM, treatMissingData: 'good' }],
    ['DatapointsToAlarm', { ...ALARM, datapointsToAlarm: 4 }],
    ['AlarmDescription', { ...ALARM, alarmDescription: 'x'.repeat(1025) }],
    ['Period must be', { ...ALARM, period: 90 }],
    ['more than 86400 seconds', { ...ALARM, evaluationPeriods: 1441 }],
    ['Success', { ...ALARM, evaluationPeriods: 1440 }],
    ['Success', { ...ALARM, period: 3600, evaluationPeriods: 168 }],
    ['Statistic or ExtendedStatistic', { ...ALARM, statistic: '' }],
    ['Exactly one of MetricName and Metrics', { ...ALARM, metricQuery: [COUNTED] }],
    ['Exactly one of MetricName and Metrics', WITHOUT_METRIC],
    ['Ids in Metrics', queried(GROWTH, { ...COUNTED, id: 'growth' })],
    ['should return data', queried(GROWTH, { ...COUNTED, returnData: true })],
    ['Success', queried(GROWTH, COUNTED)],
    ['does not go with ThresholdMetricId', { ...ALARM, comparisonOperator: 'GreaterThanUpperThreshold' }],
    ['does not go with ThresholdMetricId', { ...banded(BAND, MEASURED), comparisonOperator: 'GreaterThanThreshold' }],
    ['Threshold must not be specified', { ...banded(BAND, MEASURED), threshold: 3 }],
    ['must be an ANOMALY_DETECTION_BAND', banded({ ...BAND, expression: 'DIFF(measured)' }, MEASURED)],
    ['must be positive', banded({ ...BAND, expression: 'ANOMALY_DETECTION_BAND(measured, 0)' }, MEASURED)],
    ['must be in Metrics', banded(BAND, { ...MEASURED, id: 'other' })],
    ['must be in Metrics', banded(BAND, { ...MEASURED, returnData: false })],
    ['Success', banded(BAND, MEASURED)],
    ['Invalid region or action', { ...ALARM, alarmActions: topic('eu-west-1') }],
    ['Success', { ...ALARM, alarmActions: topic('us-east-1') }],
  ])('%s', (message, forProvider) => {
    expect(verdict(alarm(forProvider))).toContain(message);
  });

  test('has a name of at most 255 characters', () => {
    expect(verdict(alarm(ALARM, 'a'.repeat(256)))).toContain('AlarmName must');
    expect(verdict(alarm(ALARM, 'a'.repeat(255)))).toContain('Success');
  });

  test('is refused what it cannot have, later too', () => {
    const actor = alarm(ALARM);
    apply(actor, { period: 61 });
    expect(verdict(actor)).toContain('Period must be');
  });
});
