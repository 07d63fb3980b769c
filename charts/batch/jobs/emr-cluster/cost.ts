/** What a job on clusters of EMR costs: nothing between runs. Instances have hundreds of prices, which the table does not hold. */
import type { CostItem } from '../../../cost/item.ts';
import type { EmrClusterJobModel, Fleet } from './model.ts';

/** `runs`: a month. */
export function emrClusterCost({ primary, core, task }: EmrClusterJobModel, runs: number): readonly CostItem[] {
  const fleet = (name: string, { instanceTypes, min, max }: Fleet): string =>
    `${name} ${min} to ${max} ${instanceTypes.join(' or ')}`;
  const fleets = [
    `primary 1 ${primary.instanceTypes.join(' or ')}`,
    fleet('core', core),
    ...(task === undefined ? [] : [fleet('task', task)]),
  ];
  return [{ kind: 'Usage', what: `runs: ${Number(runs.toFixed(1))}, instances: ${fleets.join(', ')}` }];
}
