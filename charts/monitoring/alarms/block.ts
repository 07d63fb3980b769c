/**
 * The alarms of a pipeline. What they watch is decided beside each block (`Part.alarms`); here they are collected, and made to
 * tell the pipeline's topic, of the end of a trouble as well as of its beginning (docs/adr/0050).
 */
import { MetricAlarm } from '../../../imports/cloudwatch.ts';
import { afterAll, type Use } from '../../access/use.ts';
import type { Block } from '../../block.ts';
import { tellAlarms } from '../../foundation/notifications/uses.ts';
import { CLOUDWATCH } from '../../kinds/cloudwatch.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import { awsName, objectName } from '../../names.ts';
import type { Part } from '../../part.ts';
import { ALARM } from '../model.ts';
import { type ChosenAlarm, chosenAlarms } from './choose.ts';

export const ALARMS_COMPONENT = 'alarms';

export function alarmParts(model: PipelineModel, before: readonly Part[]): readonly Part[] {
  const alarms = chosenAlarms(model.monitoring, before);
  if (alarms.length === 0) return [];
  const uses = model.notifications === undefined ? [] : [tellAlarms(ALARMS_COMPONENT, model)];
  return [
    {
      component: ALARMS_COMPONENT,
      stage: 'Monitoring',
      uses,
      build(block) {
        for (const alarm of alarms) addAlarm(block, model, alarm, uses);
      },
    },
  ];
}

const COMPARISON = {
  Above: 'GreaterThanThreshold',
  AtLeast: 'GreaterThanOrEqualToThreshold',
  Below: 'LessThanThreshold',
} as const;

const MISSING = { AsGood: 'notBreaching', AsBad: 'breaching' } as const;

function addAlarm(block: Block, model: PipelineModel, alarm: ChosenAlarm, uses: readonly Use[]): void {
  const { place, notifications } = model;
  const told = notifications === undefined ? [] : [notifications.arn];
  const { object, name } = alarmNames(model, alarm);
  block.managed(MetricAlarm, {
    name: object,
    awsName: name,
    after: afterAll(uses),
    forProvider: {
      region: place.region,
      alarmDescription: descriptionOf(model, alarm),
      ...measured(alarm),
      comparisonOperator: COMPARISON[alarm.when],
      threshold: alarm.threshold,
      evaluationPeriods: alarm.periods.of,
      datapointsToAlarm: alarm.periods.breaching,
      treatMissingData: MISSING[alarm.missing.counts],
      // The provider drops empty lists, and takes over what AWS has where there is none: it is this that silences an alarm.
      actionsEnabled: told.length > 0,
      ...(told.length > 0 ? { alarmActions: told, okActions: told } : {}),
    },
  });
}

export function alarmNames({ monitoring: { scope } }: PipelineModel, alarm: ChosenAlarm) {
  const { component, part } = alarm;
  const [, ...names] = component.split('/');
  const kind = alarm.alarm.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  const words = [`${ALARM}-${kind}`, ...names, ...(part === undefined ? [] : [part])];
  return { object: objectName(scope, ...words), name: awsName(CLOUDWATCH.MetricAlarm, scope, ...words) };
}

function measured({ metric, growth, periodSeconds }: ChosenAlarm) {
  const { namespace, name, dimensions, statistic } = metric;
  if (growth === undefined) {
    return { namespace, metricName: name, dimensions, statistic, period: periodSeconds };
  }
  return {
    metricQuery: [
      { id: 'growth', expression: 'DIFF(counted)', label: name, returnData: true },
      {
        id: 'counted',
        metric: { namespace, metricName: name, dimensions, stat: statistic, period: periodSeconds },
        returnData: false,
      },
    ],
  };
}

/** What one reads who is woken by it: what, where, and what to do. */
function descriptionOf(model: PipelineModel, { alarm, says, component, part, missing }: ChosenAlarm): string {
  const where = `${component}${part === undefined ? '' : `, ${part},`} of ${titleOf(model)}`;
  const none = `No data counts as ${missing.counts === 'AsGood' ? 'good' : 'bad'}: ${missing.because}`;
  return `${says} Component: ${where}. Runbook: ${model.monitoring.runbooks}#${alarm.toLowerCase()}. ${none}`;
}
