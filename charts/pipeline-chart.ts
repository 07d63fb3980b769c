/** One pipeline as a cdk8s chart: its blocks, stage by stage, as far as the rollout goes. */
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { STAGE_ORDER, type Stage } from '../crds/identifiers.ts';
import { CrawlerBlock } from './batch/crawler.ts';
import type { Managed, Site } from './block.ts';
import { EncryptionBlock } from './foundation/encryption.ts';
import { LogBucketBlock } from './foundation/log-bucket.ts';
import { TableBlock } from './foundation/table.ts';
import { ZoneBlock } from './foundation/zone.ts';
import type { PipelineModel, TableModel } from './model/model.ts';
import { SchedulesBlock } from './orchestration/schedules.ts';
import { StreamBlock } from './streaming/stream.ts';

/** What later blocks come after. */
interface Foundation {
  /** Of the pipeline's own key. */
  readonly alias: Managed | undefined;
  readonly zones: ReadonlyMap<string, ZoneBlock>;
  readonly tables: ReadonlyMap<TableModel, Managed>;
}

export class PipelineChart extends Chart {
  /** Everything the chart made, in no particular order. */
  readonly resources: readonly Managed[];

  constructor(scope: Construct, id: string, model: PipelineModel) {
    super(scope, id, { namespace: model.namespace });
    const site: Site = { model, resources: [] };
    const through = STAGE_ORDER.indexOf(model.through);
    const builds = (stage: Stage): boolean => STAGE_ORDER.indexOf(stage) <= through;
    const foundation = this.#foundation(site);
    if (builds('Streaming')) this.#streaming(site);
    if (builds('Batch')) {
      const crawlers = this.#batch(site, foundation);
      if (builds('Orchestration') && model.orchestration !== undefined) {
        new SchedulesBlock(this, 'schedules', site, model.orchestration, crawlers, foundation.alias);
      }
    }
    this.resources = site.resources;
  }

  #foundation(site: Site): Foundation {
    const { model } = site;
    const { own } = model.key;
    const alias = own === undefined ? undefined : new EncryptionBlock(this, 'encryption', site, own).alias;
    const logs = new LogBucketBlock(this, 'access-logs', site, model.logs);
    const zones = new Map(
      model.zones.map((zone) => [zone.name, new ZoneBlock(this, `zone-${zone.name}`, site, zone, logs)]),
    );
    const tables = new Map<TableModel, Managed>();
    for (const table of model.tables) {
      const zone = zones.get(table.zone.name);
      if (zone !== undefined) tables.set(table, new TableBlock(this, `table-${table.name}`, site, table, zone).table);
    }
    return { alias, zones, tables };
  }

  #streaming(site: Site): void {
    for (const stream of site.model.streams) new StreamBlock(this, `stream-${stream.name}`, site, stream);
  }

  #batch(site: Site, { alias, zones, tables }: Foundation): ReadonlyMap<string, CrawlerBlock> {
    const crawlers = new Map<string, CrawlerBlock>();
    for (const crawler of site.model.crawlers) {
      const zone = zones.get(crawler.zone.name);
      if (zone === undefined) continue;
      const crawled = crawler.tables.map((table) => tables.get(table)).filter((table) => table !== undefined);
      const block = new CrawlerBlock(this, `crawler-${crawler.name}`, site, crawler, zone, crawled, alias);
      crawlers.set(crawler.name, block);
    }
    return crawlers;
  }
}
