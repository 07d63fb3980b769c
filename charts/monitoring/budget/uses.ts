/** What it means that a budget tells the topic: AWS Budgets comes in its own name. */
import type { Use } from '../../access/use.ts';
import { budgetArn } from '../../arns.ts';
import { letPublish } from '../../foundation/notifications/uses.ts';
import type { PipelineModel } from '../../model.ts';
import type { BudgetModel } from './model.ts';

export const BUDGET = 'budget';

/** Source: AWS Cost Management user guide, "Creating an Amazon SNS topic for budget notifications". */
export function letBudgetTell(model: PipelineModel, { budget }: BudgetModel): readonly Use[] {
  return letPublish(BUDGET, model, {
    sid: 'Budget',
    service: 'budgets.amazonaws.com',
    sources: [budgetArn(model.place, budget)],
  });
}
