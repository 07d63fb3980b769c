/** What a pipeline may cost: a budget of AWS Budgets, which compares it with the bill. Absent where nobody asks for one. */
import { ASSUMED, type Usage } from '../../cost/usage.ts';
import { BUDGETS } from '../../kinds/budgets.ts';
import type { Given } from '../../model.ts';
import { awsName, objectName } from '../../names.ts';

export interface BudgetModel {
  readonly object: string;
  /** In AWS Budgets: all budgets of an account stand in one list, so the Region is in its name. */
  readonly budget: string;
  readonly monthlyUSD: number;
  /** Ascending. */
  readonly alertAtPercent: readonly number[];
}

const USUAL_ALERTS = [80, 100];

export function budgetModel({ spec, scope }: Given): BudgetModel | undefined {
  const { monthlyUSD, alertAtPercent = USUAL_ALERTS } = spec.budget ?? {};
  if (monthlyUSD === undefined) return undefined;
  return {
    object: objectName(scope),
    budget: awsName(BUDGETS.Budget, scope, spec.region),
    monthlyUSD,
    alertAtPercent: [...alertAtPercent].sort((a, b) => a - b),
  };
}

/** What an estimate assumes. */
export function usageModel({ spec }: Given): Usage {
  return { ...ASSUMED, ...spec.budget?.expected };
}
