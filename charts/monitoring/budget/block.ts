/**
 * The budget of a pipeline: what the bill of all that bears its uid is compared with, and who is told at which share of it. It
 * only tells; what is not carried out any more because it would cost too much is the operator's to say (docs/adr/0056).
 */
import { TAG } from '../../../crds/identifiers.ts';
import { Budget } from '../../../imports/budgets.ts';
import { afterAll } from '../../access/use.ts';
import { notificationsOf } from '../../foundation/notifications/uses.ts';
import type { PipelineModel } from '../../model.ts';
import type { Part } from '../../part.ts';
import type { BudgetModel } from './model.ts';
import { BUDGET, letBudgetTell } from './uses.ts';

export function budgetParts(model: PipelineModel): readonly Part[] {
  const { budget } = model;
  if (budget === undefined) return [];
  const uses = letBudgetTell(model, budget);
  return [
    {
      component: BUDGET,
      stage: 'Monitoring',
      uses,
      build(block) {
        block.managed(Budget, {
          name: budget.object,
          awsName: budget.budget,
          after: afterAll(uses),
          forProvider: {
            accountId: model.place.accountId,
            budgetType: 'COST',
            timeUnit: 'MONTHLY',
            limitAmount: String(budget.monthlyUSD),
            limitUnit: 'USD',
            costFilter: [{ name: 'TagKeyValue', values: [markOf(model)] }],
            notification: alertsOf(model, budget),
          },
        });
      },
    },
  ];
}

/** Everything of the pipeline that costs anything and takes tags has this one. Rendered offline there is no uid yet. */
function markOf({ uid, name }: PipelineModel): string {
  return uid === undefined ? `user:${TAG.pipeline}$${name}` : `user:${TAG.uid}$${uid}`;
}

function alertsOf(model: PipelineModel, { alertAtPercent }: BudgetModel) {
  const { arn } = notificationsOf(BUDGET, model);
  return alertAtPercent.map((threshold) => ({
    notificationType: 'ACTUAL',
    comparisonOperator: 'GREATER_THAN',
    threshold,
    thresholdType: 'PERCENTAGE',
    subscriberSnsTopicArns: [arn],
  }));
}
