/** Where the objects of a table lie: in its zone, or with somebody else. */
import type { Table } from '../datapipeline.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';

export function prefixOf(table: Pick<Table, 'name' | 'prefix'>): string {
  return table.prefix ?? `${table.name}/`;
}

/** Of tables in one zone, or both with somebody else. */
export function shareObjects(one: Table, other: Table): boolean {
  if (one.location !== undefined && other.location !== undefined) return prefixesOverlap(one.location, other.location);
  return one.zone !== undefined && one.zone === other.zone && prefixesOverlap(prefixOf(one), prefixOf(other));
}

/** Nothing is ever written to what lies with somebody else. `what` is the writer: `delivery "lake"`. */
export function foreignTargetFaults(what: string, table: Table | undefined, path: Path): Fault[] {
  if (table?.location === undefined) return [];
  const rule = `${what} writes table "${table.name}", whose objects lie with somebody else at ${table.location}`;
  return [fault(path, table.name, rule, 'write a table with a zone')];
}

/** Who adds partitions to a table that computes none; crawlers do for zones only. */
export function hasUnfoundPartitions({
  location,
  partitionKeys = [],
  partitionProjection,
  projection,
}: Table): boolean {
  return location !== undefined && partitionKeys.length > 0 && !partitionProjection && projection === undefined;
}

/** One lies in the other; the empty prefix is the whole zone. */
export function prefixesOverlap(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}
