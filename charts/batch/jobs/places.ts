/** Where a job reads and writes: a table, or a folder of a zone. */
import type { Job } from '../../../crds/datapipeline.ts';
import type { TableModel } from '../../foundation/tables/model.ts';
import type { ZoneModel } from '../../foundation/zones/model.ts';
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
  const zone = named(zones, name, component, 'zone');
  return { zone, prefix, path: `s3://${zone.bucket}/${prefix}` };
}
