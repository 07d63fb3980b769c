/** When a crawler is in trouble. Glue has no metric of its runs; it tells of each by an event. */
import { type Alarm, type Events, FIVE_MINUTES, ONCE } from '../../monitoring/alarms/alarm.ts';
import type { CrawlerModel } from './model.ts';

export type CrawlState = 'Started' | 'Succeeded' | 'Failed';

/** Of any of its crawlers in Glue. */
export function crawls({ crawlers }: CrawlerModel, ...states: readonly CrawlState[]): Events {
  return {
    source: 'aws.glue',
    detailType: 'Glue Crawler State Change',
    detail: { crawlerName: crawlers.map(({ crawler }) => crawler), state: states },
  };
}

export function crawlerAlarms(crawler: CrawlerModel): readonly Alarm[] {
  return [
    {
      alarm: 'CrawlerFailed',
      says: 'A crawl failed: what is new in the zone is not in the catalog.',
      events: crawls(crawler, 'Failed'),
      periodSeconds: FIVE_MINUTES,
      periods: ONCE,
      when: 'Above',
      threshold: 0,
      missing: { counts: 'AsGood', because: 'no crawl failed' },
    },
  ];
}
