/**
 * What a crawler passes over: objects of tables that are complete in the catalog without it. Crawled all the same, they
 * would appear a second time, as a table named after the folder.
 */
import type { TableModel } from './model.ts';

/** Glob patterns relative to `path`; a table that contains the path as a whole excludes nothing. */
export function crawlerExclusions(path: string, tables: readonly TableModel[]): readonly string[] {
  return tables
    .filter((table) => table.partitionProjection || table.partitionKeys.length === 0)
    .filter((table) => table.location.startsWith(path) && table.location.length > path.length)
    .map((table) => `${escapeGlob(table.location.slice(path.length))}**`)
    .sort();
}

function escapeGlob(text: string): string {
  return text.replaceAll(/[\\*?[\]{}]/g, '\\$&');
}
