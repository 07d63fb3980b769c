/** Grants: that what they name exists, and is no more confidential than they may see. */
import type { Classification, DataPipelineSpec, Grantee, Table } from '../datapipeline.ts';
import { CLASSIFICATIONS } from '../schema/identity.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import type { SectionChecks } from './checks.ts';
import { zoneNames } from './zone-names.ts';

export const accessChecks: SectionChecks = {
  faults: (spec) =>
    (['readers', 'writers'] as const).flatMap((list) =>
      (spec.access?.[list] ?? []).flatMap((grantee, index) => {
        const path = ['spec', 'access', list, index];
        return [
          ...(grantee.zones ?? []).flatMap((zone, at) => zoneFaults(spec, grantee, zone, [...path, 'zones', at])),
          ...(grantee.tables ?? []).flatMap((table, at) =>
            tableFaults(spec, { grantee, writes: list === 'writers' }, table, [...path, 'tables', at]),
          ),
        ];
      }),
    ),
};

/** A zone as a whole is as confidential as the most confidential table in it. */
function zoneFaults(spec: DataPipelineSpec, { name, maxClassification }: Grantee, zone: string, path: Path): Fault[] {
  const known = zoneNames(spec);
  if (!known.includes(zone)) {
    const rule = `grant "${name}" names zone "${zone}", which does not exist`;
    return [fault(path, zone, rule, `write one of: ${known.join(', ')}`)];
  }
  const own = classOfZone(spec, zone);
  if (isAbove(own, maxClassification)) {
    const rule = `zone "${zone}" is ${own}, and grant "${name}" gets at ${maxClassification} at most`;
    return [fault(path, zone, rule, `write maxClassification: ${own} if it may, or remove the zone`)];
  }
  const table = spec.tables?.find((each) => each.zone === zone && isAbove(classOf(spec, each), maxClassification));
  if (table === undefined) return [];
  const theirs = classOf(spec, table);
  const rule = `zone "${zone}" has table "${table.name}" with columns that are ${theirs}, and grant "${name}" gets at ${maxClassification} at most`;
  return [fault(path, zone, rule, `write maxClassification: ${theirs} if it may, or name tables instead of the zone`)];
}

function tableFaults(
  spec: DataPipelineSpec,
  { grantee: { name, maxClassification }, writes }: { readonly grantee: Grantee; readonly writes: boolean },
  named: string,
  path: Path,
): Fault[] {
  const { tables = [] } = spec;
  const table = tables.find((each) => each.name === named);
  if (table === undefined) {
    const known = tables.map((each) => each.name).join(', ');
    const rule = `grant "${name}" names table "${named}", which does not exist`;
    return [fault(path, named, rule, known === '' ? 'declare it in spec.tables' : `write one of: ${known}`)];
  }
  if (writes && table.zone === undefined) {
    const rule = `grant "${name}" writes table "${named}", whose objects lie in a bucket that is not the pipeline's`;
    return [fault(path, named, rule, 'let it write there by what that bucket belongs to, or make it a reader')];
  }
  const own = classOf(spec, table);
  if (!isAbove(own, maxClassification)) return [];
  const rule = `table "${named}" is ${own}, and grant "${name}" gets at ${maxClassification} at most`;
  return [fault(path, named, rule, `write maxClassification: ${own} if it may, or remove the table`)];
}

/** Whoever reads a table reads all of its columns. */
function classOf(spec: DataPipelineSpec, { zone, columns }: Table): Classification {
  const all = [classOfZone(spec, zone), ...columns.map(({ classification }) => classification ?? spec.classification)];
  return all.reduce((most, each) => (isAbove(each, most) ? each : most));
}

function classOfZone({ zones = [], classification }: DataPipelineSpec, zone: string | undefined): Classification {
  return zones.find(({ name }) => name === zone)?.classification ?? classification;
}

function isAbove(one: Classification, other: Classification): boolean {
  return CLASSIFICATIONS.indexOf(one) > CLASSIFICATIONS.indexOf(other);
}
