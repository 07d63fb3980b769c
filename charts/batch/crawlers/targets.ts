/**
 * What a crawler of the spec crawls. Tables that the spec declares are crawled as tables of the catalog, so that a crawler adds
 * partitions to them and makes no second table of their folder; all else below the path is crawled as folders of S3, with
 * every declared table left out. Glue takes tables or folders in one crawler, never both.
 */
import type { TableModel } from '../../foundation/tables/model.ts';

export interface CrawlTargets {
  /** None where declared tables hold all of every path. */
  readonly folders: readonly FolderTarget[];
  /** Declared tables whose partitions nobody else finds. */
  readonly tables: readonly TableModel[];
}

export interface FolderTarget {
  /** `s3://<bucket>/[<prefix>]` */
  readonly path: string;
  /** Glob patterns below `path` that are left out. */
  readonly exclusions: readonly string[];
}

/** `path` is `s3://<bucket>/[<prefix>]`, `leftOut` are glob patterns below it; `tables` are those of the spec, of whatever zone. */
export function crawlTargets(path: string, tables: readonly TableModel[], leftOut: readonly string[]): CrawlTargets {
  const within = tables.filter(({ location }) => location.startsWith(path) && location.length > path.length);
  const around = innermost(tables.filter(({ location }) => path.startsWith(location)));
  const crawled = around === undefined ? within : [around, ...within];
  const declared = within.map(({ location }) => allBelow(location.slice(path.length))).sort();
  return {
    folders: around === undefined ? [{ path, exclusions: [...declared, ...leftOut] }] : [],
    tables: crawled.filter(needsCrawler),
  };
}

/** The glob pattern of all that lies below a prefix. */
export function allBelow(prefix: string): string {
  return `${escapeGlob(prefix)}**`;
}

/** Its partitions are neither computed by Athena nor absent. */
function needsCrawler({ partitionProjection, partitionKeys }: TableModel): boolean {
  return !partitionProjection && partitionKeys.length > 0;
}

function innermost(tables: readonly TableModel[]): TableModel | undefined {
  return [...tables].sort((one, other) => other.location.length - one.location.length)[0];
}

function escapeGlob(text: string): string {
  return text.replaceAll(/[\\*?[\]{}]/g, '\\$&');
}
