/**
 * What Glue runs on an Iceberg table to keep it in order: compaction, the end of old snapshots, the deletion of orphan files. One
 * role per table, which may do so to this table and nothing else.
 */
import type { Table } from '../../../crds/datapipeline.ts';
import { CatalogTableOptimizer } from '../../../imports/glue.ts';
import { type RoleModel, roleModel } from '../../access/role.ts';
import { glueTrust } from '../../access/trust.ts';
import { afterAll, type Use } from '../../access/use.ts';
import { logGroupArn, roleArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { type Given, type PipelineModel, titleOf } from '../../model.ts';
import { objectName } from '../../names.ts';
import { readZone, writeZone } from '../zones/uses.ts';
import type { TableModel } from './model.ts';
import { commitToTable } from './uses.ts';

export interface OptimizersModel {
  readonly role: RoleModel;
  readonly optimizers: readonly OptimizerModel[];
}

interface OptimizerModel {
  readonly object: string;
  readonly type: keyof typeof LOG_GROUPS;
  /** What it is told beside its role. */
  readonly settings: object;
}

/** Of all tables of the account; AWS offers no other names. */
const LOG_GROUPS = {
  compaction: '/aws-glue/iceberg-compaction/logs',
  retention: '/aws-glue/iceberg-retention/logs',
  orphan_file_deletion: '/aws-glue/iceberg-orphan-file-deletion/logs',
} as const;

export function optimizersOf(
  { scope }: Given,
  { name, iceberg }: Table,
  component: string,
): Pick<TableModel, 'optimizers'> {
  if (iceberg === undefined) return {};
  const { compaction, snapshotRetention: kept, orphanFileDeletion: orphans } = iceberg;
  const optimizers: OptimizerModel[] = [];
  const add = (type: OptimizerModel['type'], settings: object) =>
    optimizers.push({ object: objectName(scope, 'optimizer', name, type), type, settings });
  if (compaction) add('compaction', {});
  if (kept !== undefined) {
    const icebergConfiguration = [
      {
        snapshotRetentionPeriodInDays: kept.days,
        numberOfSnapshotsToRetain: kept.snapshots,
        cleanExpiredFiles: kept.cleanExpiredFiles,
      },
    ];
    add('retention', { retentionConfiguration: [{ icebergConfiguration }] });
  }
  if (orphans !== undefined) {
    const icebergConfiguration = [{ orphanFileRetentionPeriodInDays: orphans.days }];
    add('orphan_file_deletion', { orphanFileDeletionConfiguration: [{ icebergConfiguration }] });
  }
  if (optimizers.length === 0) return {};
  return { optimizers: { role: roleModel(scope, component, 'optimizer', name), optimizers } };
}

export function optimizerUses(model: PipelineModel, table: TableModel): readonly Use[] {
  const { component, zone, prefix, optimizers } = table;
  if (optimizers === undefined || zone === undefined) return [];
  return [
    readZone(component, model, zone, prefix),
    writeZone(component, model, zone, prefix, { deletes: true }),
    commitToTable(component, model, table),
    logRuns(model, component, optimizers),
  ];
}

/** Makes the groups if nobody has: they are of the account. */
function logRuns({ place }: PipelineModel, by: string, { optimizers }: OptimizersModel): Use {
  const groups = optimizers.map(({ type }) => logGroupArn(place, LOG_GROUPS[type]));
  return {
    by,
    of: by,
    after: [],
    allow: [
      {
        sid: 'MakeLogGroup',
        actions: ['logs:CreateLogGroup'],
        resources: groups.flatMap((group) => [group, `${group}:*`]),
      },
      {
        sid: 'LogRuns',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: groups.map((group) => `${group}:log-stream:*`),
      },
    ],
    calls: ['logs'],
  };
}

/** `made`: the id of the table. */
export function addOptimizers(
  block: Block,
  model: PipelineModel,
  table: TableModel,
  uses: readonly Use[],
  made: string,
): void {
  const { optimizers: told, name, database } = table;
  if (told === undefined) return;
  const { place } = model;
  const access = block.role(told.role, {
    description: `Optimizers of table ${name} of ${titleOf(model)}`,
    trust: glueTrust(place),
    uses,
  });
  for (const { object, type, settings } of told.optimizers) {
    block.managed(CatalogTableOptimizer, {
      name: object,
      // Glue knows it by table and type; the provider finds it by the fields below, whatever this name.
      awsName: `${name}-${type}`,
      after: [made, access, ...afterAll(uses)],
      forProvider: {
        region: place.region,
        catalogId: place.accountId,
        databaseName: database.name,
        tableName: name,
        type,
        configuration: [{ roleArn: roleArn(place, told.role), enabled: true, ...settings }],
      },
    });
  }
}
