/** AWS Budgets. */
import { BUDGETS } from '../../../charts/kinds/budgets.ts';
import { serviceError } from '../aws-fault.ts';
import type { KindBehaviour } from '../behaviour.ts';
import { notRecorded } from '../from-recording.ts';
import { refusesBudget } from '../rules/budgets.ts';

const budget = notRecorded(BUDGETS.Budget, {
  why: 'the emulator has no tags of budgets, so the provider never got to the end of one',
  service: 'Budgets',
  global: true,
  title: ({ name }) => `Web Services Budgets Budget (${name})`,
  taken: ({ name }) =>
    serviceError(400, 'DuplicateRecordException', `Error creating budget: ${name} - the budget already exists.`),
  outputs: {
    arn: ({ scope, address }) => `arn:${scope.partition}:budgets::${scope.account}:budget/${address}`,
  },
  refuses: {
    create: refusesBudget,
    update: (_, input) => refusesBudget(input),
  },
});

export const BUDGETS_BEHAVIOURS: readonly KindBehaviour[] = [budget];
