/**
 * What a FlinkSql application is told: SQL, tables and connector as property groups of managed Flink, the form that
 * `flink_sql/properties.py` reads. Pure; a wrong table is refused by FlinkSql itself at its start.
 */

import type { Column } from '../descriptor.ts';

export interface FlinkSqlApplication {
  /** Statements, separated by semicolons: SET, CREATE, and at least one INSERT INTO. */
  readonly sql: string;
  readonly tables: readonly FlinkTable[];
  /** Absent: the connector is packed with the code. */
  readonly connector?: FlinkConnector;
  /** Where in the code it is packed. */
  readonly jarfile?: string;
}

/** A jar that is fetched at every start of the job. */
export interface FlinkConnector {
  /** https. */
  readonly url: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

export type FlinkTable = FlinkSource | FlinkSink;

interface StreamTable {
  /** The name that the SQL uses. */
  readonly name: string;
  readonly columns: readonly Column[];
  /** ARN. */
  readonly stream: string;
  readonly region: string;
  /** In place of the region's Kinesis endpoint. */
  readonly endpoint?: string;
}

export interface FlinkSource extends StreamTable {
  readonly role: 'source';
  /** Needed for windows over event time. */
  readonly eventTime?: {
    /** A column of type timestamp; its texts are ISO 8601, UTC when they name no zone. */
    readonly column: string;
    /** Later events are left out of windows. Default 60. */
    readonly maxDelaySeconds?: number;
    /** Events from further in the future are left out altogether. Default 3600. */
    readonly maxAheadSeconds?: number;
  };
  /** Where a first start begins; default LATEST. */
  readonly startAt?: 'LATEST' | 'TRIM_HORIZON';
}

export interface FlinkSink extends StreamTable {
  readonly role: 'sink';
  /** Columns that make the partition key. Default: records are spread evenly. */
  readonly partitionBy?: readonly string[];
}

/** Spelled as in the Application resource of the provider. */
export interface PropertyGroup {
  readonly propertyGroupId: string;
  readonly propertyMap: Readonly<Record<string, string>>;
}

/** Limits of the service: characters of a value, and keys of a group. */
const valueCharacters = 2_048;
const groupKeys = 50;

export class PropertyTooLongError extends Error {
  override readonly name = 'PropertyTooLongError';
  readonly property: string;
  readonly characters: number;

  constructor(property: string, characters: number, limit: number) {
    super(
      `${property} of the application has ${characters} characters; the property groups of managed Flink hold ${limit}: shorten it, or split the application`,
    );
    this.property = property;
    this.characters = characters;
  }
}

/**
 * The environment properties of the application, complete: what to run and what it works on.
 * @throws PropertyTooLongError when SQL or tables exceed what a property group can hold (about 96 kB each).
 */
export function flinkSqlProperties(application: FlinkSqlApplication): readonly PropertyGroup[] {
  const { sql, tables, connector, jarfile } = application;
  const fetched = connector ? { 'connector.url': connector.url, 'connector.sha256': connector.sha256 } : {};
  return [
    {
      propertyGroupId: 'kinesis.analytics.flink.run.options',
      propertyMap: { python: 'main.py', ...(jarfile === undefined ? {} : { jarfile }) },
    },
    { propertyGroupId: 'FlinkSql', propertyMap: { ...numbered('sql', sql), ...fetched } },
    { propertyGroupId: 'FlinkSqlTables', propertyMap: numbered('tables', JSON.stringify(tables.map(bare))) },
  ];
}

/** Without what the SQL has no use for and a property group no room: comments, classifications. */
function bare(table: FlinkTable): FlinkTable {
  return { ...table, columns: table.columns.map(({ name, type }) => ({ name, type })) };
}

/** Keys of the FlinkSql group that are not part of the SQL. */
const reservedKeys = 2;

function numbered(key: string, text: string): Record<string, string> {
  const parts = cut(text);
  const mostParts = groupKeys - reservedKeys;
  if (parts.length > mostParts) throw new PropertyTooLongError(key, text.length, mostParts * valueCharacters);
  return Object.fromEntries(parts.map((part, index) => [`${key}.${String(index).padStart(3, '0')}`, part]));
}

/** Pieces that fit a value. None starts or ends with white space, which tools on the way like to trim. */
function cut(text: string): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > valueCharacters) {
    let end = valueCharacters;
    while (end > 1 && (isBlank(rest.charAt(end - 1)) || isBlank(rest.charAt(end)) || splitsPair(rest, end))) end--;
    // A stretch of blanks longer than a value: cut it wherever.
    if (end === 1) end = valueCharacters;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  parts.push(rest);
  return parts;
}

function isBlank(character: string): boolean {
  return character.trim() === '';
}

/** Between the halves of a character outside the basic plane. */
function splitsPair(text: string, position: number): boolean {
  return /[\uD800-\uDBFF]/.test(text.charAt(position - 1));
}
