/** What a job on EMR Serverless costs: its runs, each as large as the application may become. Stopped, it costs nothing. */
import { type CostItem, usage } from '../../../cost/item.ts';
import type { PriceName } from '../../../cost/prices.ts';
import type { Usage } from '../../../cost/usage.ts';
import { logCost } from '../../../foundation/logs/cost.ts';
import type { EmrServerlessJobModel } from './model.ts';

type Architecture = EmrServerlessJobModel['architecture'];

const PRICES_OF: Readonly<Record<Architecture, { readonly cpu: PriceName; readonly memory: PriceName }>> = {
  ARM64: { cpu: 'emrServerlessArmCpu', memory: 'emrServerlessArmMemory' },
  X86_64: { cpu: 'emrServerlessCpu', memory: 'emrServerlessMemory' },
};

/** `runs`: a month. Spark takes what it finds to do up to the maximum, so this is what a run costs at most. */
export function emrServerlessCost(
  { architecture, maximum }: EmrServerlessJobModel,
  { jobMinutes }: Usage,
  runs: number,
): readonly CostItem[] {
  const { cpu, memory } = PRICES_OF[architecture];
  const hours = (runs * jobMinutes) / 60;
  const often = `runs: ${Number(runs.toFixed(1))}`;
  return [
    usage(`${often}, at most ${maximum.cpu} vCPU`, cpu, hours * maximum.cpu),
    usage(`${often}, at most ${maximum.memory} GB`, memory, hours * maximum.memory),
    ...logCost(1),
  ];
}
