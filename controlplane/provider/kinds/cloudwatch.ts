/** CloudWatch. */
import { CLOUDWATCH } from '../../../charts/kinds/cloudwatch.ts';
import type { KindBehaviour } from '../behaviour.ts';
import { fromRecording, notRecorded } from '../from-recording.ts';
import { refusesAlarm } from '../rules/cloudwatch.ts';
import { refusesComposite, refusesDeletion } from '../rules/composite-alarm.ts';
import { refusesDashboard } from '../rules/dashboard.ts';

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
    delete: refusesDeletion,
  },
});

const compositeAlarm = notRecorded(CLOUDWATCH.CompositeAlarm, {
  why: 'the emulator has no tags of composite alarms, so the provider never got to the end of one',
  service: 'CloudWatch',
  calls: { Create: 'PutCompositeAlarm', Update: 'PutCompositeAlarm', Delete: 'DeleteAlarms' },
  title: ({ name }) => `CloudWatch Composite Alarm (${name})`,
  recreate: 'Overwrites',
  outputs: {
    arn: ({ scope, address }) => `arn:${scope.partition}:cloudwatch:${scope.region}:${scope.account}:alarm:${address}`,
  },
  refuses: {
    create: refusesComposite,
    update: (_, input, aws) => refusesComposite(input, aws),
    delete: refusesDeletion,
  },
});

const dashboard = notRecorded(CLOUDWATCH.Dashboard, {
  why: 'the emulator says of a dashboard that is not there what the provider does not understand, so none was ever made',
  service: 'CloudWatch',
  calls: { Create: 'PutDashboard', Update: 'PutDashboard', Delete: 'DeleteDashboards' },
  title: ({ name }) => `CloudWatch Dashboard (${name})`,
  recreate: 'Overwrites',
  outputs: {
    dashboardArn: ({ scope, address }) => `arn:${scope.partition}:cloudwatch::${scope.account}:dashboard/${address}`,
  },
  refuses: {
    create: refusesDashboard,
    update: (_, input) => refusesDashboard(input),
  },
});

export const CLOUDWATCH_BEHAVIOURS: readonly KindBehaviour[] = [metricAlarm, compositeAlarm, dashboard];
