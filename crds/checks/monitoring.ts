import { ALARMS, type AlarmFacts } from '../alarms.ts';
import type { AlarmOverride, DataPipelineSpec } from '../datapipeline.ts';
import { DEFAULT_BUFFER_SECONDS } from '../schema/deliveries.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';
import { zoneNames } from './zone-names.ts';

const PATH: Path = ['spec', 'monitoring'];

export const monitoringChecks: SectionChecks = {
  faults: (spec) => [...overrideFaults(spec), ...freshnessFaults(spec), ...arrivalFaults(spec)],
  warnings: tellingWarnings,
};

/** Components that have the alarm, as far as a spec can tell. */
function watched(spec: DataPipelineSpec, { of, shared }: AlarmFacts): readonly string[] {
  const names = of === 'zones' ? zoneNames(spec) : (spec[of] ?? []).map(({ name }) => name);
  if (shared) return names.length === 0 ? [] : [of];
  return names.map((name) => `${of}/${name}`);
}

function overrideFaults(spec: DataPipelineSpec): Fault[] {
  const overrides = spec.monitoring?.overrides ?? [];
  return overrides.flatMap((one, index): Fault[] => {
    const path = [...PATH, 'overrides', index];
    const { alarm, component, threshold } = one;
    if (overrides.findIndex((other) => sameTarget(one, other)) < index) {
      const whose = component === undefined ? '' : ` of ${component}`;
      return [fault(path, alarm, `alarm ${alarm}${whose} is overridden twice`, 'write one override with all of it')];
    }
    const facts: AlarmFacts = ALARMS[alarm];
    const known = watched(spec, facts);
    if (known.length === 0 && component === undefined) {
      const rule = `override of alarm ${alarm} has no effect, for there are no ${facts.of}`;
      return [fault(path, alarm, rule, `remove it, or write ${facts.of}`)];
    }
    if (threshold !== undefined && threshold < (facts.least ?? 0)) {
      const rule = `threshold ${threshold} of alarm ${alarm} would always be passed`;
      return [fault([...path, 'threshold'], threshold, rule, `write ${facts.least} or more, in ${facts.unit}`)];
    }
    if (component === undefined || known.includes(component)) return [];
    const rule = `override of alarm ${alarm} names component "${component}", which has none`;
    const remedy = known.length === 0 ? 'remove it, for nothing here has it' : `write one of: ${listed(known)}`;
    return [fault([...path, 'component'], component, rule, remedy)];
  });
}

function sameTarget(a: AlarmOverride, b: AlarmOverride): boolean {
  return a.alarm === b.alarm && a.component === b.component;
}

function listed(names: readonly string[]): string {
  return names.length <= 10 ? names.join(', ') : `${names.slice(0, 10).join(', ')}, …`;
}

function freshnessFaults(spec: DataPipelineSpec): Fault[] {
  const freshness = spec.monitoring?.freshness ?? [];
  const names = (spec.deliveries ?? []).map(({ name }) => name);
  return freshness.flatMap(({ delivery: name, maxAgeMinutes }, index): Fault[] => {
    const path = [...PATH, 'freshness', index];
    const delivery = spec.deliveries?.find((one) => one.name === name);
    if (delivery === undefined) {
      const rule = `freshness names delivery "${name}", which does not exist`;
      const remedy = names.length === 0 ? 'remove it, for there are no deliveries' : `write one of: ${listed(names)}`;
      return [fault([...path, 'delivery'], name, rule, remedy)];
    }
    const gathers = delivery.buffer?.seconds ?? DEFAULT_BUFFER_SECONDS;
    if (maxAgeMinutes * 60 > gathers) return [];
    const rule = `delivery "${name}" gathers for ${gathers} seconds, so it is silent for ${maxAgeMinutes} minutes while all is well`;
    const remedy = `write ${Math.ceil((2 * gathers) / 60)} or more, or a smaller buffer.seconds`;
    return [fault([...path, 'maxAgeMinutes'], maxAgeMinutes, rule, remedy)];
  });
}

function arrivalFaults(spec: DataPipelineSpec): Fault[] {
  const names = zoneNames(spec);
  return (spec.monitoring?.arrivals ?? []).flatMap(({ zone }, index) => {
    if (names.includes(zone)) return [];
    const rule = `arrivals names zone "${zone}", which does not exist`;
    return [fault([...PATH, 'arrivals', index, 'zone'], zone, rule, `write one of: ${listed(names)}`)];
  });
}

function tellingWarnings({ monitoring, notifications }: DataPipelineSpec): Warning[] {
  if (notifications !== undefined || monitoring === undefined) return [];
  const watched = [...(monitoring.freshness ?? []), ...(monitoring.arrivals ?? [])];
  const wished = (monitoring.alarms ?? 'None') !== 'None' || watched.length > 0;
  if (!wished) return [];
  return [warning(PATH, 'alarms stand in CloudWatch and tell nobody; write notifications')];
}
