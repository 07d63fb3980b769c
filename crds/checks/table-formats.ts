/** Settings of Json and Csv: keys mapped to nothing, and what Athena would give null for or fail on. */
import type { DataPipelineSpec, Table } from '../datapipeline.ts';
import { timestampColumn, usesOpenX } from '../schema/table-serdes.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';

export function formatFaults({ tables = [] }: DataPipelineSpec): Fault[] {
  return tables.flatMap((table, index) => {
    const path = ['spec', 'tables', index];
    return [...mappingFaults(table, [...path, 'json', 'mappings']), ...icebergFaults(table, [...path, 'columns'])];
  });
}

/** What Iceberg does not know, alone or inside of another type. Types end in a bracket or comma, names of members in a colon. */
const NOT_OF_ICEBERG = /(?<=^|[<,:])(?:(tinyint|smallint)(?=$|[>,])|(char|varchar)\()/;

/** Too dear for the API server: a regular expression for each of 15,000 long types. */
function icebergFaults({ name, format, columns }: Table, path: Path): Fault[] {
  if (format !== 'Iceberg') return [];
  return columns.flatMap(({ name: column, type }, index) => {
    const [, whole, text] = NOT_OF_ICEBERG.exec(type) ?? [];
    const unknown = whole ?? text;
    if (unknown === undefined) return [];
    const rule = `column "${column}" of table "${name}" has ${unknown}, a type that Iceberg does not know`;
    return [fault([...path, index, 'type'], type, rule, whole === undefined ? 'write string' : 'write int')];
  });
}

/** Whom a key is mapped to must be a column or a member of a struct; OpenX says nothing when it is neither. */
function mappingFaults({ name, columns, json }: Table, path: Path): Fault[] {
  const known = new Set(columns.flatMap((column) => [column.name, ...members(column.type)]));
  return Object.entries(json?.mappings ?? {})
    .filter(([column]) => !known.has(column))
    .map(([column, key]) => {
      const rule = `mappings of table "${name}" name "${column}", which is neither a column nor a member of a struct`;
      return fault(
        [...path, column],
        key,
        rule,
        'write the name of the column first, then the key: at_timestamp: "@timestamp"',
      );
    });
}

function members(type: string): string[] {
  return [...type.matchAll(/(\w+):/g)].map(([, member = '']) => member.toLowerCase());
}

export function formatWarnings({ tables = [] }: DataPipelineSpec): Warning[] {
  return tables.flatMap((table, index) => {
    const path = ['spec', 'tables', index];
    return [...timestampWarnings(table, path), ...quoteWarnings(table, [...path, 'csv', 'quote'])];
  });
}

function timestampWarnings(table: Table, path: Path): Warning[] {
  const column = timestampColumn(table);
  if (table.format !== 'Json' || column === undefined || !usesOpenX(table)) return [];
  const message = `the settings in json make OpenX read table "${table.name}", which Athena promises no timestamp formats for: column "${column}" may be null where timestamps are ISO 8601; write type: string and from_iso8601_timestamp(${column}) in queries, or leave those settings out`;
  return [warning([...path, 'json'], message)];
}

const NUMBERS: readonly string[] = ['int', 'bigint', 'double'];

function quoteWarnings({ name, columns, csv }: Table, path: Path): Warning[] {
  if (csv?.quote === undefined) return [];
  const number = columns.find(({ type }) => NUMBERS.includes(type));
  const time = columns.find(({ type }) => type === 'date' || type === 'timestamp');
  const warnings: Warning[] = [];
  if (number !== undefined) {
    const message = `Athena fails on an empty field of a number in quoted Csv: column "${number.name}" of table "${name}"; write type: string and try_cast in queries if fields may be empty`;
    warnings.push(warning(path, message));
  }
  if (time !== undefined) {
    const written = time.type === 'date' ? 'days' : 'milliseconds';
    const message = `quoted Csv has a ${time.type} as ${written} since 1970: column "${time.name}" of table "${name}"; write type: string and a cast in queries if it is written otherwise`;
    warnings.push(warning(path, message));
  }
  return warnings;
}
