import type { Crawler, DataPipelineSpec, Table } from '../datapipeline.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';
import { prefixesOverlap, prefixOf } from './table-prefix.ts';

export const crawlersChecks: SectionChecks = {
  faults: (spec) => eachCrawler(spec, (...given) => [...reachFaults(...given), ...changeFaults(...given)]),
  warnings: (spec) => eachCrawler(spec, recrawlWarnings),
};

/** `tables`: the declared tables that hold objects within its reach, or all of them. */
type Check<Finding> = (crawler: Crawler, tables: readonly Table[], path: Path) => readonly Finding[];

function eachCrawler<Finding>({ crawlers = [], tables = [] }: DataPipelineSpec, check: Check<Finding>): Finding[] {
  return crawlers.flatMap((crawler, index) => {
    const reached = tables.filter(
      (table) => table.zone === crawler.zone && prefixesOverlap(prefixOf(table), crawler.prefix ?? ''),
    );
    return check(crawler, reached, ['spec', 'crawlers', index]);
  });
}

/** Declared tables are left to those who know them: Glue crawls one as a whole, as a table of the catalog, or not at all. */
function reachFaults({ name, prefix = '' }: Crawler, tables: readonly Table[], path: Path): Fault[] {
  const [around] = tables
    .filter((table) => prefix.startsWith(prefixOf(table)))
    .sort((one, other) => prefixOf(other).length - prefixOf(one).length);
  if (around === undefined) return [];
  const place = [...path, 'prefix'];
  if (isComplete(around)) {
    const why = around.partitionProjection ? 'whose partitions Athena computes' : 'which has no partitions to find';
    const rule = `crawler "${name}" reads nothing but table "${around.name}", ${why}`;
    return [fault(place, prefix, rule, 'remove the crawler, or let it read another prefix')];
  }
  if (prefix === prefixOf(around)) return [];
  const rule = `crawler "${name}" reads a part of table "${around.name}", which Glue crawls as a whole or not at all`;
  return [fault(place, prefix, rule, `write ${prefixOf(around)}, or remove the crawler`)];
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

/** Complete in the catalog without a crawler. */
function isComplete({ partitionProjection, partitionKeys = [] }: Table): boolean {
  return partitionProjection || partitionKeys.length === 0;
}
