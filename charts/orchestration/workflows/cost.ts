/** What a workflow costs itself: its transitions. What its steps start is counted there. */
import { type CostItem, usage } from '../../cost/item.ts';
import { FIXED } from '../../cost/usage.ts';
import { logCost } from '../../foundation/logs/cost.ts';
import type { WorkflowModel } from './model.ts';

/** `runs`: a month. */
export function workflowCost({ steps }: WorkflowModel, runs: number): readonly CostItem[] {
  const transitions = runs * steps.length * FIXED.transitionsPerStep;
  return [
    usage(`runs: ${Number(runs.toFixed(1))}, steps: ${steps.length}`, 'stepFunctions', transitions / 1_000),
    ...logCost(1),
  ];
}
