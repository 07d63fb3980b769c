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
  CompositeAlarm: {
    plural: 'compositealarms',
    identity: 'Named',
    nameLimit: 255,
    tagged: true,
    guarded: true,
    changesAfter: true,
  },
  // Has no tags: a namesake would be taken over, but the name holds namespace, pipeline and Region.
  Dashboard: {
    plural: 'dashboards',
    identity: 'Named',
    nameLimit: 255,
    nameScope: 'Account',
  },
});
