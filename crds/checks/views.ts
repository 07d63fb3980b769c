/** Views: what can be seen of a query without Athena. That its columns are those which are declared, only Athena can tell. */
import type { DataPipelineSpec, View } from '../datapipeline.ts';
import { type Fault, fault, type Path, repeatedName } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';
import { columnTypeFault } from './column-type.ts';
import { tablesOf, wordsOf } from './sql-text.ts';

export const viewsChecks: SectionChecks = {
  faults: (spec) =>
    (spec.views ?? []).flatMap((view, index) => {
      const path = ['spec', 'views', index];
      return [...nameFaults(spec, view, path), ...sqlFaults(view, [...path, 'sql']), ...columnFaults(view, path)];
    }),
  warnings: (spec) =>
    (spec.views ?? []).flatMap((view, index) => unknownTables(spec, view, ['spec', 'views', index, 'sql'])),
};

/** A view stands in the same list as the tables of its database. */
function nameFaults({ tables = [] }: DataPipelineSpec, { name, zone }: View, path: Path): Fault[] {
  if (!tables.some((table) => table.name === name && table.zone === zone)) return [];
  const rule = `view "${name}" is called like a table of zone "${zone}"`;
  return [fault([...path, 'name'], name, rule, 'give one of them another name')];
}

const BEGINNINGS = ['select', 'with', 'values', 'table', '('];

function sqlFaults({ name, zone, sql }: View, path: Path): Fault[] {
  const words = wordsOf(sql);
  const [first] = words;
  if (first === undefined || !BEGINNINGS.includes(first.text)) {
    const rule = `sql of view "${name}" begins with ${first === undefined ? 'nothing' : `"${first.text}"`}, which begins no query`;
    return [fault(path, first?.text, rule, 'write SELECT or WITH, without CREATE VIEW')];
  }
  if (words.some(({ kind, text }) => kind === 'Sign' && text === ';')) {
    return [
      fault(path, ';', `sql of view "${name}" has a semicolon`, 'write one query, without a semicolon behind it'),
    ];
  }
  const isItself = tablesOf(words).some(({ database, table }) => database === undefined && table === name);
  if (!isItself) return [];
  const rule = `view "${name}" reads itself, for names without a database are of zone "${zone}"`;
  return [fault(path, name, rule, 'read a table, or write the database before the name')];
}

function columnFaults({ columns }: View, path: Path): Fault[] {
  return columns.flatMap(({ name, type }, index) => {
    const at = [...path, 'columns', index];
    const wrong = columnTypeFault(type);
    const rule = `column type "${type}" ${wrong}`;
    const remedy = 'write a type of Glue, like bigint, array<string> or struct<page:string>';
    const faults = wrong === undefined ? [] : [fault([...at, 'type'], type, rule, remedy)];
    const isTwice = columns.findIndex((other) => other.name === name) < index;
    return isTwice ? [...faults, repeatedName(name, [...at, 'name'])] : faults;
  });
}

/** Crawlers and people make tables that no spec knows, so a name that is not declared is no fault. */
function unknownTables(spec: DataPipelineSpec, { name, zone, sql }: View, path: Path): Warning[] {
  const { tables = [], views = [], crawlers = [] } = spec;
  if (crawlers.some((crawler) => crawler.zone === zone)) return [];
  const known = [...tables, ...views].filter((each) => each.zone === zone).map((each) => each.name);
  const unknown = tablesOf(wordsOf(sql)).find(
    ({ database, table }) => database === undefined && !known.includes(table),
  );
  if (unknown === undefined) return [];
  const message = `view "${name}" reads "${unknown.table}", which is no declared table or view of zone "${zone}", and no crawler finds any there; Athena fails until there is one`;
  return [warning(path, message)];
}
