/** The dashboard of a pipeline. What it shows is said beside each block (`Part.widgets`); here it is laid out and written. */
import { Dashboard } from '../../../imports/cloudwatch.ts';
import { alarmArn } from '../../arns.ts';
import { idle } from '../../cost/item.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import type { Part } from '../../part.ts';
import { alarmNames, compositesOf } from '../alarms/block.ts';
import { chosenAlarms } from '../alarms/choose.ts';
import type { DashboardBody } from './body.ts';
import { layOut } from './layout.ts';

export const DASHBOARD = 'dashboard';

export function dashboardParts(model: PipelineModel, before: readonly Part[]): readonly Part[] {
  const { dashboard } = model.monitoring;
  if (dashboard === undefined) return [];
  return [
    {
      component: DASHBOARD,
      stage: 'Monitoring',
      uses: [],
      facts: { dashboard: dashboard.dashboard },
      cost: [idle('dashboard', 'dashboard', 1)],
      build(block) {
        block.managed(Dashboard, {
          name: dashboard.object,
          awsName: dashboard.dashboard,
          forProvider: { region: model.place.region, dashboardBody: JSON.stringify(dashboardBody(model, before)) },
        });
      },
    },
  ];
}

/** `parts`: those that it shows. */
export function dashboardBody(model: PipelineModel, parts: readonly Part[]): DashboardBody {
  const { place, monitoring } = model;
  const chosen = chosenAlarms(monitoring, parts);
  const names = [...compositesOf(model, chosen).slice(-1), ...chosen.map((alarm) => alarmNames(model, alarm))];
  const alarms = names.map(({ name }) => alarmArn(place, name));
  return {
    periodOverride: 'inherit',
    widgets: layOut({ title: titleText(model), alarms, region: place.region, parts }),
  };
}

function titleText(model: PipelineModel): string {
  const { environment, monitoring, place } = model;
  const title = titleOf(model);
  return [
    `# ${title.charAt(0).toUpperCase()}${title.slice(1)}`,
    `${environment}, ${place.accountId}, ${place.region}. Written by its operator, which puts back what is changed here. What to do in an alarm: ${monitoring.runbooks}`,
  ].join('\n\n');
}
