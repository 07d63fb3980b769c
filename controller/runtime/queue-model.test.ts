/** The queue against a model that is too simple to be wrong: one request per key, the earliest wins. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FakeClock } from './fake-clock.ts';
import { WorkQueue } from './queue.ts';

interface Request {
  readonly at: number;
  readonly priority: number;
}

class Model {
  now = 0;
  readonly requests = new Map<string, Request>();
  readonly working = new Set<string>();

  ask(key: string, at: number, priority: number): void {
    const held = this.requests.get(key);
    this.requests.set(key, {
      at: Math.min(at, held?.at ?? Number.POSITIVE_INFINITY),
      priority: Math.max(priority, held?.priority ?? Number.NEGATIVE_INFINITY),
    });
  }

  /** Keys that may be handed out now: the highest priority among those that are due and not worked on. */
  candidates(): string[] {
    const due = [...this.requests].filter(([key, { at }]) => at <= this.now && !this.working.has(key));
    const highest = Math.max(...due.map(([, { priority }]) => priority));
    return due.filter(([, { priority }]) => priority === highest).map(([key]) => key);
  }
}

interface World {
  readonly model: Model;
  readonly clock: FakeClock;
  readonly queue: WorkQueue;
}

const key = fc.constantFrom('a', 'b', 'c', 'd');
const priority = fc.constantFrom(-100, 0, 100);

const step = fc.oneof(
  fc.record({ do: fc.constant('add' as const), key, priority }),
  fc.record({ do: fc.constant('addAfter' as const), key, priority, delayMs: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ do: fc.constant('take' as const) }),
  fc.record({ do: fc.constant('done' as const), key }),
  fc.record({ do: fc.constant('advance' as const), ms: fc.integer({ min: 1, max: 30 }) }),
);

async function perform({ model, clock, queue }: World, action: typeof step extends fc.Arbitrary<infer S> ? S : never) {
  switch (action.do) {
    case 'add':
      queue.add(action.key, { priority: action.priority });
      model.ask(action.key, model.now, action.priority);
      break;
    case 'addAfter':
      queue.addAfter(action.key, action.delayMs, { priority: action.priority });
      model.ask(action.key, model.now + action.delayMs, action.priority);
      break;
    case 'take': {
      const expected = model.candidates();
      expect(queue.depth > 0).toBe(expected.length > 0);
      if (expected.length === 0) break;
      const taken = (await queue.get()) ?? '';
      expect(expected).toContain(taken);
      model.requests.delete(taken);
      model.working.add(taken);
      break;
    }
    case 'done':
      queue.done(action.key);
      model.working.delete(action.key);
      break;
    case 'advance':
      await clock.advance(action.ms);
      model.now += action.ms;
      break;
  }
}

test('hands out what the model allows, for any sequence of calls, and ends empty', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const clock = new FakeClock({ now: 0 });
      const world = { model: new Model(), clock, queue: new WorkQueue({ clock }) };
      for (const action of steps) await perform(world, action);

      for (const held of world.model.working) world.queue.done(held);
      await clock.advance(100);
      const left: string[] = [];
      while (world.queue.depth > 0) {
        const taken = (await world.queue.get()) ?? '';
        left.push(taken);
        world.queue.done(taken);
      }
      expect(left.sort()).toEqual([...world.model.requests.keys()].sort());
      expect(world.queue.isEmpty).toBe(true);
      expect(clock.pending).toBe(0);
    }),
    { numRuns: 150 },
  );
});
