import { describe, expect, test } from '@jest/globals';
import { FakeClock } from '../runtime/fake-clock.ts';
import { RepairDamper } from './repair-damper.ts';
import { StormGuard } from './storm-guard.ts';

describe('RepairDamper', () => {
  const repairs = (damper: RepairDamper, count: number): void => {
    for (let index = 0; index < count; index += 1) damper.repaired('bucket', 0);
  };

  test('the first repairs are free', () => {
    const damper = new RepairDamper();
    repairs(damper, 3);
    expect(damper.pauseMs('bucket', 0)).toBe(0);
  });

  test('repairs that keep coming are spaced out, twice as far each time, up to ten minutes', () => {
    const damper = new RepairDamper();
    repairs(damper, 4);
    expect(damper.pauseMs('bucket', 0)).toBe(30_000);
    repairs(damper, 1);
    expect(damper.pauseMs('bucket', 0)).toBe(60_000);
    repairs(damper, 10);
    expect(damper.pauseMs('bucket', 0)).toBe(600_000);
  });

  test('a pause ends by the clock, and a calm object starts anew', () => {
    const damper = new RepairDamper();
    repairs(damper, 4);
    expect(damper.pauseMs('bucket', 30_000)).toBe(0);
    repairs(damper, 6);
    expect(damper.pauseMs('bucket', 21 * 60_000)).toBe(0);
    damper.repaired('bucket', 21 * 60_000);
    expect(damper.pauseMs('bucket', 21 * 60_000)).toBe(0);
  });

  test('objects do not pay for each other', () => {
    const damper = new RepairDamper();
    repairs(damper, 9);
    expect(damper.pauseMs('stream', 0)).toBe(0);
  });
});

describe('StormGuard', () => {
  const delays = (guard: StormGuard, changes: number, objects: number): number[] =>
    Array.from({ length: changes }, () => guard.delayMs('a/b', objects));

  test('the creation of a whole pipeline is no storm', () => {
    const guard = new StormGuard(new FakeClock());
    expect(Math.max(...delays(guard, 60 * 10, 60))).toBe(20);
  });

  test('changes without end wait longer, but every one of them is given a time', () => {
    const guard = new StormGuard(new FakeClock());
    const all = delays(guard, 60 * 13, 60);
    expect(all.at(-1)).toBe(5_000);
    expect(all).toHaveLength(60 * 13);
  });

  test('the allowance grows with the pipeline', () => {
    const guard = new StormGuard(new FakeClock());
    delays(guard, 200, 10);
    expect(guard.delayMs('a/b', 10)).toBe(5_000);
    expect(guard.delayMs('a/b', 60)).toBe(20);
  });

  test('another pipeline is not held up', () => {
    const guard = new StormGuard(new FakeClock());
    delays(guard, 500, 10);
    expect(guard.delayMs('c/d', 10)).toBe(20);
  });
});
