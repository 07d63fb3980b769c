import { describe, expect, test } from '@jest/globals';
import type { Plan, PlannedObject } from './plan.ts';
import { Promotions } from './promotions.ts';
import { aChild } from './testing/a-child.ts';
import { aRenderedObject } from './testing/a-rendered-object.ts';

const NOW = 1_000_000;
const LONG_AGO = 0;

function entry(action: 'Create' | 'Promote' | undefined, state: PlannedObject['state']['state'] = 'Ready') {
  const object = aRenderedObject({ name: 'a' });
  const write = action === undefined ? undefined : { action, manifest: object.manifest };
  return { object, child: aChild(), state: { state }, write } as PlannedObject;
}

function aPlan(...objects: PlannedObject[]): Plan {
  return { objects, orphans: [], held: [], stall: undefined };
}

describe('promotions', () => {
  test('are written once nothing is being created', () => {
    expect(new Promotions().waitMs(aPlan(entry('Promote'), entry(undefined)), LONG_AGO, NOW)).toBe(0);
  });

  test('that are not there are not waited for', () => {
    expect(new Promotions().waitMs(aPlan(entry('Create')), LONG_AGO, NOW)).toBeUndefined();
  });

  test('wait until no pipeline has created anything for half a second', () => {
    expect(new Promotions().waitMs(aPlan(entry('Promote')), NOW - 100, NOW)).toBe(400);
  });

  test.each<[string, PlannedObject]>([
    ['is to be created', entry('Create')],
    ['is being created', entry(undefined, 'Progressing')],
  ])('wait while something of the pipeline %s, but never longer than a minute', (_, other) => {
    const promotions = new Promotions();
    const plan = aPlan(entry('Promote'), other);
    expect(promotions.waitMs(plan, LONG_AGO, NOW)).toBe(60_000);
    expect(promotions.waitMs(plan, NOW + 59_990, NOW + 60_000)).toBe(0);
  });

  test('do not wait for what failed, nor for what waits for that', () => {
    const plan = aPlan(entry('Promote'), entry(undefined, 'Failed'), entry(undefined, 'Waiting'));
    expect(new Promotions().waitMs(plan, LONG_AGO, NOW)).toBe(0);
  });

  test('count from anew once all were given', () => {
    const promotions = new Promotions();
    const busy = aPlan(entry('Promote'), entry(undefined, 'Progressing'));
    promotions.waitMs(busy, LONG_AGO, NOW);
    promotions.waitMs(aPlan(entry(undefined)), LONG_AGO, NOW + 1);
    expect(promotions.waitMs(busy, LONG_AGO, NOW + 50_000)).toBe(60_000);
  });

  test('are under way until something else changes the object', () => {
    const promotions = new Promotions();
    promotions.written('Promote', aChild({ generation: 2 }));
    promotions.written('Configure', aChild({ name: 'other', generation: 2 }));
    expect([
      promotions.isUnderWay(aChild({ generation: 2 })),
      promotions.isUnderWay(aChild({ generation: 3 })),
      promotions.isUnderWay(aChild({ name: 'other', generation: 2 })),
    ]).toEqual([true, false, false]);
  });

  test('that were refused stay refused until a write goes through', () => {
    const promotions = new Promotions();
    const child = aChild();
    promotions.refused(child.id, { reason: 'Forbidden', message: 'no' });
    expect(promotions.refusals.get(child.id)).toEqual({ reason: 'Forbidden', message: 'no' });
    promotions.written('Promote', child);
    expect(promotions.refusals.size).toBe(0);
  });
});
