/** Crawlers and the schedules that start them. */
import type { DataPipelineSpec, Schedule } from '../../crds/datapipeline.ts';
import { crawlerName, type NameScope, queueName, roleName, scheduleGroupName } from '../names.ts';
import { scheduleExpression } from '../orchestration/schedule-expression.ts';
import { crawledTables, crawlerExclusions } from './exclusions.ts';
import type { CrawlerModel, OrchestrationModel, StartTarget, TableModel, ZoneModel } from './model.ts';
import { ModelError } from './model-error.ts';
import { named } from './reference.ts';

export function crawlerModels(
  spec: DataPipelineSpec,
  scope: NameScope,
  zones: readonly ZoneModel[],
  tables: readonly TableModel[],
): readonly CrawlerModel[] {
  return (spec.crawlers ?? []).map((crawler) => {
    const zone = named(zones, crawler.zone, `crawlers/${crawler.name}`, 'zone');
    const prefix = crawler.prefix ?? '';
    const path = `s3://${zone.bucket}/${prefix}`;
    const onlyNew = crawler.recrawl === 'CRAWL_NEW_FOLDERS_ONLY';
    // Glue cannot move a crawler to another database: another zone is another crawler, under another name.
    const [first, ...rest] = crawler.name === zone.name ? ([zone.name] as const) : ([zone.name, crawler.name] as const);
    return {
      name: crawler.name,
      crawler: crawlerName(scope, first, ...rest),
      role: roleName(scope, `crawler-${first}`, ...rest),
      words: [first, ...rest],
      zone,
      prefix,
      path,
      exclusions: crawlerExclusions(path, tables),
      tables: crawledTables(path, tables),
      // Glue takes nothing but LOG with new folders only.
      updateBehavior: onlyNew ? 'LOG' : crawler.schemaChange.update,
      deleteBehavior: onlyNew ? 'LOG' : crawler.schemaChange.delete,
      recrawlBehavior: crawler.recrawl,
    };
  });
}

/** Undefined without schedules. */
export function orchestrationModel(
  spec: DataPipelineSpec,
  scope: NameScope,
  crawlers: readonly CrawlerModel[],
): OrchestrationModel | undefined {
  const schedules = spec.schedules ?? [];
  if (schedules.length === 0) return undefined;
  const targets = new Map<CrawlerModel, StartTarget>();
  const targetOf = (schedule: Schedule): StartTarget => {
    const crawler = named(crawlers, schedule.crawler, `schedules/${schedule.name}`, 'crawler');
    const target = targets.get(crawler) ?? { crawler, role: roleName(scope, `start-crawler-${crawler.name}`) };
    targets.set(crawler, target);
    return target;
  };
  const models = schedules.map((schedule) => ({
    name: schedule.name,
    expression: scheduleExpression(schedule),
    timeZone: schedule.timeZone,
    windowMinutes: schedule.windowMinutes,
    enabled: !schedule.suspend && spec.suspend === 'None',
    ...(schedule.startAt === undefined ? {} : { startAt: utcInstant(schedule, schedule.startAt) }),
    ...(schedule.endAt === undefined ? {} : { endAt: utcInstant(schedule, schedule.endAt) }),
    target: targetOf(schedule),
  }));
  return {
    group: scheduleGroupName(scope),
    deadLetterQueue: queueName(scope, 'schedules-dead-letters'),
    targets: [...targets.values()],
    schedules: models,
  };
}

/** In UTC and whole seconds, the one form that AWS gives back: any other would differ from it forever. */
function utcInstant(schedule: Schedule, instant: string): string {
  const time = new Date(instant);
  if (Number.isNaN(time.getTime())) {
    throw new ModelError(
      `schedules/${schedule.name}`,
      `"${instant}" is not an instant of RFC 3339; write one like 2026-12-01T00:00:00Z`,
    );
  }
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
