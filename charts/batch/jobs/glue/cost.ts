/** What a job of Glue costs: its runs, each with all its workers. */
import { type CostItem, usage } from '../../../cost/item.ts';
import type { PriceName } from '../../../cost/prices.ts';
import type { Usage } from '../../../cost/usage.ts';
import { logCost } from '../../../foundation/logs/cost.ts';
import type { GlueJobModel } from './model.ts';

/** DPU of a worker. Those of the memory-optimised types are another unit, of which the table has no price. */
const DPU: Readonly<Record<string, number>> = {
  'G.025X': 0.25,
  'G.1X': 1,
  'G.2X': 2,
  'G.4X': 4,
  'G.8X': 8,
  'G.12X': 12,
  'G.16X': 16,
};
/** From this version on a DPU-hour costs less. */
const CHEAPER_FROM = 6;

/** `runs`: a month. */
export function glueCost(job: GlueJobModel, { jobMinutes }: Usage, runs: number): readonly CostItem[] {
  const { workers, workerType, logs } = job;
  const dpu = DPU[workerType];
  const what = `runs: ${Number(runs.toFixed(1))}, workers: ${workers} ${workerType}`;
  return [
    dpu === undefined ? { kind: 'Usage', what } : usage(what, priceOf(job), (runs * workers * dpu * jobMinutes) / 60),
    ...logCost(logs.groups.length),
  ];
}

function priceOf({ flex, version }: GlueJobModel): PriceName {
  if (flex) return 'glueDpuFlex';
  return Number.parseInt(version, 10) >= CHEAPER_FROM ? 'glueDpuFrom6' : 'glueDpu';
}
