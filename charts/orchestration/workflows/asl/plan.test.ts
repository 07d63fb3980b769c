import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ancestorsOf, type Node, type Plan, planOf } from './plan.ts';

/** Steps that wait for some of those before them. */
const graphs = fc.array(fc.array(fc.nat(30), { maxLength: 4 }), { minLength: 1, maxLength: 20 }).map((waits) =>
  waits.map(
    (befores, index): Node => ({
      name: `s${index}`,
      after: [...new Set(befores.filter((before) => before < index).map((before) => `s${before}`))],
    }),
  ),
);

/** By their clock: each step takes one tick, a fork joins when its longest branch is done. */
function played(
  plan: Plan,
  from = 0,
): { readonly end: number; readonly starts: readonly (readonly [string, number])[] } {
  if ('step' in plan) return { end: from + 1, starts: [[plan.step, from]] };
  if ('sequence' in plan) {
    return plan.sequence.reduce<ReturnType<typeof played>>(
      (before, part) => {
        const { end, starts } = played(part, before.end);
        return { end, starts: [...before.starts, ...starts] };
      },
      { end: from, starts: [] },
    );
  }
  const branches = plan.parallel.map((branch) => played(branch, from));
  return { end: Math.max(...branches.map(({ end }) => end)), starts: branches.flatMap(({ starts }) => starts) };
}

describe('a plan', () => {
  test('of any graph runs each step once, after the end of all that it names', () => {
    fc.assert(
      fc.property(graphs, (nodes) => {
        const { starts } = played(planOf(nodes));
        expect(starts.map(([name]) => name).sort()).toEqual(nodes.map(({ name }) => name).sort());
        const at = new Map(starts);
        for (const { name, after } of nodes)
          for (const before of after) expect(at.get(name)).toBeGreaterThan(at.get(before) ?? Number.POSITIVE_INFINITY);
      }),
      { numRuns: 300, seed: 20_261_125 },
    );
  });

  test('of steps that wait for nobody runs all of them at the same time', () => {
    const nodes = ['a', 'b', 'c'].map((name) => ({ name, after: [] }));
    expect(played(planOf(nodes)).end).toBe(1);
  });

  test('of forks and joins lets nobody wait for what it does not name', () => {
    const nodes = [
      { name: 'a', after: [] },
      { name: 'b', after: ['a'] },
      { name: 'c', after: ['a'] },
      { name: 'd', after: ['b', 'c'] },
      { name: 'beside', after: [] },
    ];
    const { starts } = played(planOf(nodes));
    expect(Object.fromEntries(starts)).toEqual({ a: 0, b: 1, c: 1, d: 2, beside: 0 });
  });

  test('of a graph that no forks and joins make still runs side by side what it can', () => {
    const nodes = [
      { name: 'a', after: [] },
      { name: 'b', after: [] },
      { name: 'c', after: ['a'] },
      { name: 'd', after: ['a', 'b'] },
    ];
    expect(played(planOf(nodes)).end).toBeLessThan(nodes.length);
  });

  test('of a circle is an error', () => {
    const nodes = [
      { name: 'a', after: ['b'] },
      { name: 'b', after: ['a'] },
    ];
    expect(() => ancestorsOf(nodes)).toThrow('steps wait for each other: a, b, a');
  });
});
