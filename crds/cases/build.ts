/** Short ways to write one thing into an otherwise good spec. */
type Fields = Readonly<Record<string, unknown>>;

export const zoneOf = (fields: Fields = {}): Fields => ({ name: 'raw', ...fields });

export const expiring = (lifecycle: Fields): Fields => ({ zones: [zoneOf({ lifecycle })] });

export const transitions = (...pairs: readonly (readonly [number, string])[]): Fields =>
  expiring({ transitions: pairs.map(([afterDays, storageClass]) => ({ afterDays, storageClass })) });

export const locked = (fields: Fields): Fields => ({ zones: [zoneOf(fields)] });

export const tableOf = (fields: Fields = {}): Fields => ({
  name: 'events',
  zone: 'raw',
  columns: [{ name: 'id', type: 'string' }],
  ...fields,
});

export const wideTables = (tables: number, columns: number, ...more: readonly Fields[]): readonly Fields[] => [
  ...Array.from({ length: tables }, (_, table) =>
    tableOf({
      name: `t${table}`,
      columns: Array.from({ length: columns }, (_, index) => ({ name: `c${index}`, type: 'int' })),
    }),
  ),
  ...more.map(tableOf),
];

export const columnOf = (type: string): Fields => ({ tables: [tableOf({ columns: [{ name: 'c', type }] })] });

export const projected = (...partitionKeys: readonly Fields[]): Fields => ({
  tables: [tableOf({ partitionKeys, partitionProjection: true })],
});

export const scheduleOf = (fields: Fields): Fields => ({
  crawlers: [{ name: 'raw', zone: 'raw' }],
  schedules: [{ name: 'nightly', crawler: 'raw', ...fields }],
});

/** A workflow of these steps; there are a crawler "raw", a function "enrich", an application "count" and a query "users". */
export const workflowOf = (steps: readonly Fields[], fields: Fields = {}): Fields => ({
  crawlers: [{ name: 'raw', zone: 'raw' }],
  functions: [{ name: 'enrich', code: { builtIn: 'EnrichEvents' } }],
  streams: [{ name: 'main' }, { name: 'counts' }],
  applications: [{ name: 'count', from: 'main', to: 'counts', code: { builtIn: 'EventCounts' } }],
  query: { namedQueries: [{ name: 'users', sql: 'SELECT 1' }] },
  workflows: [{ name: 'batch', steps, ...fields }],
});
