/** What a part costs in a month, as data beside its block (`Part.cost`); estimate.ts multiplies and adds. */
import type { PriceName } from './prices.ts';

/** Hours of a month, as AWS's own calculator counts them. */
export const MONTH_HOURS = 730;
export const MONTH_DAYS = MONTH_HOURS / 24;
export const MONTH_SECONDS = MONTH_HOURS * 3_600;

/**
 * Idle: asked for from the moment it is made, whether or not anything flows. Usage: grows with what flows and runs, so it is
 * as good as what is assumed of both (usage.ts).
 */
export type CostKind = 'Idle' | 'Usage';

export interface PricedItem {
  readonly kind: CostKind;
  /** How the quantity comes about, for people: "10 shards". */
  readonly what: string;
  readonly price: PriceName;
  /** A month, in what the price is for. */
  readonly quantity: number;
}

/** It costs something, and the table has no price of it: an estimate that left it out silently would be a lie. */
export interface UnpricedItem {
  readonly kind: CostKind;
  readonly what: string;
  readonly price?: never;
}

export type CostItem = PricedItem | UnpricedItem;

export function idle(what: string, price: PriceName, quantity: number): PricedItem {
  return { kind: 'Idle', what, price, quantity };
}

export function usage(what: string, price: PriceName, quantity: number): PricedItem {
  return { kind: 'Usage', what, price, quantity };
}
