/** What a schedule can start: which call of AWS does it, and what the role that calls may do. */
import type { Schedule } from '../../../crds/datapipeline.ts';
import { type RoleModel, roleModel } from '../../access/role.ts';
import type { Use } from '../../access/use.ts';
import { type Place, universalTargetArn } from '../../arns.ts';
import { type CrawlerModel, isOfTables, TABLES } from '../../batch/crawlers/model.ts';
import { startCrawler } from '../../batch/crawlers/uses.ts';
import type { Given, PipelineModel } from '../../model.ts';
import { named } from '../../reference.ts';

export interface StartTarget {
  /** In the user's words: "crawler raw". */
  readonly title: string;
  readonly started: Started;
  /** The one role that may start it. */
  readonly role: RoleModel;
  /** At least one; all at the same time. */
  readonly calls: readonly CallModel[];
}

export type Started = { readonly kind: 'Crawler'; readonly crawler: CrawlerModel };

export interface CallModel {
  /** Tells it from the others of its target; none for the first. */
  readonly words: readonly string[];
  /** What EventBridge Scheduler calls. */
  readonly arn: string;
  /** JSON. */
  readonly input: string;
}

export interface Startable {
  readonly crawlers: readonly CrawlerModel[];
}

/** Shared by all that start the same thing. */
export function targetFinder({ spec, scope }: Given, { crawlers }: Startable): (schedule: Schedule) => StartTarget {
  const known = new Map<object, StartTarget>();
  const once = (thing: object, make: () => StartTarget): StartTarget => {
    const target = known.get(thing) ?? make();
    known.set(thing, target);
    return target;
  };
  return (schedule) => {
    const crawler = named(crawlers, schedule.crawler, `schedules/${schedule.name}`, 'crawler');
    const words = `start-crawler-${crawler.name}`;
    return once(crawler, () => ({
      title: `crawler ${crawler.name}`,
      started: { kind: 'Crawler', crawler },
      role: roleModel(scope, `schedules/${words}`, words),
      calls: crawlerCalls(spec, crawler),
    }));
  };
}

function crawlerCalls(place: Place, crawler: CrawlerModel): readonly CallModel[] {
  return crawler.crawlers.map((each) => ({
    words: isOfTables(each.target) ? [TABLES] : [],
    arn: universalTargetArn(place, 'glue', 'startCrawler'),
    input: JSON.stringify({ Name: each.crawler }),
  }));
}

export function startUse(by: string, model: PipelineModel, { started }: StartTarget): Use {
  switch (started.kind) {
    case 'Crawler':
      return startCrawler(by, model, started.crawler);
  }
}
