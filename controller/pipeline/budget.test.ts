import { describe, expect, test } from '@jest/globals';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { overBudget } from './budget.ts';

const parts = (idle: number, usage = 0) => [{ cost: { idle, usage, hasUnpriced: false } }];

function aPipeline(limit: number | undefined, known?: { amountUSD: string; generation: number }): DataPipeline {
  return {
    metadata: { name: 'lake', namespace: 'data', generation: 5 },
    spec: { budget: limit === undefined ? {} : { refuseAboveUSD: limit } },
    status:
      known === undefined ? {} : { estimatedMonthlyCost: { ...known, idleUSD: '0.00', pricesAsOf: '2026-08-21' } },
  } as unknown as DataPipeline;
}

describe('overBudget', () => {
  test('a new pipeline that would cost more is not made, and is told by how much', () => {
    expect(overBudget(aPipeline(100), parts(80, 20.5))).toEqual({
      reason: 'BudgetExceeded',
      message:
        'the spec would cost about 100.50 USD a month, more than budget.refuseAboveUSD 100; write less (render --cost tells what costs how much), or raise refuseAboveUSD; what runs goes on as it is, and is repaired',
    });
  });

  test('up to the limit it is made, also to the cent', () => {
    expect(overBudget(aPipeline(100), parts(80, 20))).toBeUndefined();
    expect(overBudget(aPipeline(100), parts(100.004))).toBeUndefined();
  });

  test('without a limit nothing is too much', () => {
    expect(overBudget(aPipeline(undefined), parts(1e9))).toBeUndefined();
  });

  test('an edit that would cost more than what is carried out is held', () => {
    expect(overBudget(aPipeline(100, { amountUSD: '90.00', generation: 4 }), parts(101))).toBeDefined();
  });

  test('what already costs more than a lowered limit may shrink, and may not grow', () => {
    const dear = aPipeline(100, { amountUSD: '300.00', generation: 4 });
    expect(overBudget(dear, parts(299))).toBeUndefined();
    expect(overBudget(dear, parts(300))).toBeUndefined();
    expect(overBudget(dear, parts(301))).toBeDefined();
  });

  test('what was carried out is never held again: an operator with other prices changes nothing', () => {
    expect(overBudget(aPipeline(100, { amountUSD: '90.00', generation: 5 }), parts(150))).toBeUndefined();
  });
});
