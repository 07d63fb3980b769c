/** One Glue crawler over a zone, with a role that may do just that. */
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
import type { CrawlerModel } from './model.ts';

/** Crawlers without a security configuration all log here, one stream per crawler; Glue offers no other name. */
const LOG_GROUP = '/aws-glue/crawlers';

/** Partitions take the table's schema: engines refuse a table whose partitions disagree with it. */
const CONFIGURATION = JSON.stringify({
  Version: 1,
  CrawlerOutput: { Partitions: { AddOrUpdateBehavior: 'InheritFromTable' } },
});

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

function usesOf(model: PipelineModel, crawling: CrawlerModel): readonly Use[] {
  const { component, crawler, zone, prefix, tables, deleteBehavior } = crawling;
  return [
    readZone(component, model, zone, prefix),
    writeCatalog(component, model, zone, { deletes: deleteBehavior === 'DELETE_FROM_DATABASE' }),
    ...tables.map((table) => crawlTable(component, table)),
    writeSharedLogs(component, model, { of: 'glue', group: LOG_GROUP, stream: crawler }),
  ];
}

function build(block: Block, model: PipelineModel, crawler: CrawlerModel, uses: readonly Use[]): void {
  const { place } = model;
  const access = block.role(crawler.role, {
    description: `Crawler ${crawler.name} of ${titleOf(model)}`,
    trust: glueTrust(place),
    uses,
  });
  block.managed(Crawler, {
    name: crawler.object,
    awsName: crawler.crawler,
    after: [access, ...afterAll(uses)],
    forProvider: {
      region: place.region,
      description: `Crawls zone ${crawler.zone.name} of ${titleOf(model)}`,
      role: roleArn(place, crawler.role.role),
      databaseName: crawler.zone.database,
      s3Target: [
        { path: crawler.path, ...(crawler.exclusions.length === 0 ? {} : { exclusions: [...crawler.exclusions] }) },
      ],
      schemaChangePolicy: { updateBehavior: crawler.updateBehavior, deleteBehavior: crawler.deleteBehavior },
      recrawlPolicy: { recrawlBehavior: crawler.recrawlBehavior },
      configuration: CONFIGURATION,
    },
  });
}
