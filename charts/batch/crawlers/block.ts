/** The Glue crawlers of one crawler of the spec, with a role that may do just what they do. */
import { Classifier, Crawler } from '../../../imports/glue.ts';
import { glueTrust } from '../../access/trust.ts';
import { afterAll, type Use } from '../../access/use.ts';
import { roleArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { addLogGroup, encryptLogs } from '../../foundation/logs/group.ts';
import { makeLogGroups, writeLogs } from '../../foundation/logs/uses.ts';
import { runSecured } from '../../foundation/security/uses.ts';
import { crawlTable } from '../../foundation/tables/uses.ts';
import { readZone, writeCatalog } from '../../foundation/zones/uses.ts';
import { LOGS } from '../../kinds/cloudwatchlogs.ts';
import { idOf } from '../../kinds/kind.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import type { Part } from '../../part.ts';
import { crawlerAlarms } from './alarms.ts';
import { crawlerCost } from './cost.ts';
import { type ClassifierModel, type CrawlerModel, type GlueCrawler, isOfTables } from './model.ts';

export function crawlerParts(model: PipelineModel): readonly Part[] {
  return model.crawlers.map((crawler) => {
    const uses = usesOf(model, crawler);
    return {
      component: crawler.component,
      stage: 'Batch',
      classification: crawler.zone.classification,
      uses,
      cost: crawlerCost(crawler, model.monthlyRuns.get(crawler.component) ?? 0),
      alarms: crawlerAlarms(crawler),
      build: (block) => build(block, model, crawler, uses),
    };
  });
}

function usesOf(model: PipelineModel, crawling: CrawlerModel): readonly Use[] {
  const { component, crawlers, zone, prefixes, tables, logs } = crawling;
  const deletes = crawlers.some(({ deleteBehavior }) => deleteBehavior === 'DELETE_FROM_DATABASE');
  const indexes = crawlers.some(({ target }) => !isOfTables(target));
  return [
    ...prefixes.map((prefix) => readZone(component, model, zone, prefix)),
    writeCatalog(component, model, zone, { deletes, indexes }),
    ...tables.map((table) => crawlTable(component, table)),
    ...crawlers.map(({ crawler }) =>
      writeLogs(component, model, { of: component, group: logs.group, stream: crawler }, [
        idOf(LOGS.Group, logs.object),
      ]),
    ),
    encryptLogs(component, model),
    makeLogGroups(component, model, [logs]),
    runSecured(component, model),
  ];
}

function build(block: Block, model: PipelineModel, crawling: CrawlerModel, uses: readonly Use[]): void {
  const { place } = model;
  const { name, role, zone, tablePrefix, classifier, crawlers, logs } = crawling;
  addLogGroup(block, model, logs);
  const access = block.role(role, {
    description: `Crawler ${name} of ${titleOf(model)}`,
    trust: glueTrust(place),
    uses,
  });
  const asked = classifier === undefined ? undefined : addClassifier(block, place.region, classifier);
  for (const { object, crawler, target, updateBehavior, deleteBehavior, recrawlBehavior } of crawlers) {
    const ofTables = isOfTables(target);
    block.managed(Crawler, {
      name: object,
      awsName: crawler,
      after: [access, ...afterAll(uses), ...(asked === undefined || ofTables ? [] : [asked])],
      forProvider: {
        region: place.region,
        description: `Crawls ${ofTables ? 'tables of ' : ''}zone ${zone.name} of ${titleOf(model)}`,
        role: roleArn(place, role),
        databaseName: zone.database,
        securityConfiguration: model.security.name,
        ...targetOf(target, crawling),
        ...(ofTables || tablePrefix === undefined ? {} : { tablePrefix }),
        ...(ofTables || classifier === undefined ? {} : { classifiers: [classifier.classifier] }),
        schemaChangePolicy: { updateBehavior, deleteBehavior },
        recrawlPolicy: { recrawlBehavior },
        configuration: configurationOf(target, crawling),
      },
    });
  }
}

function addClassifier(block: Block, region: string, { object, classifier, csv }: ClassifierModel): string {
  const { header, ...rest } = csv;
  return block.managed(Classifier, {
    name: object,
    awsName: classifier,
    forProvider: {
      region,
      csvClassifier: { ...rest, ...(header === undefined ? {} : { header: [...header] }) },
    },
  });
}

function targetOf(target: GlueCrawler['target'], { zone }: CrawlerModel) {
  if (isOfTables(target)) {
    return { catalogTarget: [{ databaseName: zone.database, tables: target.tables.map(({ name }) => name) }] };
  }
  return {
    s3Target: target.folders.map(({ path, exclusions }) => ({
      path,
      ...(exclusions.length === 0 ? {} : { exclusions: [...exclusions] }),
    })),
  };
}

function configurationOf(target: GlueCrawler['target'], { tableLevel }: CrawlerModel): string {
  return JSON.stringify({
    Version: 1,
    // Partitions take the table's schema: engines refuse a table whose partitions disagree with it.
    CrawlerOutput: { Partitions: { AddOrUpdateBehavior: 'InheritFromTable' } },
    ...(isOfTables(target) || tableLevel === undefined ? {} : { Grouping: { TableLevelConfiguration: tableLevel } }),
    // Glue's own default for folders, said because the role must have the rights for it. Declared tables keep the indexes
    // that they were declared with.
    CreatePartitionIndex: !isOfTables(target),
  });
}
