/** Budget. */
import type { Cases } from './cases.ts';

const budget = (fields: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => ({
  ...more,
  budget: fields,
});
const told = { notifications: {} };

export const budgetCases: Cases = {
  good: [
    { reason: 'nothing said', spec: budget({}) },
    { reason: 'a limit alone tells nobody', spec: budget({ refuseAboveUSD: 5000 }) },
    {
      reason: 'everything',
      spec: budget(
        {
          monthlyUSD: 2500,
          alertAtPercent: [50, 80, 100, 150, 200],
          refuseAboveUSD: 5000,
          expected: { gibPerDay: 50, recordKiB: 2, jobMinutes: 20 },
        },
        told,
      ),
    },
    { reason: 'alerts at the usual shares', spec: budget({ monthlyUSD: 100 }, told) },
    {
      reason: 'a limit in China',
      spec: budget({ refuseAboveUSD: 100 }, { partition: 'aws-cn', region: 'cn-north-1' }),
    },
  ],
  bad: [
    {
      reason: 'nobody to tell',
      spec: budget({ monthlyUSD: 2500 }),
      path: 'spec.budget.monthlyUSD',
      message: 'monthlyUSD has nobody to tell; write spec.notifications, {} for a topic alone',
      by: 'rule',
    },
    {
      reason: 'a budget where AWS has none',
      spec: budget({ monthlyUSD: 2500 }, { ...told, partition: 'aws-us-gov', region: 'us-gov-west-1' }),
      path: 'spec.budget.monthlyUSD',
      message: 'monthlyUSD needs AWS Budgets, which partition aws-us-gov does not have; write refuseAboveUSD alone',
      by: 'rule',
    },
    {
      reason: 'shares of nothing',
      spec: budget({ alertAtPercent: [80] }, told),
      path: 'spec.budget.alertAtPercent',
      message: 'alertAtPercent is of monthlyUSD, which is not there; write monthlyUSD too',
      by: 'rule',
    },
    {
      reason: 'a share twice',
      spec: budget({ monthlyUSD: 2500, alertAtPercent: [80, 80] }, told),
      path: 'spec.budget.alertAtPercent',
      message: 'alertAtPercent has a share twice; write each once',
      by: 'rule',
    },
    {
      reason: 'six shares, where AWS takes five',
      spec: budget({ monthlyUSD: 2500, alertAtPercent: [10, 20, 30, 40, 50, 60] }, told),
      path: 'spec.budget.alertAtPercent',
      message: 'must have at most 5 items; keep 5 items at most',
      by: 'structure',
    },
    {
      reason: 'nothing at all may be spent',
      spec: budget({ refuseAboveUSD: 0 }),
      path: 'spec.budget.refuseAboveUSD',
      message: 'must be at least 1; write 1 or more',
      by: 'structure',
    },
    {
      reason: 'cents',
      spec: budget({ refuseAboveUSD: 99.5 }),
      path: 'spec.budget.refuseAboveUSD',
      message: 'must be a whole number, not number 99.5; write it like 5000',
      by: 'structure',
    },
    {
      reason: 'another currency',
      spec: budget({ monthlyEUR: 2500 }),
      path: 'spec.budget.monthlyEUR',
      message: 'there is no field monthlyEUR in spec.budget; write monthlyUSD',
      by: 'structure',
    },
  ],
};
