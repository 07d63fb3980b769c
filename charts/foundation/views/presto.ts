/**
 * A view as Athena keeps it in the Glue catalog: a table of type VIRTUAL_VIEW whose original text is a comment with JSON in
 * base64, of the query and of its columns in Athena's own types (docs/adr/0032). Inside JSON and base64, text of the user is
 * nothing but text.
 */

interface Column {
  readonly name: string;
  /** Of Glue. */
  readonly type: string;
}

export interface Definition {
  /** In which names without one are looked up. */
  readonly database: string;
  readonly sql: string;
  readonly columns: readonly Column[];
}

/** Athena's own name of the Glue catalog. */
const CATALOG = 'awsdatacatalog';

export const EXPANDED_TEXT = '/* Presto View */';

/** By which Athena knows that it may read the text. */
export const PARAMETERS = { presto_view: 'true', comment: 'Presto View' } as const;

export function originalText({ database, sql, columns }: Definition): string {
  const definition = {
    originalSql: sql,
    catalog: CATALOG,
    schema: database,
    columns: columns.map(({ name, type }) => ({ name, type: prestoType(type) })),
  };
  return `/* Presto View: ${Buffer.from(JSON.stringify(definition)).toString('base64')} */`;
}

/** Those that are called otherwise. A timestamp of Hive has milliseconds. */
const NAMES: Readonly<Record<string, string>> = {
  int: 'integer',
  float: 'real',
  string: 'varchar',
  binary: 'varbinary',
  timestamp: 'timestamp(3)',
};

/** `struct<a:int,b:array<string>>` → `row("a" integer,"b" array(varchar))`. The type is a valid one of Glue. */
export function prestoType(type: string): string {
  const open = type.indexOf('<');
  if (open < 0) return NAMES[type] ?? type;
  const parts = partsOf(type.slice(open + 1, -1));
  switch (type.slice(0, open)) {
    case 'array':
      return `array(${parts.map(prestoType).join(',')})`;
    case 'map':
      return `map(${parts.map(prestoType).join(',')})`;
    default:
      return `row(${parts.map(rowField).join(',')})`;
  }
}

function rowField(member: string): string {
  const colon = member.indexOf(':');
  return `"${member.slice(0, colon)}" ${prestoType(member.slice(colon + 1))}`;
}

/** At the commas that stand in no brackets. */
function partsOf(inside: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [at, letter] of [...inside].entries()) {
    if ('<('.includes(letter)) depth += 1;
    if ('>)'.includes(letter)) depth -= 1;
    if (letter !== ',' || depth > 0) continue;
    parts.push(inside.slice(start, at));
    start = at + 1;
  }
  return [...parts, inside.slice(start)];
}
