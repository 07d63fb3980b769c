/** What it means to start a crawler. */
import type { Use } from '../../access/use.ts';
import { glueArn } from '../../arns.ts';
import { GLUE } from '../../kinds/glue.ts';
import { idOf } from '../../kinds/kind.ts';
import type { PipelineModel } from '../../model.ts';
import type { CrawlerModel } from './model.ts';

export function startCrawler(by: string, { place }: PipelineModel, { component, object, crawler }: CrawlerModel): Use {
  return {
    by,
    of: component,
    after: [idOf(GLUE.Crawler, object)],
    allow: [{ sid: 'StartCrawler', actions: ['glue:StartCrawler'], resources: [glueArn(place, 'crawler', crawler)] }],
    calls: ['glue'],
  };
}
