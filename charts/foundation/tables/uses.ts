/**
 * What it means to use a table of the catalog: to learn its columns, to find its partitions, to register new ones. The
 * objects behind it are a use of their own (readObjects; what writes them is in zones/uses.ts).
 */
import type { Statement } from '../../access/document.ts';
import type { Use } from '../../access/use.ts';
import { glueArn } from '../../arns.ts';
import { GLUE } from '../../kinds/glue.ts';
import { idOf } from '../../kinds/kind.ts';
import type { PipelineModel } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { readZone } from '../zones/uses.ts';
import { readExternal } from './external.ts';
import type { TableModel } from './model.ts';

/** Learns its columns and format, every version of them, as Firehose does to convert records. */
export function describeTable(by: string, model: PipelineModel, table: TableModel): Use {
  return use(by, table, [statement(model, table, 'DescribeTable', DESCRIBE)]);
}

/** Reads it as an engine does: its columns, and which partitions there are. */
export function readTable(by: string, model: PipelineModel, table: TableModel): Use {
  return use(by, table, [statement(model, table, 'ReadTable', READ)]);
}

/** Reads the objects behind it, wherever they lie. */
export function readObjects(by: string, model: PipelineModel, table: TableModel): Use {
  const { component, zone, external, prefix } = table;
  if (external !== undefined) return readExternal(by, component, model, external);
  if (zone === undefined) throw new ModelError(component, 'has no place; write zone, or location');
  return readZone(by, model, zone, prefix);
}

/** Commits to an Iceberg table, whose entry in the catalog names the newest metadata. */
export function commitToTable(by: string, model: PipelineModel, table: TableModel): Use {
  return use(by, table, [statement(model, table, 'CommitToTable', [...READ, 'glue:UpdateTable'])]);
}

/** Registers partitions, after a look at those that are there. */
export function writePartitions(by: string, model: PipelineModel, table: TableModel): Use {
  const actions = [
    ...READ,
    'glue:CreatePartition',
    'glue:BatchCreatePartition',
    'glue:UpdatePartition',
    'glue:BatchUpdatePartition',
  ];
  return use(by, table, [statement(model, table, 'WritePartitions', actions)]);
}

/**
 * Opens the catalog as Spark does: whatever it is after, it first looks for the database "default", and makes it where an account
 * has none. Source: Glue, "AWS Glue Data Catalog support for Spark SQL jobs"; the client that AWS publishes as
 * aws-glue-data-catalog-client-for-apache-hive-metastore.
 */
export function openCatalog(by: string, { place }: Pick<PipelineModel, 'place'>): Use {
  const resources = [glueArn(place, 'catalog'), glueArn(place, 'database', 'default')];
  const actions = ['glue:GetDatabase', 'glue:CreateDatabase'];
  return { by, of: by, after: [], allow: [{ sid: 'OpenCatalog', actions, resources }], calls: ['glue'] };
}

/**
 * Fills it by crawling: a crawler that came first would make a table of its own under that name. It may write to all of the
 * database (writeCatalog), so there is nothing more to allow.
 */
export function crawlTable(by: string, table: TableModel): Use {
  return { ...use(by, table, []), calls: [] };
}

const DESCRIBE = ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'];
/** What Athena and Spark ask of the catalog before they read. */
const READ = ['glue:GetDatabase', ...DESCRIBE, 'glue:GetPartition', 'glue:GetPartitions', 'glue:BatchGetPartition'];

function use(by: string, table: TableModel, allow: readonly Statement[]): Use {
  return { by, of: table.component, after: [idOf(GLUE.CatalogTable, table.object)], allow, calls: ['glue'] };
}

/** Glue checks a table action against the catalog, the database and the table: all three stand in the resources. */
function statement({ place }: PipelineModel, { database, name }: TableModel, sid: string, actions: readonly string[]) {
  return {
    sid,
    actions,
    resources: [
      glueArn(place, 'catalog'),
      glueArn(place, 'database', database.name),
      glueArn(place, 'table', database.name, name),
    ],
  };
}
