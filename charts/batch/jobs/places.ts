/** Where a job reads and writes: a table, or a folder of a zone. */
import type { Job } from '../../../crds/datapipeline.ts';
import type { Use } from '../../access/use.ts';
import type { TableModel } from '../../foundation/tables/model.ts';
import { readTable, writePartitions } from '../../foundation/tables/uses.ts';
import type { ZoneModel } from '../../foundation/zones/model.ts';
import { readZone, writeZone } from '../../foundation/zones/uses.ts';
import type { PipelineModel } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { named } from '../../reference.ts';

export interface DataPlace {
  readonly zone: ZoneModel;
  /** In the zone's bucket: ends in "/". */
  readonly prefix: string;
  /** `s3://<bucket>/<prefix>` */
  readonly path: string;
  /** Absent: no table is said to be there. */
  readonly table?: TableModel;
}

interface Known {
  readonly zones: readonly ZoneModel[];
  readonly tables: readonly TableModel[];
}

export function placeOf(given: Job['from'], { zones, tables }: Known, component: string): DataPlace | undefined {
  if (given === undefined) return undefined;
  if (given.table !== undefined) {
    const table = named(tables, given.table, component, 'table');
    return { zone: table.zone, prefix: table.prefix, path: table.location, table };
  }
  if (given.zone === undefined) throw new ModelError(component, 'has a place of neither table nor zone; write one');
  const { name, prefix } = given.zone;
  return folderOf(named(zones, name, component, 'zone'), prefix);
}

export function folderOf(zone: ZoneModel, prefix: string): DataPlace {
  return { zone, prefix, path: `s3://${zone.bucket}/${prefix}` };
}

export function readPlace(by: string, model: PipelineModel, { zone, prefix, table }: DataPlace): readonly Use[] {
  return [readZone(by, model, zone, prefix), ...(table === undefined ? [] : [readTable(by, model, table)])];
}

/** A job that is run again looks at what it wrote, and takes away what it replaces. */
export function writePlace(by: string, model: PipelineModel, { zone, prefix, table }: DataPlace): readonly Use[] {
  return [
    readZone(by, model, zone, prefix),
    writeZone(by, model, zone, prefix, { deletes: true }),
    ...(table === undefined ? [] : [writePartitions(by, model, table)]),
  ];
}
