/** What a step would do is not made in this environment: the step is passed over, and what waits for it goes on. */
import type { StepTarget } from '../model.ts';
import type { TaskKind } from './task.ts';

export const absentTask: TaskKind<Extract<StepTarget, { readonly kind: 'Absent' }>> = {
  state: (_, { what }) => ({ Type: 'Pass', Comment: `There is no ${what} in this environment.` }),
  uses: () => [],
};
