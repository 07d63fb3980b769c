/** AWS Budgets. */
import { service } from './kind.ts';

export const BUDGETS = service('budgets', {
  // Guarded by its tags. It has no Region.
  Budget: {
    plural: 'budgets',
    identity: 'Named',
    nameLimit: 100,
    nameScope: 'Account',
    tagged: true,
    guarded: true,
  },
});
