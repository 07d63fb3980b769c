/** CloudWatch. */
import { service } from './kind.ts';

export const CLOUDWATCH = service('cloudwatch', {
  MetricAlarm: {
    plural: 'metricalarms',
    identity: 'Named',
    nameLimit: 255,
    tagged: true,
    guarded: true,
    observed: ['arn'],
  },
});
