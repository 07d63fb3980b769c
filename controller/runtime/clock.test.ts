import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sleep, systemClock } from './clock.ts';
import { FakeClock } from './fake-clock.ts';

describe('systemClock', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const day = 24 * 3_600_000;

  test('keeps a delay that does not fit into 31 bits', () => {
    let fired = false;
    systemClock.after(60 * day, () => {
      fired = true;
    });
    jest.advanceTimersByTime(60 * day - 1);
    expect(fired).toBe(false);
    jest.advanceTimersByTime(1);
    expect(fired).toBe(true);
  });

  test('can cancel a long delay after its first part', () => {
    let fired = false;
    const cancel = systemClock.after(60 * day, () => {
      fired = true;
    });
    jest.advanceTimersByTime(30 * day);
    cancel();
    jest.advanceTimersByTime(60 * day);
    expect([fired, jest.getTimerCount()]).toEqual([false, 0]);
  });
});

describe('sleep', () => {
  test('ends early and leaves no timer when its signal aborts', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const sleeping = sleep(clock, 1_000, controller.signal);
    controller.abort();
    await sleeping;
    expect(clock.pending).toBe(0);
  });
});

describe('FakeClock', () => {
  test('fires timers in order of time and lets each take effect before the next', async () => {
    const clock = new FakeClock({ now: 0 });
    const seen: number[] = [];
    clock.after(20, () => seen.push(clock.now()));
    clock.after(10, () => {
      seen.push(clock.now());
      void Promise.resolve().then(() => clock.after(5, () => seen.push(clock.now())));
    });
    await clock.advance(20);
    expect(seen).toEqual([10, 15, 20]);
  });
});
