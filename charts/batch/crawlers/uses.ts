/** What it means to start a crawler. */
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
