/** The order of steps in one line: `a → (b → c | d) → e`, arrows for one after the other, bars for side by side. */
import type { Plan } from './plan.ts';

export function orderOf(plan: Plan): string {
  if ('step' in plan) return plan.step;
  if ('sequence' in plan) return plan.sequence.map(inner).join(' → ');
  return plan.parallel.map(orderOf).join(' | ');
}

function inner(plan: Plan): string {
  return 'parallel' in plan ? `(${orderOf(plan)})` : orderOf(plan);
}
