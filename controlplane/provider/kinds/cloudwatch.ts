/** CloudWatch. */
import { CLOUDWATCH } from '../../../charts/kinds/cloudwatch.ts';
import type { KindBehaviour } from '../behaviour.ts';
import { fromRecording } from '../from-recording.ts';
import { refusesAlarm } from '../rules/cloudwatch.ts';

const metricAlarm = fromRecording(CLOUDWATCH.MetricAlarm, {
  service: 'CloudWatch',
  calls: { Create: 'PutMetricAlarm', Update: 'PutMetricAlarm', Delete: 'DeleteAlarms' },
  title: ({ name }) => `CloudWatch Metric Alarm (${name})`,
  recreate: 'Overwrites',
  // The recorded one watches one metric; of one that watches an expression these say nothing.
  unset: {
    alarmActions: [],
    dimensions: {},
    metricName: '',
    namespace: '',
    period: 0,
    statistic: '',
    treatMissingData: 'missing',
  },
  refuses: {
    create: refusesAlarm,
    update: (_, input) => refusesAlarm(input),
  },
});

export const CLOUDWATCH_BEHAVIOURS: readonly KindBehaviour[] = [metricAlarm];
