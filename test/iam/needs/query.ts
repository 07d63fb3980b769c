/** What asking a query takes: Athena reads and writes with the rights of who asks. */
import type { Fields, Need, World } from '../world.ts';
import { onTable, placeOf, reading, writing } from './common.ts';

const READS_DATABASE = ['GetDatabase', 'GetTable', 'GetTables', 'GetPartition', 'GetPartitions', 'BatchGetPartition'];

/**
 * Step Functions guide, "Run Athena queries", with .sync; Athena guide, "Access to databases and tables". Which zones its text
 * reads, the user says.
 */
export function queried(world: World, { QueryString, QueryExecutionContext, WorkGroup }: Fields): readonly Need[] {
  const { Catalog, Database } = QueryExecutionContext;
  const group = world.things.find(({ kind, name }) => kind === 'athena.Workgroup' && name === WorkGroup);
  const results = placeOf(group?.fields.configuration.resultConfiguration.outputLocation);
  const asked = world.spec.query?.namedQueries?.find(({ sql }) => sql === QueryString);
  const first = world.things.find(({ kind, name }) => kind === 'glue.CatalogDatabase' && name === Database);
  const zones = new Set([first?.component, ...(asked?.alsoReads ?? []).map((zone) => `zones/${zone}`)]);
  const read = world.things.filter(({ component }) => zones.has(component));
  const workgroup = world.arn('athena', `workgroup/${WorkGroup}`);
  return [
    ...['StartQueryExecution', 'StopQueryExecution', 'GetQueryExecution', 'GetQueryResults'].map((action) => ({
      action: `athena:${action}`,
      resource: workgroup,
    })),
    { action: 'athena:GetDataCatalog', resource: world.arn('athena', `datacatalog/${Catalog}`) },
    ...read
      .filter(({ kind }) => kind === 'glue.CatalogDatabase')
      .flatMap(({ name }) => onTable(world, name, 'any', READS_DATABASE)),
    ...read
      .filter(({ kind }) => kind === 's3.BucketVersioning')
      .flatMap(({ fields }) => reading(world, { bucket: fields.bucket, prefix: '' })),
    ...reading(world, results),
    ...writing(world, results),
  ];
}
