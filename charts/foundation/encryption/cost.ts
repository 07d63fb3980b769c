/** What a key of one's own costs. */
import { type CostItem, idle } from '../../cost/item.ts';
import type { KeyModel } from './model.ts';

export function keyCost({ own }: KeyModel): readonly CostItem[] {
  return own === undefined ? [] : [idle('key', 'kmsKey', 1)];
}
