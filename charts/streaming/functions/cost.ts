/** What a function costs: nothing until it is called, by deliveries and by workflows. */
import { type CostItem, usage } from '../../cost/item.ts';
import { FIXED } from '../../cost/usage.ts';
import { logCost } from '../../foundation/logs/cost.ts';
import type { PipelineModel } from '../../model.ts';
import { transformCalls } from '../deliveries/cost.ts';
import type { FunctionModel } from './model.ts';

/** `runs`: calls a month by workflows. */
export function functionCost(model: PipelineModel, called: FunctionModel, runs: number): readonly CostItem[] {
  const transforms = model.deliveries.filter(({ transform }) => transform?.called.name === called.name);
  const calls = transforms.reduce((sum, delivery) => sum + transformCalls(model.usage, delivery), runs);
  return [
    usage('calls', 'lambdaRequests', calls / 1_000_000),
    usage(
      `calls with ${called.memoryMiB} MiB`,
      'lambdaCompute',
      (calls * FIXED.functionSeconds * called.memoryMiB) / 1_024,
    ),
    ...logCost(1),
  ];
}
