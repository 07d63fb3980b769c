/**
 * What a change of a table's columns does to the objects that are there and to whoever reads them, by how engines find a
 * column: by its name (Parquet, Json, Orc if told) or by its place (Csv, Orc, Parquet if told). Pure.
 */
import type { KubeObject } from '../../../crds/kubernetes.ts';

export interface SchemaChange {
  /**
   * Compatible: old objects and queries go on. NeedsRewrite: old objects are misread or fail until they are written anew.
   * BreaksReaders: queries, views and jobs that name a column fail. Impossible: Glue refuses it.
   */
  readonly effect: 'Compatible' | 'NeedsRewrite' | 'BreaksReaders' | 'Impossible';
  readonly message: string;
}

/** What of a rendered CatalogTable says how it is read. */
interface Shape {
  readonly columns: readonly Column[];
  readonly partitionKeys: readonly Column[];
  readonly location: string;
  readonly library: string;
  readonly byName: boolean;
  /** Values are text: whatever a column was, it can be read as a string. */
  readonly isText: boolean;
  /** Between the fields of Csv. */
  readonly delimiter: string | undefined;
}

interface Column {
  readonly name: string;
  readonly type: string;
}

/** Both manifests are of kind CatalogTable; for one table, as it was and as it is to be. */
export function schemaChanges(before: KubeObject, after: KubeObject): readonly SchemaChange[] {
  const ofIceberg = icebergChanges(before, after);
  if (ofIceberg !== undefined) return ofIceberg;
  const [old, now] = [shapeOf(before), shapeOf(after)];
  if (old === undefined || now === undefined) return [];
  return [
    ...partitionChanges(old, now),
    ...placeChanges(old, now),
    ...formatChanges(old, now),
    ...(now.byName ? changesByName(old, now) : changesByPlace(old, now)),
  ];
}

function partitionChanges(old: Shape, now: Shape): readonly SchemaChange[] {
  const shown = ({ partitionKeys }: Shape) => partitionKeys.map(({ name, type }) => `${name} ${type}`).join(', ');
  if (shown(old) === shown(now)) return [];
  const message = `partition keys (${shown(old)}) → (${shown(now)}): Glue refuses it on a table that exists; give the table another name`;
  return [{ effect: 'Impossible', message }];
}

function placeChanges(old: Shape, now: Shape): readonly SchemaChange[] {
  if (old.location === now.location) return [];
  const message = `location ${old.location} → ${now.location}: objects below the old one are no longer read; move them`;
  return [{ effect: 'NeedsRewrite', message }];
}

function formatChanges(old: Shape, now: Shape): readonly SchemaChange[] {
  if (old.library === now.library) {
    if (old.delimiter === now.delimiter) return [];
    const message = `delimiter ${JSON.stringify(old.delimiter)} → ${JSON.stringify(now.delimiter)}: objects that are there are split wrongly until they are written anew`;
    return [{ effect: 'NeedsRewrite', message }];
  }
  const name = (library: string): string => library.slice(library.lastIndexOf('.') + 1);
  // Two readers of one text format differ in what they know, not in what lies there.
  const isSameText = old.isText && now.isText && old.byName === now.byName && old.delimiter === now.delimiter;
  const told = `objects are read by ${name(now.library)} instead of ${name(old.library)}`;
  return isSameText
    ? [{ effect: 'Compatible', message: told }]
    : [{ effect: 'NeedsRewrite', message: `${told}: those that are there must be written anew in the new format` }];
}

function changesByName(old: Shape, now: Shape): readonly SchemaChange[] {
  const added = now.columns.filter(({ name }) => columnOf(old, name) === undefined);
  return [
    ...old.columns.flatMap((column): readonly SchemaChange[] => {
      const same = columnOf(now, column.name);
      return same === undefined ? [removed(column)] : typeChange(column, same, now);
    }),
    ...added.map(({ name }) => compatible(`column ${name} is new, and null in objects that are there`)),
  ];
}

/** The first difference that is no renaming moves all columns behind it. */
function changesByPlace(old: Shape, now: Shape): readonly SchemaChange[] {
  const moved = old.columns.findIndex(({ name }, index) => {
    const here = now.columns[index]?.name;
    return (
      here !== name && (columnOf(now, name) !== undefined || (here !== undefined && columnOf(old, here) !== undefined))
    );
  });
  if (moved >= 0 || now.columns.length < old.columns.length) {
    const at = moved >= 0 ? old.columns[moved] : old.columns[now.columns.length];
    const lost = old.columns.filter(({ name }) => columnOf(now, name) === undefined);
    const message = `columns are read by their place, and from ${at?.name ?? 'the end'} on another one stands there: values that are there come under wrong names; only append columns`;
    return [{ effect: 'NeedsRewrite', message }, ...lost.map(removed)];
  }
  return now.columns.flatMap((column, index): readonly SchemaChange[] => {
    const before = old.columns[index];
    if (before === undefined) return [compatible(`column ${column.name} is new, and null in objects that are there`)];
    const renamed: readonly SchemaChange[] =
      before.name === column.name
        ? []
        : [
            {
              effect: 'BreaksReaders',
              message: `column ${before.name} → ${column.name}: what names it fails; its values stay`,
            },
          ];
    return [...renamed, ...typeChange(before, column, now)];
  });
}

function removed({ name }: Column): SchemaChange {
  const message = `column ${name} left: what names it fails; its values stay in the objects, and are seen again when it comes back under this name`;
  return { effect: 'BreaksReaders', message };
}

function compatible(message: string): SchemaChange {
  return { effect: 'Compatible', message };
}

function typeChange(before: Column, after: Column, { isText }: Shape): readonly SchemaChange[] {
  if (before.type === after.type) return [];
  const told = `column ${after.name} ${before.type} → ${after.type}`;
  const wider = isWider(before.type, after.type);
  if (isText && (wider || after.type === 'string')) return [compatible(`${told}: what is there can be read so`)];
  const fate = wider
    ? 'Athena promises nothing for objects of a columnar format that are there; try a query on them, or write them anew'
    : 'queries fail or give null on objects that are there';
  return [{ effect: 'NeedsRewrite', message: `${told}: ${fate}` }];
}

const INTEGERS = ['tinyint', 'smallint', 'int', 'bigint'];

/** Types that Athena reads the text of a narrower one as; structs whose members are that, and may be followed by new ones. */
function isWider(before: string, after: string): boolean {
  if (before === after) return true;
  if (INTEGERS.includes(before)) return INTEGERS.indexOf(after) > INTEGERS.indexOf(before);
  if (before === 'float') return after === 'double';
  const [old, now] = [membersOf(before), membersOf(after)];
  if (old === undefined || now === undefined) return false;
  return old.every(({ name, type }, index) => name === now[index]?.name && isWider(type, now[index]?.type ?? ''));
}

/** Of a struct; undefined for anything else. */
function membersOf(type: string): readonly Column[] | undefined {
  if (!type.startsWith('struct<') || !type.endsWith('>')) return undefined;
  let depth = 0;
  const members: string[] = [''];
  for (const letter of type.slice('struct<'.length, -1)) {
    depth += '<('.includes(letter) ? 1 : '>)'.includes(letter) ? -1 : 0;
    if (letter === ',' && depth === 0) members.push('');
    else members.push(`${members.pop() ?? ''}${letter}`);
  }
  return members.map((member) => {
    const colon = member.indexOf(':');
    return { name: member.slice(0, colon), type: member.slice(colon + 1) };
  });
}

function columnOf({ columns }: Shape, name: string): Column | undefined {
  return columns.find((column) => column.name === name);
}

/** undefined when neither is of Iceberg, whose columns engines change in its own metadata: the catalog only shows them. */
function icebergChanges(before: KubeObject, after: KubeObject): readonly SchemaChange[] | undefined {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const [was, is] = [old, now].map(({ openTableFormatInput }) => openTableFormatInput !== undefined);
  if (!was && !is) return undefined;
  if (was !== is) {
    const message = `format ${was ? 'Iceberg → another' : '→ Iceberg'}: AWS makes no table of the other kind out of one that exists; give the table another name`;
    return [{ effect: 'Impossible', message }];
  }
  const columns = ({ storageDescriptor }: CatalogTableFields) => JSON.stringify(storageDescriptor?.columns);
  const places = [old, now].map(({ storageDescriptor }) => storageDescriptor?.location);
  if (columns(old) === columns(now) && places[0] === places[1]) return [];
  const message =
    'an Iceberg table has its columns and its place in metadata of its own, so what changed here changes nothing; ALTER TABLE in Athena or Spark changes columns';
  return [{ effect: 'Impossible', message }];
}

interface CatalogTableFields {
  readonly openTableFormatInput?: object;
  readonly partitionKeys?: readonly Column[];
  readonly storageDescriptor?: {
    readonly location?: string;
    readonly columns?: readonly Column[];
    readonly serDeInfo?: {
      readonly serializationLibrary?: string;
      readonly parameters?: Readonly<Record<string, string>>;
    };
  };
}

/** undefined for what is read by no SerDe. */
function shapeOf(table: KubeObject): Shape | undefined {
  const { partitionKeys = [], storageDescriptor } = fieldsOf(table);
  const { location = '', columns = [], serDeInfo } = storageDescriptor ?? {};
  const { serializationLibrary: library, parameters = {} } = serDeInfo ?? {};
  if (library === undefined) return undefined;
  const isText = /json|csv|lazysimple/i.test(library);
  const delimiter = parameters['field.delim'] ?? parameters.separatorChar;
  return { columns, partitionKeys, location, library, byName: isByName(library, parameters), isText, delimiter };
}

function isByName(library: string, parameters: Readonly<Record<string, string>>): boolean {
  if (/parquet/i.test(library)) return parameters['parquet.column.index.access'] !== 'true';
  if (/orc/i.test(library)) return parameters['orc.column.index.access'] === 'false';
  return /json/i.test(library);
}

function fieldsOf({ spec }: KubeObject): CatalogTableFields {
  return (spec as { readonly forProvider: CatalogTableFields }).forProvider;
}
