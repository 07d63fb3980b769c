/** The Glue crawlers of one crawler of the spec, with a role that may do just what they do. */
import { Crawler } from '../../../imports/glue.ts';
import { glueTrust } from '../../access/trust.ts';
import { afterAll, type Use } from '../../access/use.ts';
import { roleArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { writeSharedLogs } from '../../foundation/logs/uses.ts';
import { crawlTable } from '../../foundation/tables/uses.ts';
import { readZone, writeCatalog } from '../../foundation/zones/uses.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import type { Part } from '../../part.ts';
import { type CrawlerModel, type GlueCrawler, isOfTables } from './model.ts';

/** Crawlers without a security configuration all log here, one stream per crawler; Glue offers no other name. */
const LOG_GROUP = '/aws-glue/crawlers';

export function crawlerParts(model: PipelineModel): readonly Part[] {
  return model.crawlers.map((crawler) => {
    const uses = usesOf(model, crawler);
    return {
      component: crawler.component,
      stage: 'Batch',
      classification: crawler.zone.classification,
      uses,
      build: (block) => build(block, model, crawler, uses),
    };
  });
}

function usesOf(model: PipelineModel, { component, crawlers, zone, prefix, tables }: CrawlerModel): readonly Use[] {
  const deletes = crawlers.some(({ deleteBehavior }) => deleteBehavior === 'DELETE_FROM_DATABASE');
  const indexes = crawlers.some(({ target }) => !isOfTables(target));
  return [
    readZone(component, model, zone, prefix),
    writeCatalog(component, model, zone, { deletes, indexes }),
    ...tables.map((table) => crawlTable(component, table)),
    ...crawlers.map(({ crawler }) =>
      writeSharedLogs(component, model, { of: 'glue', group: LOG_GROUP, stream: crawler }),
    ),
  ];
}

function build(block: Block, model: PipelineModel, crawling: CrawlerModel, uses: readonly Use[]): void {
  const { place } = model;
  const { name, role, zone, tablePrefix, crawlers } = crawling;
  const access = block.role(role, {
    description: `Crawler ${name} of ${titleOf(model)}`,
    trust: glueTrust(place),
    uses,
  });
  for (const { object, crawler, target, updateBehavior, deleteBehavior, recrawlBehavior } of crawlers) {
    const crawled = isOfTables(target) ? `tables of zone ${zone.name}` : `zone ${zone.name}`;
    block.managed(Crawler, {
      name: object,
      awsName: crawler,
      after: [access, ...afterAll(uses)],
      forProvider: {
        region: place.region,
        description: `Crawls ${crawled} of ${titleOf(model)}`,
        role: roleArn(place, role),
        databaseName: zone.database,
        ...targetOf(target, crawling),
        ...(isOfTables(target) || tablePrefix === undefined ? {} : { tablePrefix }),
        schemaChangePolicy: { updateBehavior, deleteBehavior },
        recrawlPolicy: { recrawlBehavior },
        configuration: configurationOf(target, crawling),
      },
    });
  }
}

function targetOf(target: GlueCrawler['target'], { zone }: CrawlerModel) {
  if (isOfTables(target)) {
    return { catalogTarget: [{ databaseName: zone.database, tables: target.tables.map(({ name }) => name) }] };
  }
  const { path, exclusions } = target;
  return { s3Target: [{ path, ...(exclusions.length === 0 ? {} : { exclusions: [...exclusions] }) }] };
}

/** Of the bucket is 1, of its folders 2. */
const TOP_FOLDERS = 2;

function configurationOf(target: GlueCrawler['target'], { prefix }: CrawlerModel): string {
  return JSON.stringify({
    Version: 1,
    // Partitions take the table's schema: engines refuse a table whose partitions disagree with it.
    CrawlerOutput: { Partitions: { AddOrUpdateBehavior: 'InheritFromTable' } },
    // In a whole zone each top folder is a table, also where Glue would take folders of like columns for one.
    ...(!isOfTables(target) && prefix === '' ? { Grouping: { TableLevelConfiguration: TOP_FOLDERS } } : {}),
    // Glue's own default for folders, said because the role must have the rights for it. Declared tables keep the indexes
    // that they were declared with.
    CreatePartitionIndex: !isOfTables(target),
  });
}
