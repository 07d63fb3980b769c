/** What watches over the pipeline. */
import type { AlarmLevel, AlarmOverride } from '../../crds/datapipeline.ts';
import { CLOUDWATCH } from '../kinds/cloudwatch.ts';
import type { Given } from '../model.ts';
import { awsName, type NameScope, objectName } from '../names.ts';

export interface MonitoringModel {
  readonly alarms: AlarmLevel;
  readonly overrides: readonly AlarmOverride[];
  /** Where the runbooks are read. */
  readonly runbooks: string;
  /** Alarms are called by what they watch, which only the parts know. */
  readonly scope: NameScope;
  /** Absent: there is none. */
  readonly dashboard?: DashboardModel;
  /** With which the names of all its alarms begin in CloudWatch. */
  readonly alarmPrefix: string;
}

export interface DashboardModel {
  readonly object: string;
  /** In CloudWatch: all dashboards of an account stand in one list, so the Region is in its name. */
  readonly dashboard: string;
}

/** The word that names of alarms begin with, after the pipeline's. */
export const ALARM = 'alarm';

/** In the operator's repository. */
const RUNBOOKS = 'docs/runbooks/alarms.md';

export function monitoringModel({ spec, profile, scope }: Given): MonitoringModel {
  const { alarms, dashboard, overrides, runbooks } = spec.monitoring ?? {};
  return {
    ...((dashboard ?? profile.monitoring.dashboard) && {
      dashboard: { object: objectName(scope), dashboard: awsName(CLOUDWATCH.Dashboard, scope, scope.region) },
    }),
    alarms: alarms ?? profile.monitoring.alarms,
    overrides: overrides ?? [],
    runbooks: runbooks ?? RUNBOOKS,
    scope,
    alarmPrefix: `${awsName(CLOUDWATCH.MetricAlarm, scope, ALARM)}-`,
  };
}
