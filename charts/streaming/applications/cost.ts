/** What an application costs while it runs, whether or not records come. */
import { type CostItem, idle, MONTH_HOURS } from '../../cost/item.ts';
import { FIXED } from '../../cost/usage.ts';
import { logCost } from '../../foundation/logs/cost.ts';
import type { ApplicationModel } from './model.ts';

/** Each application has one that runs its job manager. */
const ORCHESTRATION_KPU = 1;

export function applicationCost({ parallelism, parallelismPerKpu }: ApplicationModel): readonly CostItem[] {
  const kpu = Math.ceil(parallelism / parallelismPerKpu);
  return [
    idle(`KPU: ${kpu} and ${ORCHESTRATION_KPU} to orchestrate`, 'flinkKpu', (kpu + ORCHESTRATION_KPU) * MONTH_HOURS),
    idle('running storage', 'flinkStorage', kpu * FIXED.flinkStorageGiB),
    ...logCost(1),
  ];
}
