/** Lets time pass. */
import type { StepTarget } from '../model.ts';
import type { TaskKind } from './task.ts';

export const waitTask: TaskKind<Extract<StepTarget, { readonly kind: 'Wait' }>> = {
  state: (_, { seconds }) => ({ Type: 'Wait', Seconds: seconds }),
  uses: () => [],
};
