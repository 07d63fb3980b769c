import { describe, expect, test } from '@jest/globals';
import { DeadlineError, withDeadline } from './deadline.ts';
import { FakeClock } from './fake-clock.ts';

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

describe('withDeadline', () => {
  test('gives the result and leaves no timer', async () => {
    const clock = new FakeClock();
    expect([await withDeadline(clock, 1_000, undefined, async () => 7), clock.pending]).toEqual([7, 0]);
  });

  test('aborts the work when the time is over', async () => {
    const clock = new FakeClock();
    const work = withDeadline(clock, 1_000, undefined, untilAborted);
    const verdict = expect(work).rejects.toBeInstanceOf(DeadlineError);
    await clock.advance(1_000);
    await verdict;
  });

  test('passes on an abort of the parent with its reason', async () => {
    const clock = new FakeClock();
    const parent = new AbortController();
    const work = withDeadline(clock, 1_000, parent.signal, untilAborted);
    const reason = new Error('stop');
    parent.abort(reason);
    await expect(work).rejects.toBe(reason);
    expect(clock.pending).toBe(0);
  });

  test('does not begin under a parent that is aborted already', async () => {
    let began = false;
    const parent = AbortSignal.abort(new Error('before'));
    const work = withDeadline(new FakeClock(), 1_000, parent, async () => {
      began = true;
    });
    await expect(work).rejects.toBe(parent.reason);
    expect(began).toBe(false);
  });
});
