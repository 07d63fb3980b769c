import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Backoff, backoffMs } from './backoff.ts';
import { FakeClock } from './fake-clock.ts';

const policy = { baseMs: 800, maxMs: 30_000, jitter: 0.5 };

describe('backoffMs', () => {
  test('stays within its bounds for any attempt', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, chance) => {
        const delayMs = backoffMs(policy, attempt, () => chance);
        expect(delayMs).toBeGreaterThanOrEqual(policy.baseMs * (1 - policy.jitter));
        expect(delayMs).toBeLessThanOrEqual(policy.maxMs);
      }),
    );
  });

  test('doubles until it reaches its maximum', () => {
    const delays = [0, 1, 2, 5, 6, 1e9].map((attempt) => backoffMs({ ...policy, jitter: 0 }, attempt, () => 0));
    expect(delays).toEqual([800, 1_600, 3_200, 25_600, 30_000, 30_000]);
  });
});

describe('Backoff', () => {
  test('starts anew after a healthy stretch, and only then', async () => {
    const clock = new FakeClock();
    const backoff = new Backoff(clock, { ...policy, jitter: 0 }, 120_000);
    const first = [backoff.next(), backoff.next()];
    await clock.advance(1_600 + 120_000);
    const stillCounting = backoff.next();
    await clock.advance(3_200 + 120_001);
    expect([...first, stillCounting, backoff.next()]).toEqual([800, 1_600, 3_200, 800]);
  });

  test('starts anew after reset', () => {
    const backoff = new Backoff(new FakeClock(), { ...policy, jitter: 0 });
    backoff.next();
    backoff.next();
    backoff.reset();
    expect([backoff.failures, backoff.next()]).toEqual([0, 800]);
  });
});
