import { describe, expect, test } from '@jest/globals';
import { FakeClock, settle } from './fake-clock.ts';
import { silentLog } from './log.ts';
import { WorkQueue } from './queue.ts';
import { type ErrorClass, type Outcome, type Reconcile, runWorkers, TerminalError } from './workers.ts';

function start(reconcile: Reconcile, count = 1) {
  const clock = new FakeClock();
  const queue = new WorkQueue({ clock, retryBackoff: { baseMs: 1_000, maxMs: 60_000, jitter: 0 } });
  const stop = new AbortController();
  const outcomes: [Outcome, ErrorClass?][] = [];
  const running = runWorkers(
    {
      queue,
      reconcile,
      count,
      clock,
      log: silentLog,
      observer: {
        started: () => {},
        finished: (outcome, _ms, errorClass) =>
          outcomes.push(errorClass === undefined ? [outcome] : [outcome, errorClass]),
      },
    },
    stop.signal,
  );
  return { clock, queue, stop, running, outcomes };
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

describe('runWorkers', () => {
  const cases: {
    readonly what: string;
    readonly reconcile: Reconcile;
    readonly outcome: [Outcome, ErrorClass?];
    readonly comesBackAfterMs: number | undefined;
    readonly failures: number;
  }[] = [
    { what: 'success', reconcile: async () => ({}), outcome: ['success'], comesBackAfterMs: undefined, failures: 0 },
    {
      what: 'a later look',
      reconcile: async () => ({ requeueAfterMs: 30_000 }),
      outcome: ['requeue_after'],
      comesBackAfterMs: 30_000,
      failures: 0,
    },
    {
      what: 'a lost race',
      reconcile: async () => ({ requeue: true }),
      outcome: ['requeue'],
      comesBackAfterMs: 1_000,
      failures: 1,
    },
    {
      what: 'an error',
      reconcile: async () => {
        throw new Error('no');
      },
      outcome: ['error', 'Other'],
      comesBackAfterMs: 1_000,
      failures: 1,
    },
    {
      what: 'a terminal error',
      reconcile: async () => {
        throw new TerminalError('never');
      },
      outcome: ['error', 'Terminal'],
      comesBackAfterMs: undefined,
      failures: 0,
    },
    {
      what: 'a fault in our own code',
      reconcile: async () => {
        throw new TypeError('undefined is not a function');
      },
      outcome: ['error', 'Fault'],
      comesBackAfterMs: 1_000,
      failures: 1,
    },
  ];

  test.each(cases)('after $what the key comes back after $comesBackAfterMs ms', async (each) => {
    const { clock, queue, outcomes, stop, running } = start(each.reconcile);
    queue.add('key');
    await settle();
    expect(outcomes).toEqual([each.outcome]);
    expect(clock.untilNext).toBe(each.comesBackAfterMs);
    expect(queue.failures('key')).toBe(each.failures);
    stop.abort();
    await running;
  });

  test('aborts an attempt at its deadline and retries it', async () => {
    const { clock, queue, outcomes, stop, running } = start((_, signal) => untilAborted(signal));
    queue.add('key');
    await clock.advance(120_000);
    expect(outcomes).toEqual([['error', 'Timeout']]);
    expect(queue.failures('key')).toBe(1);
    stop.abort();
    await running;
  });

  test('works on different keys at once and on one key by one worker only', async () => {
    const underWay: string[] = [];
    let most = 0;
    const release: (() => void)[] = [];
    const { queue, running } = start(async (key) => {
      expect(underWay).not.toContain(key);
      underWay.push(key);
      most = Math.max(most, underWay.length);
      await new Promise<void>((resolve) => release.push(resolve));
      underWay.splice(underWay.indexOf(key), 1);
      return {};
    }, 3);
    for (const key of ['a', 'b', 'c', 'd', 'a']) queue.add(key);
    await settle();
    queue.add('a');
    while (release.length > 0) {
      release.shift()?.();
      await settle();
    }
    await queue.shutdown();
    await running;
    expect(most).toBe(3);
  });

  test('shutdown lets an attempt finish; workers end after it', async () => {
    let finish = (): void => {};
    const { queue, outcomes, running } = start(async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return {};
    });
    queue.add('a');
    await settle();
    const down = queue.shutdown();
    finish();
    await Promise.all([down, running]);
    expect(outcomes).toEqual([['success']]);
  });

  test('an aborted signal cuts attempts short and queues no retry', async () => {
    const { clock, queue, stop, running } = start((_, signal) => untilAborted(signal));
    queue.add('a');
    await settle();
    stop.abort(new Error('the lease was lost'));
    await running;
    expect([queue.isEmpty, clock.pending]).toEqual([true, 0]);
  });
});
