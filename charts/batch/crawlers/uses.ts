/** What it means to start a crawler, and to wait for it. */
import type { Use } from '../../access/use.ts';
import { glueArn } from '../../arns.ts';
import { GLUE } from '../../kinds/glue.ts';
import { idOf } from '../../kinds/kind.ts';
import type { PipelineModel } from '../../model.ts';
import type { CrawlerModel } from './model.ts';

/** Starts all that it is in Glue. */
export function startCrawler(by: string, { place }: PipelineModel, { component, crawlers }: CrawlerModel): Use {
  return {
    by,
    of: component,
    after: crawlers.map(({ object }) => idOf(GLUE.Crawler, object)),
    allow: [
      {
        sid: 'StartCrawler',
        actions: ['glue:StartCrawler'],
        resources: crawlers.map(({ crawler }) => glueArn(place, 'crawler', crawler)),
      },
    ],
    calls: ['glue'],
  };
}

/** Starts all that it is in Glue, and sees when each has ended and how. */
export function runCrawler(by: string, model: PipelineModel, crawler: CrawlerModel): Use {
  const start = startCrawler(by, model, crawler);
  const look = start.allow.map((statement) => ({ ...statement, sid: 'WatchCrawler', actions: ['glue:GetCrawler'] }));
  return { ...start, allow: [...start.allow, ...look] };
}
