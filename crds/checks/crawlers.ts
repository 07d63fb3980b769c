import { levelOf, prefixesOf } from '../crawled.ts';
import type { Crawler, DataPipelineSpec, Table } from '../datapipeline.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';
import { prefixesOverlap, prefixOf } from './table-prefix.ts';

export const crawlersChecks: SectionChecks = {
  faults: (spec) => [
    ...eachCrawler(spec, (...given) => [...reachFaults(...given), ...levelFaults(...given), ...changeFaults(...given)]),
    ...tableFaults(spec),
  ],
  warnings: (spec) => eachCrawler(spec, recrawlWarnings),
};

/** `tables`: the declared tables that hold objects within its reach, or all of them. */
type Check<Finding> = (crawler: Crawler, tables: readonly Table[], path: Path) => readonly Finding[];

function eachCrawler<Finding>({ crawlers = [], tables = [] }: DataPipelineSpec, check: Check<Finding>): Finding[] {
  return crawlers.flatMap((crawler, index) => {
    const reached = tables.filter((table) => table.zone === crawler.zone && isReached(crawler, table));
    return check(crawler, reached, ['spec', 'crawlers', index]);
  });
}

function isReached(crawler: Crawler, table: Table): boolean {
  if (crawler.tables !== undefined) return crawler.tables.includes(table.name);
  return prefixesOf(crawler).some((prefix) => prefixesOverlap(prefixOf(table), prefix));
}

/** Each prefix of a crawler with the field that says it. */
function placesOf(crawler: Crawler, path: Path): readonly { readonly prefix: string; readonly place: Path }[] {
  return prefixesOf(crawler).map((prefix, index) => ({
    prefix,
    place: crawler.prefixes === undefined ? [...path, 'prefix'] : [...path, 'prefixes', index],
  }));
}

/** Declared tables are left to those who know them: Glue crawls one as a whole, as a table of the catalog, or not at all. */
function reachFaults(crawler: Crawler, tables: readonly Table[], path: Path): Fault[] {
  const { name } = crawler;
  return placesOf(crawler, path).flatMap(({ prefix, place }) => {
    const [around] = tables
      .filter((table) => prefix.startsWith(prefixOf(table)))
      .sort((one, other) => prefixOf(other).length - prefixOf(one).length);
    if (around === undefined) return [];
    if (isComplete(around)) {
      const rule = `crawler "${name}" reads nothing but table "${around.name}", ${completeness(around)}`;
      return [fault(place, prefix, rule, 'remove the crawler, or let it read another prefix')];
    }
    if (prefix === prefixOf(around)) return [];
    const rule = `crawler "${name}" reads a part of table "${around.name}", which Glue crawls as a whole or not at all`;
    return [fault(place, prefix, rule, `write ${prefixOf(around)}, or remove the crawler`)];
  });
}

/** Tables are at the folder that is crawled or below it. */
function levelFaults(crawler: Crawler, _: readonly Table[], path: Path): Fault[] {
  const { name, tableLevel } = crawler;
  if (tableLevel === undefined) return [];
  const deepest = placesOf(crawler, path).find(({ prefix }) => levelOf(prefix) > tableLevel);
  if (deepest === undefined) return [];
  const level = levelOf(deepest.prefix);
  const rule = `crawler "${name}" looks for tables at level ${tableLevel}, but ${deepest.prefix} is at level ${level}`;
  return [fault([...path, 'tableLevel'], tableLevel, rule, `write ${level} or more`)];
}

/** A crawler of tables names declared tables of its zone that need one. */
function tableFaults({ crawlers = [], tables: declared = [] }: DataPipelineSpec): Fault[] {
  return crawlers.flatMap(({ name, zone, tables = [] }, crawler) =>
    tables.flatMap((table, index) => {
      const place = ['spec', 'crawlers', crawler, 'tables', index];
      if (tables.indexOf(table) < index)
        return [fault(place, table, `crawler "${name}" names table "${table}" twice`, 'leave one out')];
      const found = declared.find((one) => one.name === table);
      const crawled = declared.filter((one) => one.zone === zone && !isComplete(one)).map((one) => one.name);
      const remedy = crawled.length === 0 ? 'remove the crawler' : `write one of: ${crawled.join(', ')}`;
      const refused = (why: string): Fault[] => [
        fault(place, table, `crawler "${name}" names table "${table}", ${why}`, remedy),
      ];
      if (found === undefined) return refused('which does not exist');
      if (found.zone !== zone)
        return refused(
          found.zone === undefined ? 'which lies outside of the zones' : `which lies in zone "${found.zone}"`,
        );
      return isComplete(found) ? refused(completeness(found)) : [];
    }),
  );
}

/** What a crawler changed would be put back by the provider minutes later, and changed again by its next run. */
function changeFaults(crawler: Crawler, [table]: readonly Table[], path: Path): Fault[] {
  const { name, schemaChange } = crawler;
  if (table === undefined || (schemaChange.update === 'LOG' && schemaChange.delete === 'LOG')) return [];
  const may = schemaChange.delete === 'LOG' ? 'change' : 'change or remove';
  const rule = `crawler "${name}" may ${may} table "${table.name}", whose columns this spec declares`;
  const remedy = 'write LOG for both, or let it read another zone or a prefix without declared tables';
  return [fault([...path, 'schemaChange'], schemaChange, rule, remedy)];
}

function recrawlWarnings({ recrawl }: Crawler, tables: readonly Table[], path: Path): Warning[] {
  const table = tables.find((each) => !isComplete(each));
  if (recrawl !== 'CRAWL_NEW_FOLDERS_ONLY' || table === undefined) return [];
  const message = `table "${table.name}" is read as a whole at every run, for Glue knows new folders only where it makes the tables itself; write partitionProjection: true if its partition keys allow it`;
  return [warning([...path, 'recrawl'], message)];
}

function completeness({ partitionKeys = [] }: Table): string {
  return partitionKeys.length > 0 ? 'whose partitions Athena computes' : 'which has no partitions to find';
}

/** Complete in the catalog without a crawler. */
function isComplete({ partitionProjection, projection, partitionKeys = [] }: Table): boolean {
  return partitionProjection || projection !== undefined || partitionKeys.length === 0;
}
