/** What queries cost: what they read. */
import { type CostItem, MONTH_DAYS, usage } from '../../cost/item.ts';
import { FIXED } from '../../cost/usage.ts';

export function queryCost(): readonly CostItem[] {
  return [usage('read', 'athenaScan', (FIXED.scannedGiBPerDay * MONTH_DAYS) / 1_024)];
}
