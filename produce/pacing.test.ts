import { describe, expect, test } from '@jest/globals';
import { recordsPerBatch, startPace, takeTurn } from './pacing.ts';

/** Plays `turns` batches against a clock that moves only by the waits, plus what `held` adds before a turn. */
function play(
  recordsPerSecond: number,
  batch: number,
  turns: number,
  held: (turn: number) => number = () => 0,
): number[] {
  let nowMs = 0;
  let pace = startPace(recordsPerSecond, nowMs);
  const sentAtMs: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    nowMs += held(turn);
    const { waitMs, next } = takeTurn(pace, batch, nowMs);
    nowMs += waitMs;
    sentAtMs.push(nowMs);
    pace = next;
  }
  return sentAtMs;
}

describe('takeTurn', () => {
  test('spaces batches so that the rate is kept', () => {
    expect(play(1_000, 500, 4)).toEqual([0, 500, 1_000, 1_500]);
  });

  test('makes up for a short stall, so that the average holds', () => {
    expect(play(1_000, 500, 5, (turn) => (turn === 1 ? 900 : 0))).toEqual([0, 900, 1_000, 1_500, 2_000]);
  });

  test('makes up for no more than one second of a long stall', () => {
    const sentAtMs = play(1_000, 500, 6, (turn) => (turn === 1 ? 60_000 : 0));
    expect(sentAtMs.map((at) => at - 60_000).slice(1)).toEqual([0, 0, 0, 500, 1_000]);
  });

  test('never waits at an infinite rate', () => {
    expect(play(Number.POSITIVE_INFINITY, 500, 3)).toEqual([0, 0, 0]);
  });
});

describe('recordsPerBatch', () => {
  test.each([
    { rate: Number.POSITIVE_INFINITY, batch: 500, why: 'full requests without a limit' },
    { rate: 100_000, batch: 500, why: 'full requests at a high rate' },
    { rate: 100, batch: 100, why: 'one second of a low rate' },
    { rate: 0.2, batch: 1, why: 'at least one record' },
  ])('is $batch at $rate per second: $why', ({ rate, batch }) => {
    expect(recordsPerBatch(rate, 500)).toBe(batch);
  });
});
