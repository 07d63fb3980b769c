/** Where a job reads and writes: a table, or a folder of a zone. */
import type { Job } from '../../../crds/datapipeline.ts';
import type { Use } from '../../access/use.ts';
import { type TableModel, writable } from '../../foundation/tables/model.ts';
import { commitToTable, readObjects, readTable, writePartitions } from '../../foundation/tables/uses.ts';
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

/** What is read may also be a table in no zone, of somebody else's objects. */
export type SourcePlace =
  | DataPlace
  | { readonly zone?: never; readonly prefix?: never; readonly path: string; readonly table: TableModel };

interface Known {
  readonly zones: readonly ZoneModel[];
  readonly tables: readonly TableModel[];
}

export function sourceOf(given: Job['from'], known: Known, component: string): SourcePlace | undefined {
  const table = tableOf(given, known, component);
  return table !== undefined && table.zone === undefined
    ? { path: table.location, table }
    : targetOf(given, known, component);
}

export function targetOf(given: Job['to'], known: Known, component: string): DataPlace | undefined {
  if (given === undefined) return undefined;
  const found = tableOf(given, known, component);
  if (found !== undefined) {
    const table = writable(found, component);
    return { zone: table.zone, prefix: table.prefix, path: table.location, table };
  }
  if (given.zone === undefined) throw new ModelError(component, 'has a place of neither table nor zone; write one');
  const { name, prefix } = given.zone;
  return folderOf(named(known.zones, name, component, 'zone'), prefix);
}

function tableOf(given: Job['from'], { tables }: Known, component: string): TableModel | undefined {
  return given?.table === undefined ? undefined : named(tables, given.table, component, 'table');
}

export function folderOf(zone: ZoneModel, prefix: string): DataPlace {
  return { zone, prefix, path: `s3://${zone.bucket}/${prefix}` };
}

export function readPlace(by: string, model: PipelineModel, place: SourcePlace): readonly Use[] {
  const objects =
    place.zone === undefined ? readObjects(by, model, place.table) : readZone(by, model, place.zone, place.prefix);
  return [objects, ...(place.table === undefined ? [] : [readTable(by, model, place.table)])];
}

/** A job that is run again looks at what it wrote, and takes away what it replaces. */
export function writePlace(by: string, model: PipelineModel, { zone, prefix, table }: DataPlace): readonly Use[] {
  return [
    readZone(by, model, zone, prefix),
    writeZone(by, model, zone, prefix, { deletes: true }),
    ...(table === undefined ? [] : [addTo(by, model, table)]),
  ];
}

/** What is new becomes part of a table by a partition, or by a commit. */
function addTo(by: string, model: PipelineModel, table: TableModel): Use {
  return table.format === 'Iceberg' ? commitToTable(by, model, table) : writePartitions(by, model, table);
}
