/**
 * One alarm over the pipeline: in alarm while any of its Essential ones is, so that one name tells a status page, a deployment
 * gate or another pipeline whether this one is well. It tells nobody itself, for each of those below it does.
 *
 * CloudWatch takes a hundred alarms and 10,240 characters in one; a larger pipeline has groups below the one.
 */
import { ALARMS } from '../../../crds/alarms.ts';
import { CompositeAlarm } from '../../../imports/cloudwatch.ts';
import type { Block } from '../../block.ts';
import { CLOUDWATCH } from '../../kinds/cloudwatch.ts';
import { idOf } from '../../kinds/kind.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import { awsName, objectName } from '../../names.ts';
import { ALARM } from '../model.ts';
import type { ChosenAlarm } from './choose.ts';

/** Source: docs/aws-rules.md, CloudWatch. */
const MOST = { alarms: 100, characters: 10_240 } as const;
const OR = ' OR ';
const UNHEALTHY = 'unhealthy';

/** One that is looked at by another. */
interface Below {
  /** Of its managed resource. */
  readonly id: string;
  /** In CloudWatch. */
  readonly name: string;
}

export interface Composite {
  readonly object: string;
  /** In CloudWatch. */
  readonly name: string;
  /** At least one. */
  readonly below: readonly Below[];
}

/** The one over all stands last; none where nothing Essential is watched, and none where only that is. */
export function composites(
  model: PipelineModel,
  alarms: readonly ChosenAlarm[],
  namesOf: (alarm: ChosenAlarm) => { readonly object: string; readonly name: string },
): readonly Composite[] {
  const essential = alarms.filter(({ alarm }) => ALARMS[alarm].level === 'Essential');
  if (model.monitoring.alarms !== 'All' || essential.length === 0) return [];
  const below = essential.map((alarm): Below => {
    const { object, name } = namesOf(alarm);
    return { id: idOf(CLOUDWATCH.MetricAlarm, object), name };
  });
  const groups = grouped(below);
  if (groups.length === 1) return [compositeOf(model, below)];
  const parts = groups.map((group, index) => compositeOf(model, group, String(index + 1)));
  const whole = parts.map(({ object, name }) => ({ id: idOf(CLOUDWATCH.CompositeAlarm, object), name }));
  return [...parts, compositeOf(model, whole)];
}

export function addComposite(block: Block, model: PipelineModel, { object, name, below }: Composite): void {
  block.managed(CompositeAlarm, {
    name: object,
    awsName: name,
    after: below.map(({ id }) => id),
    forProvider: {
      region: model.place.region,
      alarmDescription: `Something that loses data, or makes it late or wrong, is in alarm in ${titleOf(model)}: the alarms below this one say what. Runbook: ${model.monitoring.runbooks}`,
      alarmRule: below.map(({ name: each }) => stateOf(each)).join(OR),
      actionsEnabled: false,
    },
  });
}

function compositeOf(
  { monitoring: { scope } }: PipelineModel,
  below: readonly Below[],
  ...group: readonly string[]
): Composite {
  const words = [`${ALARM}-${UNHEALTHY}`, ...group];
  return { object: objectName(scope, ...words), name: awsName(CLOUDWATCH.CompositeAlarm, scope, ...words), below };
}

function grouped(all: readonly Below[]): readonly (readonly Below[])[] {
  const groups: Below[][] = [];
  let left = 0;
  for (const each of all) {
    const characters = stateOf(each.name).length + OR.length;
    const last = groups.at(-1);
    if (last === undefined || last.length === MOST.alarms || left < characters) {
      groups.push([each]);
      left = MOST.characters - characters;
    } else {
      last.push(each);
      left -= characters;
    }
  }
  return groups;
}

/** Names are the operator's: no quotation mark is in them. */
function stateOf(name: string): string {
  return `ALARM("${name}")`;
}
