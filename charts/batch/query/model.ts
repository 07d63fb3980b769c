/** The Athena workgroup of a pipeline, and its saved queries. */
import type { NamedQuery } from '../../../crds/datapipeline.ts';
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
  /** Whose database names without one are of. */
  readonly zone: ZoneModel;
  /** All zones that it reads, `zone` included. */
  readonly reads: readonly ZoneModel[];
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
    prefix: 'athena/',
    scanLimitBytes: query.scanLimitGiB * GIB,
    queries: (query.namedQueries ?? []).map((each): NamedQueryModel => {
      const { sql, zone, reads } = contentOf(each, zones, tables);
      const { name, description } = each;
      const content = shortHash([zone.database, sql, description ?? '']);
      return {
        name,
        object: objectName(scope, `query-${name}`, content),
        ...(description === undefined ? {} : { description }),
        sql,
        zone,
        reads,
      };
    }),
  };
}

type Content = Pick<NamedQueryModel, 'sql' | 'zone' | 'reads'>;

function contentOf(query: NamedQuery, zones: readonly ZoneModel[], tables: readonly TableModel[]): Content {
  const { builtIn, sql, alsoReads = [] } = query;
  if (builtIn !== undefined) {
    const table = named(tables, query.table ?? '', COMPONENT, 'table');
    return { sql: hourlyAggregates(table), zone: table.zone, reads: [table.zone] };
  }
  if (sql === undefined) throw new ModelError(COMPONENT, `${query.name} has no text; write sql`);
  const [first] = zones;
  const zone = query.zone === undefined ? first : named(zones, query.zone, COMPONENT, 'zone');
  if (zone === undefined) throw new ModelError(COMPONENT, `${query.name} has no zone to read; write spec.zones`);
  const others = alsoReads.map((other) => named(zones, other, COMPONENT, 'zone'));
  return { sql, zone, reads: [...new Set([zone, ...others])] };
}
