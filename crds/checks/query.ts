import type { DataPipelineSpec, NamedQuery } from '../datapipeline.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import type { SectionChecks } from './checks.ts';
import { zoneNames } from './zone-names.ts';

/** Name → type of the columns that HourlyAggregates reads. */
const READS = { event_time: 'timestamp', user_id: 'string', event_type: 'string' } as const;

/** What provider-upjet-aws takes for a call of a template function, and would evaluate: "${upper(". */
const TEMPLATE_CALL = /\$\{\s*\w+\s*\(/;

export const queryChecks: SectionChecks = {
  faults: (spec) =>
    (spec.query?.namedQueries ?? []).flatMap((query, index) => {
      const path = ['spec', 'query', 'namedQueries', index];
      return [
        ...zoneFaults(spec, query, path),
        ...readTableFaults(spec, query, path),
        ...tableFaults(spec, query, path),
        ...sqlFaults(query, path),
      ];
    }),
};

function zoneFaults(spec: DataPipelineSpec, { name, zone, alsoReads = [] }: NamedQuery, path: Path): Fault[] {
  const known = zoneNames(spec);
  const named: readonly [string, Path][] = [
    ...(zone === undefined ? [] : [[zone, [...path, 'zone']] as [string, Path]]),
    ...alsoReads.map((each, index): [string, Path] => [each, [...path, 'alsoReads', index]]),
  ];
  return named
    .filter(([each]) => !known.includes(each))
    .map(([each, place]) => {
      const rule = `query "${name}" names zone "${each}", which does not exist`;
      return fault(place, each, rule, `write one of: ${known.join(', ')}`);
    });
}

function readTableFaults(
  { tables = [] }: DataPipelineSpec,
  { name, alsoReadsTables = [] }: NamedQuery,
  path: Path,
): Fault[] {
  const known = tables.map((table) => table.name);
  return alsoReadsTables.flatMap((each, index) => {
    if (known.includes(each)) return [];
    const rule = `query "${name}" names table "${each}", which does not exist`;
    const remedy = `write one of: ${known.join(', ') || 'none, for spec.tables is empty'}`;
    return [fault([...path, 'alsoReadsTables', index], each, rule, remedy)];
  });
}

function tableFaults({ tables = [] }: DataPipelineSpec, query: NamedQuery, path: Path): Fault[] {
  const place = [...path, 'table'];
  if (query.builtIn === undefined || query.table === undefined) return [];
  const table = tables.find(({ name }) => name === query.table);
  if (table === undefined) {
    const known = tables.map(({ name }) => name).join(', ') || 'none, for spec.tables is empty';
    const rule = `query "${query.name}" names table "${query.table}", which does not exist`;
    return [fault(place, query.table, rule, `write one of: ${known}`)];
  }
  const columns = [...table.columns, ...(table.partitionKeys ?? [])];
  const missing = Object.entries(READS).filter(
    ([name, type]) => !columns.some((column) => column.name === name && column.type === type),
  );
  if (missing.length === 0) return [];
  const wanted = missing.map(([name, type]) => `${name} ${type}`).join(', ');
  const rule = `built-in ${query.builtIn} of query "${query.name}" does not find ${wanted} in table "${table.name}"`;
  return [fault(place, query.table, rule, 'name a table with these columns, or write sql')];
}

function sqlFaults({ name, sql }: NamedQuery, path: Path): Fault[] {
  const [found] = TEMPLATE_CALL.exec(sql ?? '') ?? [];
  if (found === undefined) return [];
  const rule = `sql of query "${name}" has "${found}", which the provider would evaluate as a function of its own`;
  return [fault([...path, 'sql'], found, rule, 'write it otherwise, with a space between $ and the brace')];
}
