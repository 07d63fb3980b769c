/**
 * The alarms of a pipeline. What they watch is decided beside each block (`Part.alarms`); here they are collected, and made to
 * tell the pipeline's topic, of the end of a trouble as well as of its beginning (docs/adr/0050).
 */
import { MetricAlarm } from '../../../imports/cloudwatch.ts';
import { Rule } from '../../../imports/cloudwatchevents.ts';
import { afterAll, type Use } from '../../access/use.ts';
import type { Block } from '../../block.ts';
import { tellAlarms } from '../../foundation/notifications/uses.ts';
import { CLOUDWATCH } from '../../kinds/cloudwatch.ts';
import { EVENTS } from '../../kinds/cloudwatchevents.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import { awsName, objectName } from '../../names.ts';
import type { Part } from '../../part.ts';
import { ALARM } from '../model.ts';
import type { Events } from './alarm.ts';
import { type ChosenAlarm, chosenAlarms } from './choose.ts';
import { addComposite, type Composite, composites } from './composite.ts';
import { alarmCost } from './cost.ts';
import { measured } from './measured.ts';

export const ALARMS_COMPONENT = 'alarms';

export function alarmParts(model: PipelineModel, before: readonly Part[]): readonly Part[] {
  const alarms = chosenAlarms(model.monitoring, before);
  if (alarms.length === 0) return [];
  const over = compositesOf(model, alarms);
  const uses = model.notifications === undefined ? [] : [tellAlarms(ALARMS_COMPONENT, model)];
  return [
    {
      component: ALARMS_COMPONENT,
      stage: 'Monitoring',
      uses,
      cost: alarmCost(alarms, over.length),
      build(block) {
        for (const alarm of alarms) addAlarm(block, model, alarm, uses);
        for (const composite of over) addComposite(block, model, composite);
      },
    },
  ];
}

/** The one over all stands last. */
export function compositesOf(model: PipelineModel, alarms: readonly ChosenAlarm[]): readonly Composite[] {
  return composites(model, alarms, (alarm) => alarmNames(model, alarm));
}

const MISSING = { AsGood: 'notBreaching', AsBad: 'breaching' } as const;

function addAlarm(block: Block, model: PipelineModel, alarm: ChosenAlarm, uses: readonly Use[]): void {
  const { place, notifications } = model;
  const told = notifications === undefined ? [] : [notifications.arn];
  const { object, name, rule } = alarmNames(model, alarm);
  const counts = 'events' in alarm ? [addRule(block, model, alarm, { object, rule })] : [];
  block.managed(MetricAlarm, {
    name: object,
    awsName: name,
    after: [...counts, ...afterAll(uses)],
    forProvider: {
      region: place.region,
      alarmDescription: descriptionOf(model, alarm),
      ...measured(alarm, rule),
      evaluationPeriods: alarm.periods.of,
      datapointsToAlarm: alarm.periods.breaching,
      treatMissingData: MISSING[alarm.missing.counts],
      // The provider drops empty lists, and takes over what AWS has where there is none: it is this that silences an alarm.
      actionsEnabled: told.length > 0,
      ...(told.length > 0 ? { alarmActions: told, okActions: told } : {}),
    },
  });
}

/** It has no target: that it matches is counted, and the count is what the alarm looks at. */
function addRule(
  block: Block,
  model: PipelineModel,
  { events, component }: ChosenAlarm & { readonly events: Events },
  { object, rule }: { readonly object: string; readonly rule: string },
): string {
  const { source, detailType, resources, detail } = events;
  return block.managed(Rule, {
    name: object,
    awsName: rule,
    forProvider: {
      region: model.place.region,
      eventBusName: 'default',
      description: `Counts events of ${component} of ${titleOf(model)} for an alarm`,
      eventPattern: JSON.stringify({
        source: [source],
        'detail-type': [detailType],
        account: [model.place.accountId],
        region: [model.place.region],
        ...(resources === undefined ? {} : { resources }),
        ...(detail === undefined ? {} : { detail }),
      }),
      state: 'ENABLED',
    },
  });
}

export function alarmNames({ monitoring: { scope } }: PipelineModel, alarm: ChosenAlarm) {
  const { component, part } = alarm;
  const [, ...names] = component.split('/');
  const kind = alarm.alarm.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  const words = [`${ALARM}-${kind}`, ...names, ...(part === undefined ? [] : [part])];
  return {
    object: objectName(scope, ...words),
    name: awsName(CLOUDWATCH.MetricAlarm, scope, ...words),
    rule: awsName(EVENTS.Rule, scope, ...words),
  };
}

/** What one reads who is woken by it: what, where, and what to do. */
function descriptionOf(model: PipelineModel, { alarm, says, component, part, missing }: ChosenAlarm): string {
  const where = `${component}${part === undefined ? '' : `, ${part},`} of ${titleOf(model)}`;
  const none = `No data counts as ${missing.counts === 'AsGood' ? 'good' : 'bad'}: ${missing.because}`;
  return `${says} Component: ${where}. Runbook: ${model.monitoring.runbooks}#${alarm.toLowerCase()}. ${none}`;
}
