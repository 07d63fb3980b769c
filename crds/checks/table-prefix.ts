/** Where in its zone the objects of a table lie. */
import type { Table } from '../datapipeline.ts';

export function prefixOf(table: Pick<Table, 'name' | 'prefix'>): string {
  return table.prefix ?? `${table.name}/`;
}

/** One lies in the other; the empty prefix is the whole zone. */
export function prefixesOverlap(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}
