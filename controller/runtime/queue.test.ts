import { describe, expect, test } from '@jest/globals';
import { FakeClock, settle } from './fake-clock.ts';
import { priorities, WorkQueue, type WorkQueueOptions } from './queue.ts';

function aQueue(options: Partial<WorkQueueOptions> = {}): { clock: FakeClock; queue: WorkQueue } {
  const clock = new FakeClock();
  return { clock, queue: new WorkQueue({ clock, ...options }) };
}

/** Takes what is ready now. */
async function takeAll(queue: WorkQueue): Promise<string[]> {
  const taken: string[] = [];
  while (queue.depth > 0) taken.push((await queue.get()) ?? '');
  return taken;
}

describe('WorkQueue', () => {
  test('hands out a key once however often it was added', async () => {
    const { queue } = aQueue();
    queue.add('a');
    queue.add('a');
    expect(await takeAll(queue)).toEqual(['a']);
  });

  test('gives a key to no second worker before the first is done', async () => {
    const { queue } = aQueue();
    queue.add('a');
    await queue.get();
    queue.add('a');
    expect(queue.depth).toBe(0);
    queue.done('a');
    expect(await takeAll(queue)).toEqual(['a']);
  });

  test('hands out higher priorities first and keeps order within one', async () => {
    const { queue } = aQueue();
    queue.add('routine-1', { priority: priorities.low });
    queue.add('event-1');
    queue.add('edit', { priority: priorities.high });
    queue.add('event-2');
    queue.add('routine-2', { priority: priorities.low });
    expect(await takeAll(queue)).toEqual(['edit', 'event-1', 'event-2', 'routine-1', 'routine-2']);
  });

  test('lets a waiting key rise but never sink in priority', async () => {
    const { queue } = aQueue();
    queue.add('a', { priority: priorities.low });
    queue.add('b');
    queue.add('a', { priority: priorities.high });
    queue.add('a', { priority: priorities.low });
    expect(await takeAll(queue)).toEqual(['a', 'b']);
  });

  test('keeps the priority of a request made during work', async () => {
    const { queue } = aQueue();
    queue.add('a');
    await queue.get();
    queue.add('a', { priority: priorities.high });
    queue.add('b');
    queue.done('a');
    expect(await takeAll(queue)).toEqual(['a', 'b']);
  });

  test('keeps the earliest of several later requests', async () => {
    const { clock, queue } = aQueue();
    queue.addAfter('a', 5_000);
    queue.addAfter('a', 1_000);
    queue.addAfter('a', 9_000);
    await clock.advance(1_000);
    expect(await takeAll(queue)).toEqual(['a']);
    queue.done('a');
    await clock.advance(60_000);
    expect(queue.depth).toBe(0);
  });

  test('lets a run that starts now stand for a later one', async () => {
    const { clock, queue } = aQueue();
    queue.addAfter('a', 5_000);
    queue.add('a');
    await takeAll(queue);
    queue.done('a');
    await clock.advance(60_000);
    expect(queue.depth).toBe(0);
  });

  test('drops a later request for a key that is ready, but takes over its priority', async () => {
    const { clock, queue } = aQueue();
    queue.add('a');
    queue.add('b');
    queue.addAfter('b', 5_000, { priority: priorities.high });
    expect([await takeAll(queue), clock.pending]).toEqual([['b', 'a'], 0]);
  });

  test('keeps the priority of a later request that is overtaken', async () => {
    const { queue } = aQueue();
    queue.addAfter('a', 5_000, { priority: priorities.high });
    queue.add('b');
    queue.add('a', { priority: priorities.low });
    expect(await takeAll(queue)).toEqual(['a', 'b']);
  });

  test('waits longer after each failure in a row, up to a minute', async () => {
    const { clock, queue } = aQueue({ retryBackoff: { baseMs: 1_000, maxMs: 60_000, jitter: 0 } });
    const waits: (number | undefined)[] = [];
    for (let failure = 0; failure < 8; failure++) {
      queue.addRateLimited('a');
      waits.push(clock.untilNext);
      await clock.advance(60_000);
      await takeAll(queue);
      queue.done('a');
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  test('counts failures anew after forget', () => {
    const { clock, queue } = aQueue({ retryBackoff: { baseMs: 1_000, maxMs: 60_000, jitter: 0 } });
    queue.addRateLimited('a');
    queue.addRateLimited('a');
    queue.forget('a');
    queue.addRateLimited('b');
    expect([queue.failures('a'), queue.failures('b'), clock.untilNext]).toEqual([0, 1, 1_000]);
  });

  test('passes retries of all keys through one bucket, and first attempts past it', async () => {
    const { clock, queue } = aQueue({
      retryBackoff: { baseMs: 1, maxMs: 1, jitter: 0 },
      retryBucket: { perSecond: 10, burst: 5 },
    });
    for (let key = 0; key < 15; key++) queue.addRateLimited(`failing-${key}`);
    for (let key = 0; key < 100; key++) queue.add(`fresh-${key}`);
    expect(queue.depth).toBe(100);
    await clock.advance(1);
    expect(queue.depth).toBe(105);
    await clock.advance(500);
    expect(queue.depth).toBe(110);
    await clock.advance(500);
    expect(queue.depth).toBe(115);
  });

  test('wakes a waiting worker for each key', async () => {
    const { queue } = aQueue();
    const waiting = Promise.all([queue.get(), queue.get()]);
    await settle();
    queue.add('a');
    queue.add('b');
    expect((await waiting).sort()).toEqual(['a', 'b']);
  });

  test('gives the key to another worker when the woken one is aborted', async () => {
    const { queue } = aQueue();
    const leaving = new AbortController();
    const first = queue.get(leaving.signal);
    const second = queue.get();
    await settle();
    queue.add('a');
    leaving.abort();
    expect([await first, await second]).toEqual([undefined, 'a']);
  });

  test('ends a wait when its signal aborts', async () => {
    const { queue } = aQueue();
    const controller = new AbortController();
    const waiting = queue.get(controller.signal);
    controller.abort();
    expect(await waiting).toBeUndefined();
  });

  test('shutdown waits for work under way and hands out nothing more', async () => {
    const { clock, queue } = aQueue();
    queue.add('a');
    await queue.get();
    queue.add('b');
    queue.addAfter('c', 1_000);
    let isOver = false;
    const over = queue.shutdown().then(() => {
      isOver = true;
    });
    queue.add('d');
    queue.addAfter('e', 1);
    queue.addRateLimited('f');
    await settle();
    expect([isOver, clock.pending]).toEqual([false, 0]);
    queue.done('a');
    await over;
    expect([await queue.get(), queue.isEmpty]).toEqual([undefined, true]);
  });

  test('shutdown ends the wait of idle workers', async () => {
    const { queue } = aQueue();
    const waiting = queue.get();
    await queue.shutdown();
    expect(await waiting).toBeUndefined();
  });

  test('remembers nothing of keys that are done', async () => {
    const { clock, queue } = aQueue();
    for (const key of ['a', 'b', 'c']) queue.add(key);
    queue.addAfter('d', 10);
    queue.addRateLimited('e');
    await clock.advance(10_000);
    for (const key of await takeAll(queue)) {
      queue.forget(key);
      queue.done(key);
    }
    expect(queue.isEmpty).toBe(true);
  });

  test('ignores done for a key that is not worked on', () => {
    const { queue } = aQueue();
    queue.done('never');
    expect(queue.isEmpty).toBe(true);
  });

  test('reports adds, waits and work to its observer', async () => {
    const seen: unknown[] = [];
    const { clock, queue } = aQueue({
      observer: {
        added: () => seen.push('added'),
        retried: () => seen.push('retried'),
        started: (ms) => seen.push(['started', ms]),
        finished: (ms) => seen.push(['finished', ms]),
      },
    });
    queue.add('a');
    queue.add('a');
    await clock.advance(20);
    await queue.get();
    await clock.advance(30);
    expect(queue.workingMs).toEqual([30]);
    queue.done('a');
    queue.addRateLimited('a');
    expect(seen).toEqual(['added', ['started', 20], ['finished', 30], 'retried']);
  });
});
