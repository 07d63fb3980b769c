/** Glue crawlers: each reads one zone, or a folder of it, and keeps the zone's database. */
import { prefixesOf } from '../../../crds/crawled.ts';
import type { Crawler, CsvClassifier } from '../../../crds/datapipeline.ts';
import { ERRORS } from '../../../crds/schema/deliveries.ts';
import { EMR_LOGS } from '../../../crds/schema/emr-cluster.ts';
import { SPARK_UI } from '../../../crds/schema/spark-ui.ts';
import { type RoleModel, roleModel } from '../../access/role.ts';
import { groupNamedByService, type LogGroupModel } from '../../foundation/logs/group.ts';
import { type SecurityModel, securedCrawlerLogs } from '../../foundation/security/model.ts';
import type { TableModel } from '../../foundation/tables/model.ts';
import type { ZoneModel } from '../../foundation/zones/model.ts';
import { GLUE } from '../../kinds/glue.ts';
import type { Given } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { awsName, type NameScope, objectName, shortHash } from '../../names.ts';
import { named } from '../../reference.ts';
import { allBelow, type CrawlTargets, crawlTargets, type FolderTarget } from './targets.ts';

export interface CrawlerModel {
  readonly name: string;
  readonly component: string;
  /** Of all its crawlers in Glue. */
  readonly role: RoleModel;
  /** One stream for each of its crawlers in Glue. */
  readonly logs: LogGroupModel;
  readonly zone: ZoneModel;
  /** Below which it reads; '' is the whole zone. */
  readonly prefixes: readonly string[];
  /** What the names of tables that it finds begin with. */
  readonly tablePrefix?: string;
  /** Level of the folders that are tables, the bucket being 1; Glue finds it when absent. */
  readonly tableLevel?: number;
  /** Asked before those of Glue. */
  readonly classifier?: ClassifierModel;
  /** Declared tables within its reach to which it adds partitions. */
  readonly tables: readonly TableModel[];
  /** One for folders, one for tables, or both: at least one. */
  readonly crawlers: readonly GlueCrawler[];
}

export interface ClassifierModel {
  readonly object: string;
  /** In Glue. */
  readonly classifier: string;
  readonly csv: CsvClassifier;
}

export interface GlueCrawler {
  readonly object: string;
  /** In Glue. */
  readonly crawler: string;
  readonly target: FoldersTarget | TableTarget;
  readonly updateBehavior: string;
  readonly deleteBehavior: string;
  readonly recrawlBehavior: string;
}

export interface FoldersTarget {
  /** At least one. */
  readonly folders: readonly FolderTarget[];
}

export interface TableTarget {
  /** All in the crawler's zone. */
  readonly tables: readonly TableModel[];
}

export function isOfTables(target: GlueCrawler['target']): target is TableTarget {
  return 'tables' in target;
}

/** Last word of the names of whatever is there for the tables of a crawler. */
export const TABLES = 'tables';

interface Known {
  readonly zones: readonly ZoneModel[];
  readonly tables: readonly TableModel[];
  readonly security: SecurityModel;
}

export function crawlerModels(given: Given, known: Known): readonly CrawlerModel[] {
  return (given.spec.crawlers ?? []).map((crawler) => crawlerModel(given, crawler, known));
}

function crawlerModel(given: Given, crawler: Crawler, { zones, tables, security }: Known): CrawlerModel {
  const { scope } = given;
  const component = `crawlers/${crawler.name}`;
  const zone = named(zones, crawler.zone, component, 'zone');
  const targets = targetsOf(crawler, zone, tables);
  const crawlers = glueCrawlers(scope, crawler, targets);
  if (crawlers.length === 0) {
    const reason = 'reads nothing but a declared table that needs no crawler; remove the crawler, or change its prefix';
    throw new ModelError(component, reason);
  }
  const role = roleModel(scope, component, `crawler-${zone.name}`, ...ownWords(crawler));
  const { csvClassifier, tablePrefix } = crawler;
  const prefixes = prefixesOf(crawler);
  const tableLevel = crawler.tableLevel ?? (prefixes.includes('') ? TOP_FOLDERS : undefined);
  const ownName = [crawler.zone, ...ownWords(crawler)];
  return {
    name: crawler.name,
    component,
    role,
    logs: groupNamedByService(given, component, securedCrawlerLogs(security, role), `crawlers-${crawler.name}`),
    zone,
    prefixes: crawler.tables === undefined ? prefixes : targets.tables.map(({ prefix }) => prefix),
    ...(tablePrefix === undefined ? {} : { tablePrefix }),
    ...(tableLevel === undefined ? {} : { tableLevel }),
    ...(csvClassifier === undefined
      ? {}
      : {
          classifier: {
            object: objectName(scope, ...ownName),
            classifier: awsName(GLUE.Classifier, scope, ...ownName),
            csv: csvClassifier,
          },
        }),
    tables: targets.tables,
    crawlers,
  };
}

/** Of the bucket is 1: in a whole zone each top folder is a table, also where Glue would take folders of like columns for one. */
const TOP_FOLDERS = 2;

function targetsOf(crawler: Crawler, zone: ZoneModel, declared: readonly TableModel[]): CrawlTargets {
  if (crawler.tables !== undefined) {
    const tables = crawler.tables.map((name) =>
      named(ofZone(declared, zone), name, `crawlers/${crawler.name}`, 'table'),
    );
    return { folders: [], tables };
  }
  const all = prefixesOf(crawler).map((prefix) => {
    // Whether there are failed records and logs or not: a crawler of new folders only cannot change what it reads.
    const logs = [SPARK_UI, EMR_LOGS].filter((each) => each.zone === zone.name);
    const ours = prefix === '' ? [ERRORS, ...logs.map((each) => each.prefix)] : [];
    const leftOut = [...ours.map(allBelow), ...(crawler.exclusions ?? [])];
    return crawlTargets(`s3://${zone.bucket}/${prefix}`, declared, leftOut);
  });
  return {
    folders: all.flatMap(({ folders }) => folders),
    tables: [...new Set(all.flatMap(({ tables }) => tables))],
  };
}

function ofZone(tables: readonly TableModel[], zone: ZoneModel): readonly TableModel[] {
  return tables.filter((table) => table.zone?.name === zone.name);
}

function glueCrawlers(scope: NameScope, crawler: Crawler, { folders, tables }: CrawlTargets): readonly GlueCrawler[] {
  const { update, delete: deletion } = crawler.schemaChange;
  const onlyNew = crawler.recrawl === 'CRAWL_NEW_FOLDERS_ONLY';
  const ofFolders = (): GlueCrawler => ({
    ...namesOf(scope, folderWords(crawler, folders)),
    target: { folders },
    // Glue takes nothing but LOG with new folders only.
    updateBehavior: onlyNew ? 'LOG' : update,
    deleteBehavior: onlyNew ? 'LOG' : deletion,
    recrawlBehavior: crawler.recrawl,
  });
  const ofTables = (): GlueCrawler => ({
    ...namesOf(scope, [crawler.zone, crawler.name, TABLES]),
    target: { tables },
    // The spec declares their columns, and new partitions are added under LOG too. Tables know no new folders.
    updateBehavior: 'LOG',
    deleteBehavior: 'LOG',
    recrawlBehavior: 'CRAWL_EVERYTHING',
  });
  return [...(folders.length === 0 ? [] : [ofFolders()]), ...(tables.length === 0 ? [] : [ofTables()])];
}

/**
 * Glue cannot move a crawler to another database: in another zone it is another crawler, so the zone is in its name. Nor does
 * it change the folders of one that reads new folders only: with other folders that is another crawler too.
 */
function folderWords(crawler: Crawler, folders: readonly FolderTarget[]): readonly string[] {
  return crawler.recrawl === 'CRAWL_NEW_FOLDERS_ONLY'
    ? [crawler.zone, crawler.name, shortHash(folders.flatMap(({ path, exclusions }) => [path, ...exclusions]))]
    : [crawler.zone, ...ownWords(crawler)];
}

/** One that is called like its zone says the word once. */
function ownWords({ name, zone }: Crawler): readonly string[] {
  return name === zone ? [] : [name];
}

function namesOf(scope: NameScope, words: readonly string[]): Pick<GlueCrawler, 'object' | 'crawler'> {
  return { object: objectName(scope, ...words), crawler: awsName(GLUE.Crawler, scope, ...words) };
}
