/** What a pipeline costs in a month: the items of its parts, priced, with what they rest on. Pure. */
import type { PipelineModel } from '../model.ts';
import type { Part } from '../part.ts';
import type { CostItem, CostKind } from './item.ts';
import { PRICES, PRICES_OF } from './prices.ts';
import { assumptionsOf, NOT_COUNTED } from './usage.ts';

/** USD. */
export interface MonthlyCost {
  readonly idle: number;
  readonly usage: number;
  /** Something of it has no price, and is not in the sums. */
  readonly hasUnpriced: boolean;
}

export interface EstimatedItem {
  readonly component: string;
  readonly kind: CostKind;
  readonly what: string;
  /** "7300 shard-hour at 0.015"; empty when there is no price. */
  readonly sum: string;
  /** A month; 0 when there is no price. */
  readonly usd: number;
}

export interface Estimate {
  /** In the order of the parts. */
  readonly items: readonly EstimatedItem[];
  /** A month, USD. */
  readonly idle: number;
  readonly usage: number;
  readonly total: number;
  /** What costs something and has no price in the table: "jobs/clean: workers R.1X". */
  readonly unpriced: readonly string[];
  readonly assumptions: readonly string[];
  readonly pricesAsOf: string;
}

export function estimateOf(model: PipelineModel, parts: readonly Part[]): Estimate {
  const costs = parts.flatMap(({ component, cost = [] }) => cost.map((item) => ({ component, item })));
  const items = costs.map(({ component, item }) => priced(component, item));
  const [idle, usage] = [sumOf(items, 'Idle'), sumOf(items, 'Usage')];
  return {
    items,
    idle,
    usage,
    total: idle + usage,
    unpriced: costs.flatMap(({ component, item }) => (item.price === undefined ? [`${component}: ${item.what}`] : [])),
    assumptions: [
      ...assumptionsOf(model.usage),
      `prices of ${PRICES_OF.region}${elsewhere(model)}`,
      `not counted: ${NOT_COUNTED}`,
    ],
    pricesAsOf: PRICES_OF.asOf,
  };
}

export function monthlyCost({ component, cost = [] }: Pick<Part, 'component' | 'cost'>): MonthlyCost {
  const items = cost.map((item) => priced(component, item));
  return {
    idle: sumOf(items, 'Idle'),
    usage: sumOf(items, 'Usage'),
    hasUnpriced: cost.some(({ price }) => price === undefined),
  };
}

export function sumOfCosts(costs: readonly MonthlyCost[]): MonthlyCost {
  return {
    idle: costs.reduce((sum, { idle }) => sum + idle, 0),
    usage: costs.reduce((sum, { usage }) => sum + usage, 0),
    hasUnpriced: costs.some((cost) => cost.hasUnpriced),
  };
}

/** Two decimals: "412.80". */
export function usd(amount: number): string {
  return amount.toFixed(2);
}

function priced(component: string, item: CostItem): EstimatedItem {
  const { kind, what } = item;
  if (item.price === undefined) return { component, kind, what, sum: '', usd: 0 };
  const price = PRICES[item.price];
  return {
    component,
    kind,
    what,
    sum: `${quantityText(item.quantity)} ${price.per} at ${price.usd}`,
    usd: item.quantity * price.usd,
  };
}

function sumOf(items: readonly EstimatedItem[], kind: CostKind): number {
  return items.reduce((sum, item) => (item.kind === kind ? sum + item.usd : sum), 0);
}

function quantityText(quantity: number): string {
  return String(Number(quantity.toFixed(3)));
}

function elsewhere({ place: { region } }: PipelineModel): string {
  return region === PRICES_OF.region ? '' : `; ${region} has its own, which may well be a fifth higher`;
}
