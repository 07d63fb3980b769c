/** The Athena workgroup of a pipeline, and its saved queries. */
import type { NamedQuery } from '../../../crds/datapipeline.ts';
import { QUERY_RESULTS } from '../../../crds/schema/query.ts';
import type { TableModel } from '../../foundation/tables/model.ts';
import type { ZoneModel } from '../../foundation/zones/model.ts';
import { ATHENA } from '../../kinds/athena.ts';
import type { Given } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { awsName, objectName, shortHash } from '../../names.ts';
import { named } from '../../reference.ts';
import { hourlyAggregates } from './built-in.ts';

export interface QueryModel {
  readonly object: string;
  /** In Athena. */
  readonly workgroup: string;
  readonly resultsZone: ZoneModel;
  /** Below which results lie in the zone's bucket: ends in "/". */
  readonly prefix: string;
  readonly scanLimitBytes: number;
  readonly queries: readonly NamedQueryModel[];
}

export interface NamedQueryModel {
  readonly name: string;
  /** Named after its content by a digest: AWS cannot change a saved query, so another content is another query. */
  readonly object: string;
  readonly description?: string;
  readonly sql: string;
  /** In Glue: that of names without one. */
  readonly database: string;
  /** All zones that it reads. */
  readonly reads: readonly ZoneModel[];
  /** Tables that it reads besides. */
  readonly readsTables: readonly TableModel[];
}

const COMPONENT = 'query';
const GIB = 1024 ** 3;

export function queryModel(
  { spec, scope }: Given,
  zones: readonly ZoneModel[],
  tables: readonly TableModel[],
): QueryModel | undefined {
  const { query } = spec;
  if (query === undefined) return undefined;
  return {
    object: objectName(scope),
    workgroup: awsName(ATHENA.Workgroup, scope),
    resultsZone: named(zones, query.resultsZone, COMPONENT, 'zone'),
    prefix: QUERY_RESULTS,
    scanLimitBytes: query.scanLimitGiB * GIB,
    queries: (query.namedQueries ?? []).map((each): NamedQueryModel => {
      const told = contentOf(each, zones, tables);
      const { name, description } = each;
      const content = shortHash([told.database, told.sql, description ?? '']);
      return {
        name,
        object: objectName(scope, `query-${name}`, content),
        ...(description === undefined ? {} : { description }),
        ...told,
      };
    }),
  };
}

type Content = Pick<NamedQueryModel, 'sql' | 'database' | 'reads' | 'readsTables'>;

function contentOf(query: NamedQuery, zones: readonly ZoneModel[], tables: readonly TableModel[]): Content {
  const { builtIn, sql, alsoReads = [], alsoReadsTables = [] } = query;
  if (builtIn !== undefined) {
    const table = named(tables, query.table ?? '', COMPONENT, 'table');
    const content = { sql: hourlyAggregates(table), database: table.database.name };
    return table.zone === undefined
      ? { ...content, reads: [], readsTables: [table] }
      : { ...content, reads: [table.zone], readsTables: [] };
  }
  if (sql === undefined) throw new ModelError(COMPONENT, `${query.name} has no text; write sql`);
  const [first] = zones;
  const zone = query.zone === undefined ? first : named(zones, query.zone, COMPONENT, 'zone');
  if (zone === undefined) throw new ModelError(COMPONENT, `${query.name} has no zone to read; write spec.zones`);
  const others = alsoReads.map((other) => named(zones, other, COMPONENT, 'zone'));
  const readsTables = alsoReadsTables.map((table) => named(tables, table, COMPONENT, 'table'));
  return { sql, database: zone.database, reads: [...new Set([zone, ...others])], readsTables };
}
