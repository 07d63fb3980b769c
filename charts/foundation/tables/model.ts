/** Tables of the catalog. */
import type { Table } from '../../../crds/datapipeline.ts';
import type { Given } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { databaseName, EXTERNAL, objectName } from '../../names.ts';
import { named } from '../../reference.ts';
import type { ZoneModel } from '../zones/model.ts';
import { type ExternalPlace, externalPlace } from './external.ts';
import { type OptimizersModel, optimizersOf } from './optimizers.ts';
import { projectionParameters } from './partition-projection.ts';
import { type HiveFormat, hiveFormat } from './table-formats.ts';

export interface TableModel {
  /** In the spec and in Glue. */
  readonly name: string;
  readonly component: string;
  readonly object: string;
  /** Whose bucket its objects lie in and whose database it stands in; absent: its objects are somebody else's. */
  readonly zone?: ZoneModel;
  /** Somebody else's bucket; absent: it is of a zone. */
  readonly external?: ExternalPlace;
  /** In Glue, and as a managed resource. */
  readonly database: { readonly name: string; readonly object: string };
  /** Below which its objects lie in the bucket: ends in "/", or is empty for all of somebody else's bucket. */
  readonly prefix: string;
  /** `s3://<bucket>/<prefix>` */
  readonly location: string;
  readonly format: Table['format'];
  /** How it is read: classes and their parameters. Absent for Iceberg. */
  readonly hive?: HiveFormat;
  /** What Glue runs to keep an Iceberg table in order; absent: nothing. */
  readonly optimizers?: OptimizersModel;
  readonly description?: string;
  readonly columns: Table['columns'];
  readonly partitionKeys: NonNullable<Table['partitionKeys']>;
  /** Partitions are computed, so nobody need look for them. */
  readonly partitionProjection: boolean;
  /** What Athena computes them by: parameters of the table. */
  readonly projection: Readonly<Record<string, string>>;
}

/** A table of a zone, which is what can be written. */
export type ZoneTableModel = TableModel & { readonly zone: ZoneModel };

export function tableModels(given: Given, zones: readonly ZoneModel[]): readonly TableModel[] {
  return (given.spec.tables ?? []).map((table) => {
    const component = `tables/${table.name}`;
    const place = placeOf(given, table, zones, component);
    const hive = hiveFormat(table);
    return {
      name: table.name,
      component,
      ...place,
      format: table.format,
      ...(hive === undefined ? {} : { hive }),
      ...optimizersOf(given, table, component),
      ...(table.description === undefined ? {} : { description: table.description }),
      columns: table.columns,
      partitionKeys: table.partitionKeys ?? [],
      partitionProjection: table.partitionProjection || table.projection !== undefined,
      projection: projectionParameters(table, place.location),
    };
  });
}

type TablePlace = Pick<TableModel, 'object' | 'zone' | 'external' | 'database' | 'prefix' | 'location'>;

/** Glue cannot move a table to another database: in another database it is another object. */
function placeOf({ scope }: Given, table: Table, zones: readonly ZoneModel[], component: string): TablePlace {
  const { name, location } = table;
  if (location === undefined) {
    if (table.zone === undefined) throw new ModelError(component, 'has no place; write zone, or location');
    const zone = named(zones, table.zone, component, 'zone');
    const prefix = table.prefix ?? `${name}/`;
    return {
      object: objectName(scope, zone.name, name),
      zone,
      database: { name: zone.database, object: zone.object },
      prefix,
      location: `s3://${zone.bucket}/${prefix}`,
    };
  }
  const external = externalPlace(table, zones, component);
  return {
    object: objectName(scope, EXTERNAL, name),
    external,
    database: { name: databaseName(scope, EXTERNAL), object: objectName(scope, EXTERNAL) },
    prefix: external.prefix,
    location,
  };
}

/** The table that `component` is to write; ModelError when its objects are somebody else's. */
export function writable(table: TableModel, component: string): ZoneTableModel {
  const { zone } = table;
  if (zone === undefined) {
    throw new ModelError(component, `cannot write to ${table.location} of somebody else; write a table with a zone`);
  }
  return { ...table, zone };
}
