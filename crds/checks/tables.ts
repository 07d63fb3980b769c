import type { DataPipelineSpec } from '../datapipeline.ts';
import { type Fault, fault, type Path, repeatedName } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';
import { columnTypeFault } from './column-type.ts';
import { formatFaults, formatWarnings } from './table-formats.ts';
import { hasUnfoundPartitions, prefixOf, shareObjects } from './table-prefix.ts';
import { projectionFaults, projectionWarnings } from './table-projection.ts';

export const tablesChecks: SectionChecks = {
  faults: (spec) => [...nameFaults(spec), ...typeFaults(spec), ...formatFaults(spec), ...projectionFaults(spec)],
  warnings: (spec) => [
    ...prefixWarnings(spec),
    ...partitionWarnings(spec),
    ...formatWarnings(spec),
    ...projectionWarnings(spec),
  ],
};

/** Lists of columns are one value to the API server, which then does not look for names that occur twice. */
function nameFaults({ tables = [] }: DataPipelineSpec): Fault[] {
  return tables.flatMap(({ columns, partitionKeys = [] }, index) => {
    const path = ['spec', 'tables', index];
    return [...repeated(columns, [...path, 'columns']), ...repeated(partitionKeys, [...path, 'partitionKeys'])];
  });
}

function repeated(items: readonly { readonly name: string }[], path: Path): Fault[] {
  const seen = new Set<string>();
  return items.flatMap(({ name }, index) => {
    if (seen.has(name)) return [repeatedName(name, [...path, index, 'name'])];
    seen.add(name);
    return [];
  });
}

/** The grammar that the pattern of the schema is too weak for. */
function typeFaults({ tables = [] }: DataPipelineSpec): Fault[] {
  return tables.flatMap(({ columns }, table) =>
    columns.flatMap(({ type }, column) => {
      const wrong = columnTypeFault(type);
      if (wrong === undefined) return [];
      const path = ['spec', 'tables', table, 'columns', column, 'type'];
      const remedy =
        'write a type that Glue and Athena can read, like array<string>, map<string,int> or struct<page:string>';
      return [fault(path, type, `column type "${type}" ${wrong}`, remedy)];
    }),
  );
}

function partitionWarnings({ tables = [] }: DataPipelineSpec): Warning[] {
  return tables.flatMap((table, index) => {
    if (!hasUnfoundPartitions(table)) return [];
    const message = `nobody registers the partitions of table "${table.name}", whose objects are somebody else's: no crawler of a zone goes there; write projection, or add partitions in Athena`;
    return [warning(['spec', 'tables', index, 'partitionKeys'], message)];
  });
}

function prefixWarnings({ tables = [] }: DataPipelineSpec): Warning[] {
  return tables.flatMap((table, index) => {
    const earlier = tables.slice(0, index);
    const shared = earlier.find((other) => shareObjects(other, table));
    if (shared === undefined) return [];
    const [field, place] = table.location === undefined ? ['prefix', prefixOf(table)] : ['location', table.location];
    const message = `tables "${shared.name}" and "${table.name}" read the same objects below ${place}; give each a ${field} of its own`;
    return [warning(['spec', 'tables', index, field], message)];
  });
}
