import { describe, expect, test } from '@jest/globals';
import { FakeClock } from '../controller/runtime/fake-clock.ts';
import { liveTimes, replayTimes, sampleRecords } from './source.ts';

describe('liveTimes', () => {
  test('spreads the records of one request over the second in which they happened', async () => {
    const clock = new FakeClock({ now: 10_000 });
    const times = liveTimes(clock, 4);
    expect([0, 1, 2, 3].map(times)).toEqual([9_000, 9_250, 9_500, 9_750]);
    await clock.advance(1_000);
    expect([4, 5, 6, 7].map(times)).toEqual([10_000, 10_250, 10_500, 10_750]);
  });

  test('never lie in the future and are never older than a request may wait', async () => {
    const clock = new FakeClock({ now: 10_000 });
    const times = liveTimes(clock, 2);
    expect([0, 1, 2, 3, 4].map(times)).toEqual([9_000, 9_500, 10_000, 10_000, 10_000]);
    await clock.advance(60_000);
    expect(times(5)).toBe(69_000);
  });

  test('are the present at an unlimited rate', () => {
    const times = liveTimes(new FakeClock({ now: 10_000 }), Number.POSITIVE_INFINITY);
    expect([times(0), times(1)]).toEqual([9_000, 9_000]);
  });
});

describe('replayTimes', () => {
  test('depend on the index alone', () => {
    const times = replayTimes(1_000, 2.5);
    expect([2, 0, 1].map(times)).toEqual([1_005, 1_000, 1_002]);
  });
});

describe('sampleRecords', () => {
  test('are as many as asked, each with its own index', () => {
    const options = { seed: 1, count: 3, damagePercent: 0, times: replayTimes(0, 1_000) };
    const events = [...sampleRecords(options)].map(({ data }) => JSON.parse(new TextDecoder().decode(data)));
    expect(events.map(({ event_time }) => event_time)).toEqual([
      '1970-01-01T00:00:00.000Z',
      '1970-01-01T00:00:01.000Z',
      '1970-01-01T00:00:02.000Z',
    ]);
    expect(new Set(events.map(({ user_id }) => user_id)).size).toBe(3);
  });
});
