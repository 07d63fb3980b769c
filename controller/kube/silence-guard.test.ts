import { describe, expect, test } from '@jest/globals';
import { FakeClock } from '../runtime/fake-clock.ts';
import { SilenceError, SilenceGuard } from './silence-guard.ts';

describe('SilenceGuard', () => {
  test('aborts after the limit, counted from what was heard last', async () => {
    const clock = new FakeClock();
    const guard = new SilenceGuard(clock, 100, new AbortController().signal);
    await clock.advance(90);
    guard.heard();
    await clock.advance(99);
    expect(guard.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(guard.signal.reason).toBeInstanceOf(SilenceError);
  });

  test('aborts with its parent, also one that was aborted before', () => {
    const parent = new AbortController();
    const guards = [new SilenceGuard(new FakeClock(), 100, parent.signal)];
    parent.abort(new Error('stop'));
    guards.push(new SilenceGuard(new FakeClock(), 100, parent.signal));
    expect(guards.map(({ signal }) => signal.reason)).toEqual([parent.signal.reason, parent.signal.reason]);
  });

  test('leaves no timer once it is released', async () => {
    const clock = new FakeClock();
    const guard = new SilenceGuard(clock, 100, new AbortController().signal);
    guard.heard();
    await clock.advance(100);
    guard.release();
    expect(clock.pending).toBe(0);
  });
});
