/**
 * What a crawler passes over: objects of tables that are complete in the catalog without it. Crawled all the same, they
 * would appear a second time, as a table named after the folder. The other tables get their partitions from it.
 */
import type { TableModel } from '../../foundation/tables/model.ts';

/** Glob patterns relative to `path`; a table that contains the path as a whole excludes nothing. */
export function crawlerExclusions(path: string, tables: readonly TableModel[]): readonly string[] {
  return tables
    .filter(isComplete)
    .filter((table) => table.location.startsWith(path) && table.location.length > path.length)
    .map((table) => `${escapeGlob(table.location.slice(path.length))}**`)
    .sort();
}

/** Tables to which a crawl of `path` adds partitions. */
export function crawledTables(path: string, tables: readonly TableModel[]): readonly TableModel[] {
  return tables
    .filter((table) => !isComplete(table))
    .filter(({ location }) => location.startsWith(path) || path.startsWith(location));
}

function isComplete(table: TableModel): boolean {
  return table.partitionProjection || table.partitionKeys.length === 0;
}

function escapeGlob(text: string): string {
  return text.replaceAll(/[\\*?[\]{}]/g, '\\$&');
}
