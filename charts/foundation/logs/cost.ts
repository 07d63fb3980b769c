/** What logs cost: mostly that CloudWatch takes them in. */
import { type CostItem, usage } from '../../cost/item.ts';
import { FIXED } from '../../cost/usage.ts';

export function logCost(groups: number): readonly CostItem[] {
  return [usage(`log groups: ${groups}`, 'logsIn', groups * FIXED.logGiB)];
}
