/** What a crawler costs: its runs. */
import { type CostItem, usage } from '../../cost/item.ts';
import { FIXED } from '../../cost/usage.ts';
import { logCost } from '../../foundation/logs/cost.ts';
import type { CrawlerModel } from './model.ts';

/** `runs`: a month. */
export function crawlerCost({ crawlers }: CrawlerModel, runs: number): readonly CostItem[] {
  const times = runs * crawlers.length;
  const hours = (times * FIXED.crawlDpu * FIXED.crawlMinutes) / 60;
  return [usage(`runs: ${rounded(times)}`, 'glueCrawler', hours), ...logCost(1)];
}

function rounded(count: number): number {
  return Number(count.toFixed(1));
}
