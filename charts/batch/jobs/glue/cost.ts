/** What a job of Glue costs: its runs, each with all its workers or with its part of one machine. */
import { type CostItem, usage } from '../../../cost/item.ts';
import type { PriceName } from '../../../cost/prices.ts';
import type { Usage } from '../../../cost/usage.ts';
import { logCost } from '../../../foundation/logs/cost.ts';
import type { GlueJobModel } from './model.ts';
import type { PythonShellEngine } from './python-shell.ts';
import type { SparkEngine } from './spark.ts';

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
export function glueCost({ engine, logs }: GlueJobModel, { jobMinutes }: Usage, runs: number): readonly CostItem[] {
  const hours = (runs * jobMinutes) / 60;
  return [
    engine.type === 'Spark' ? sparkCost(engine, hours, runs) : pythonCost(engine, hours, runs),
    ...logCost(logs.groups.length),
  ];
}

function sparkCost(engine: SparkEngine, hours: number, runs: number): CostItem {
  const { workers, workerType } = engine;
  const dpu = DPU[workerType];
  const what = `${counted(runs)}, workers: ${workers} ${workerType}`;
  return dpu === undefined ? { kind: 'Usage', what } : usage(what, priceOf(engine), hours * workers * dpu);
}

function pythonCost({ maxCapacity }: PythonShellEngine, hours: number, runs: number): CostItem {
  return usage(`${counted(runs)}, DPU: ${maxCapacity}`, 'glueDpu', hours * maxCapacity);
}

function counted(runs: number): string {
  return `runs: ${Number(runs.toFixed(1))}`;
}

function priceOf({ flex, version }: SparkEngine): PriceName {
  if (flex) return 'glueDpuFlex';
  return Number.parseInt(version, 10) >= CHEAPER_FROM ? 'glueDpuFrom6' : 'glueDpu';
}
