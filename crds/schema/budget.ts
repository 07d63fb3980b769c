import { integer, object, optional, type Stored, sequence } from './fields.ts';
import type { Rule } from './rules.ts';
import { section } from './section.ts';

const MOST_USD = 100_000_000;

const dollars = (description: string, example: number) =>
  integer({ description, example, minimum: 1, maximum: MOST_USD });

const expected = object(
  {
    gibPerDay: optional(
      integer({
        description: 'GiB a day that flow into each stream, and by which each zone grows. When left out: 1.',
        example: 50,
        minimum: 1,
        maximum: 1_000_000,
      }),
    ),
    recordKiB: optional(
      integer({
        description: 'Size of one record; services bill small ones as larger. When left out: 1.',
        example: 2,
        minimum: 1,
        maximum: 10_240,
      }),
    ),
    jobMinutes: optional(
      integer({
        description: 'Minutes that one run of a job takes. When left out: 15.',
        example: 20,
        minimum: 1,
        maximum: 10_080,
      }),
    ),
  },
  { description: 'What the estimate assumes of data and work; it is as good as this.' },
);

const budget = object(
  {
    monthlyUSD: optional(
      dollars(
        'What the pipeline may cost in a month: AWS Budgets compares it with the bill of what bears the tag datapipelines.dev/uid and tells notifications. Whoever pays has to activate that tag for cost allocation first; until then the budget sees nothing.',
        2500,
      ),
    ),
    alertAtPercent: optional(
      sequence(integer({ description: 'Percent of monthlyUSD.', example: 80, minimum: 1, maximum: 1_000 }), {
        description: 'Shares of monthlyUSD at which notifications are told. When left out: 80 and 100.',
        example: [80, 100],
        minItems: 1,
        maxItems: 5,
        rules: [
          {
            cel: 'self.all(percent, self.filter(other, other == percent).size() == 1)',
            message: 'alertAtPercent has a share twice; write each once',
          },
        ],
      }),
    ),
    refuseAboveUSD: optional(
      dollars(
        'An edit by which status.estimatedMonthlyCost would rise above this is not carried out; nothing that runs is taken away.',
        5000,
      ),
    ),
    expected: optional(expected),
  },
  {
    description: 'What the pipeline may cost.',
    rules: [
      {
        cel: 'has(self.monthlyUSD) || !has(self.alertAtPercent)',
        message: 'alertAtPercent is of monthlyUSD, which is not there; write monthlyUSD too',
        fieldPath: '.alertAtPercent',
      },
    ],
  },
);

const somebodyIsTold: Rule = {
  cel: '!has(self.budget) || !has(self.budget.monthlyUSD) || has(self.notifications)',
  message: 'monthlyUSD has nobody to tell; write spec.notifications, {} for a topic alone',
  fieldPath: '.budget.monthlyUSD',
};

/** Source: docs/aws-rules.md, Budgets. */
const whereAwsBudgets: Rule = {
  cel: "!has(self.budget) || !has(self.budget.monthlyUSD) || self.partition == 'aws'",
  message: 'monthlyUSD needs AWS Budgets, which partition {self.partition} does not have; write refuseAboveUSD alone',
  fieldPath: '.budget.monthlyUSD',
};

export const budgetSection = section({
  spec: { budget: optional(budget) },
  rules: [somebodyIsTold, whereAwsBudgets],
});

export type Budget = Stored<typeof budget>;
