/** Tables of the catalog. */
import type { Table } from '../../../crds/datapipeline.ts';
import type { Given } from '../../model.ts';
import { objectName } from '../../names.ts';
import { named } from '../../reference.ts';
import type { ZoneModel } from '../zones/model.ts';
import { projectionParameters } from './partition-projection.ts';
import { type HiveFormat, hiveFormat } from './table-formats.ts';

export interface TableModel {
  /** In the spec and in Glue. */
  readonly name: string;
  readonly component: string;
  readonly object: string;
  readonly zone: ZoneModel;
  /** Below which its objects lie, in the zone's bucket: ends in "/". */
  readonly prefix: string;
  /** `s3://<bucket>/<prefix>` */
  readonly location: string;
  readonly format: Table['format'];
  /** How it is read: classes and their parameters. */
  readonly hive: HiveFormat;
  readonly description?: string;
  readonly columns: Table['columns'];
  readonly partitionKeys: NonNullable<Table['partitionKeys']>;
  /** Partitions are computed, so nobody need look for them. */
  readonly partitionProjection: boolean;
  /** What Athena computes them by: parameters of the table. */
  readonly projection: Readonly<Record<string, string>>;
}

export function tableModels({ spec, scope }: Given, zones: readonly ZoneModel[]): readonly TableModel[] {
  return (spec.tables ?? []).map((table) => {
    const component = `tables/${table.name}`;
    const zone = named(zones, table.zone, component, 'zone');
    const prefix = table.prefix ?? `${table.name}/`;
    const location = `s3://${zone.bucket}/${prefix}`;
    return {
      name: table.name,
      component,
      // Glue cannot move a table to another database: in another zone it is another object.
      object: objectName(scope, zone.name, table.name),
      zone,
      prefix,
      location,
      format: table.format,
      hive: hiveFormat(table),
      ...(table.description === undefined ? {} : { description: table.description }),
      columns: table.columns,
      partitionKeys: table.partitionKeys ?? [],
      partitionProjection: table.partitionProjection || table.projection !== undefined,
      projection: projectionParameters(table, location),
    };
  });
}
