/**
 * Whether what the spec asks for now costs more than the spec itself allows (docs/adr/0056). Pure: what is carried out stands
 * in status, with its generation, so a limit holds edits and never what an operator of another version counts otherwise.
 */
import { sumOfCosts } from '../../charts/cost/estimate.ts';
import { overLimit } from '../../charts/cost/limit.ts';
import type { RenderedPart } from '../../charts/rendered.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import type { Stall } from './guard.ts';

export function overBudget(
  { metadata, spec, status }: DataPipeline,
  parts: readonly Pick<RenderedPart, 'cost'>[],
): Stall | undefined {
  const known = status?.estimatedMonthlyCost;
  if (known?.generation !== undefined && known.generation === metadata.generation) return undefined;
  const { idle, usage } = sumOfCosts(parts.map(({ cost }) => cost));
  const wrong = overLimit({
    limit: spec.budget?.refuseAboveUSD,
    total: idle + usage,
    carriedOut: known === undefined ? undefined : Number(known.amountUSD),
  });
  if (wrong === undefined) return undefined;
  return { reason: 'BudgetExceeded', message: `${wrong}; what runs goes on as it is, and is repaired` };
}
