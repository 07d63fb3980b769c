import { describe, expect, test } from '@jest/globals';
import { FakeClock } from './fake-clock.ts';
import { TokenBucket } from './token-bucket.ts';

describe('TokenBucket', () => {
  test('gives its burst at once and then its rate', async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket(clock, { perSecond: 2, burst: 3 });
    const atOnce = Array.from({ length: 5 }, () => bucket.tryTake());
    await clock.advance(1_000);
    const later = Array.from({ length: 3 }, () => bucket.tryTake());
    expect([atOnce, later]).toEqual([
      [true, true, true, false, false],
      [true, true, false],
    ]);
  });

  test('promises tokens of the future in order', () => {
    const bucket = new TokenBucket(new FakeClock(), { perSecond: 10, burst: 2 });
    expect(Array.from({ length: 5 }, () => bucket.reserve())).toEqual([0, 0, 100, 200, 300]);
  });

  test('never holds more than its burst', async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket(clock, { perSecond: 10, burst: 2 });
    await clock.advance(3_600_000);
    expect(Array.from({ length: 3 }, () => bucket.tryTake())).toEqual([true, true, false]);
  });

  test('takes nothing away when the clock is set back', () => {
    let now = 10_000;
    const bucket = new TokenBucket(
      { now: () => now, after: () => () => {}, random: () => 0 },
      { perSecond: 1, burst: 2 },
    );
    bucket.tryTake();
    now = 0;
    expect([bucket.tryTake(), bucket.tryTake()]).toEqual([true, false]);
  });

  test.each([
    { perSecond: 0, burst: 1 },
    { perSecond: 1, burst: 0 },
    { perSecond: Number.NaN, burst: 1 },
  ])('refuses $perSecond per second with a burst of $burst', (options) => {
    expect(() => new TokenBucket(new FakeClock(), options)).toThrow(RangeError);
  });
});
