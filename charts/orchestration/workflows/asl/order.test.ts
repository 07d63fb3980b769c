import { expect, test } from '@jest/globals';
import { orderOf } from './order.ts';
import { planOf } from './plan.ts';

const step = (name: string, ...after: readonly string[]) => ({ name, after });

test.each([
  [[step('a')], 'a'],
  [[step('a'), step('b', 'a')], 'a → b'],
  [[step('a'), step('b')], 'a | b'],
  [[step('a'), step('b', 'a'), step('c')], 'a → b | c'],
  [[step('a'), step('b', 'a'), step('c', 'b'), step('d', 'a'), step('e', 'c', 'd')], 'a → (b → c | d) → e'],
])('steps %j run in the order %s', (steps, order) => {
  expect(orderOf(planOf(steps))).toBe(order);
});
