/**
 * Facts of a pipeline in its status: names, ARNs, next runs. They come with the rendered parts; what is added here is what
 * only the live objects tell (values of tokens, whether all of a part is ready) and the time. The spec is not looked at.
 */
import type { Facts, ListSection, ScheduleFacts } from '../../../charts/facts.ts';
import { resolveTokens } from '../../../charts/observed.ts';
import type { ObservedToken, RenderedPart } from '../../../charts/rendered.ts';
import type { DataPipelineStatus, ScheduleStatus } from '../../../crds/datapipeline.ts';
import type { Json } from '../../../crds/kubernetes.ts';
import { ROLE_ARNS_SHOWN } from '../../../crds/schema/status.ts';
import { observedValue } from '../child.ts';
import { bucketDifferences } from '../foreign.ts';
import type { PlannedObject } from '../plan.ts';
import { nextRunOf } from '../schedules.ts';
import { isReady } from './conditions.ts';

export type FactStatus = Pick<DataPipelineStatus, ListSection | Output | 'roleArns' | 'moreRoleArns'>;

/** Values that stand alone in status. */
const OUTPUTS = ['auditLogs', 'dashboard', 'externalDatabase', 'keyArn', 'topicArn', 'vpcId', 'workgroup'] as const;
type Output = (typeof OUTPUTS)[number];

type Lookup = (token: ObservedToken) => Json | undefined;

/** Lists stand in the order of the parts; an empty one is left out: it tells nothing and reads badly. */
export function factsOf(parts: readonly RenderedPart[], objects: readonly PlannedObject[], nowMs: number): FactStatus {
  const lookup = lookupIn(objects);
  const unready = new Set(objects.filter((entry) => !isReady(entry)).map(({ object }) => object.component));
  const lists = new Map<string, object[]>();
  for (const { component, facts } of parts) {
    for (const [section, item] of itemsOf(facts, lookup, nowMs)) {
      const list = lists.get(section) ?? [];
      const differences = section === 'zones' ? differencesOf(component, objects) : [];
      list.push({ ...item, ...(differences.length > 0 && { differences }), ready: !unready.has(component) });
      lists.set(section, list);
    }
  }
  // Facts are typed by section, so the items are what the sections of status hold.
  return { ...(Object.fromEntries(lists) as Pick<FactStatus, ListSection>), ...outputsOf(parts, lookup) };
}

/** Of a bucket that is not the pipeline's, as it shows. */
function differencesOf(component: string, objects: readonly PlannedObject[]): readonly string[] {
  return objects.flatMap(({ object, child }) =>
    object.component === component && object.foreign !== undefined && object.foreign.says === undefined && child?.seen
      ? bucketDifferences(child)
      : [],
  );
}

/** Soonest of all due times, for a column. RFC 3339 in UTC sorts as text. */
export function soonestRun({ schedules = [] }: FactStatus): { readonly nextRun?: string } {
  const [nextRun] = schedules.flatMap((schedule) => schedule.nextRun ?? []).sort();
  return nextRun === undefined ? {} : { nextRun };
}

/** Facts that are no lists of things. */
const NO_LISTS: ReadonlySet<string> = new Set([...OUTPUTS, 'roleArns', 'schedules']);

function itemsOf(facts: Facts, lookup: Lookup, nowMs: number): [string, object][] {
  const items = Object.entries(facts).flatMap(([section, item]): [string, object][] =>
    NO_LISTS.has(section) || typeof item !== 'object' ? [] : [[section, known(item, lookup)]],
  );
  const { schedules } = facts;
  return schedules === undefined ? items : [...items, ['schedules', scheduleItem(schedules, nowMs)]];
}

function scheduleItem(schedule: ScheduleFacts, nowMs: number): Omit<ScheduleStatus, 'ready'> {
  return { name: schedule.name, ...nextRunOf(schedule, nowMs) };
}

function outputsOf(parts: readonly RenderedPart[], lookup: Lookup): Omit<FactStatus, ListSection> {
  const outputs = OUTPUTS.flatMap((output): [Output, string][] => {
    const [value] = parts.flatMap(({ facts }) => known({ value: facts[output] }, lookup).value ?? []);
    return value === undefined ? [] : [[output, value]];
  });
  const roleArns = parts.flatMap(({ facts }) => Object.entries(known(facts.roleArns ?? {}, lookup)));
  return {
    ...Object.fromEntries(outputs),
    ...(roleArns.length > 0 && { roleArns: Object.fromEntries(roleArns.slice(0, ROLE_ARNS_SHOWN)) }),
    ...(roleArns.length > ROLE_ARNS_SHOWN && { moreRoleArns: roleArns.length - ROLE_ARNS_SHOWN }),
  };
}

/** The fields whose tokens are all known, with their values; those that may not be missing hold no token. */
function known<Fields extends object>(fields: Fields, lookup: Lookup): Fields {
  const entries = Object.entries(fields).flatMap(([field, value]) => {
    const resolved = resolveTokens(value as unknown, lookup);
    return resolved.value === undefined || resolved.open.length > 0 ? [] : [[field, resolved.value]];
  });
  return Object.fromEntries(entries) as Fields;
}

function lookupIn(objects: readonly PlannedObject[]): Lookup {
  const children = new Map(objects.map(({ object, child }) => [object.id, child]));
  return ({ from, path }) => {
    const child = children.get(from);
    return child === undefined ? undefined : observedValue(child, path);
  };
}
