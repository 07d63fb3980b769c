/** Glue crawlers: each reads one zone, or a folder of it, and keeps the zone's database. */
import type { Crawler } from '../../../crds/datapipeline.ts';
import { ERRORS } from '../../../crds/schema/deliveries.ts';
import { type RoleModel, roleModel } from '../../access/role.ts';
import type { TableModel } from '../../foundation/tables/model.ts';
import type { ZoneModel } from '../../foundation/zones/model.ts';
import { GLUE } from '../../kinds/glue.ts';
import type { Given } from '../../model.ts';
import { awsName, objectName } from '../../names.ts';
import { named } from '../../reference.ts';
import { crawledTables, crawlerExclusions } from './exclusions.ts';

export interface CrawlerModel {
  readonly name: string;
  readonly component: string;
  readonly object: string;
  /** In Glue. */
  readonly crawler: string;
  readonly role: RoleModel;
  readonly zone: ZoneModel;
  /** Below which it reads; empty for the whole zone. */
  readonly prefix: string;
  /** `s3://<bucket>/[<prefix>]` */
  readonly path: string;
  /** Tables to which it adds partitions. */
  readonly tables: readonly TableModel[];
  /** Glob patterns below `path` that are left out. */
  readonly exclusions: readonly string[];
  readonly updateBehavior: string;
  readonly deleteBehavior: string;
  readonly recrawlBehavior: string;
}

export function crawlerModels(
  given: Given,
  zones: readonly ZoneModel[],
  tables: readonly TableModel[],
): readonly CrawlerModel[] {
  return (given.spec.crawlers ?? []).map((crawler) => crawlerModel(given, crawler, zones, tables));
}

function crawlerModel(
  { scope }: Given,
  crawler: Crawler,
  zones: readonly ZoneModel[],
  tables: readonly TableModel[],
): CrawlerModel {
  const component = `crawlers/${crawler.name}`;
  const zone = named(zones, crawler.zone, component, 'zone');
  const prefix = crawler.prefix ?? '';
  const path = `s3://${zone.bucket}/${prefix}`;
  const onlyNew = crawler.recrawl === 'CRAWL_NEW_FOLDERS_ONLY';
  // Glue cannot move a crawler to another database: in another zone it is another crawler, so the zone is in its name.
  // One that is called like its zone says the word once.
  const own = crawler.name === zone.name ? [] : [crawler.name];
  return {
    name: crawler.name,
    component,
    object: objectName(scope, zone.name, ...own),
    crawler: awsName(GLUE.Crawler, scope, zone.name, ...own),
    role: roleModel(scope, component, `crawler-${zone.name}`, ...own),
    zone,
    prefix,
    path,
    tables: crawledTables(path, tables),
    // Whether there are failed records or not: a crawler of new folders only cannot change what it reads.
    exclusions: [...crawlerExclusions(path, tables), ...(prefix === '' ? [`${ERRORS}**`] : [])],
    // Glue takes nothing but LOG with new folders only.
    updateBehavior: onlyNew ? 'LOG' : crawler.schemaChange.update,
    deleteBehavior: onlyNew ? 'LOG' : crawler.schemaChange.delete,
    recrawlBehavior: crawler.recrawl,
  };
}
