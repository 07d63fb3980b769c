import { describe, expect, test } from '@jest/globals';
import { type Outcome, parseRetryAfter, retryDelayMs } from './retry.ts';

describe('retryDelayMs', () => {
  const answer = (code: number, retryAfterMs?: number): Outcome => ({ type: 'Response', code, retryAfterMs });
  const call = { safe: true, retries: 0, remainingMs: 30_000 };

  test.each([
    { outcome: answer(200), safe: true, again: false, why: 'it worked' },
    { outcome: answer(409), safe: true, again: false, why: 'a conflict is for the caller' },
    { outcome: answer(429), safe: false, again: true, why: 'nothing was done' },
    { outcome: answer(503), safe: true, again: true, why: 'it may be repeated' },
    { outcome: answer(503), safe: false, again: false, why: 'it may have been done' },
    { outcome: answer(503, 1_000), safe: false, again: true, why: 'the server asks for it' },
    { outcome: answer(500), safe: true, again: false, why: 'the server refuses unknown fields of an apply so' },
    { outcome: answer(502), safe: true, again: true, why: 'a proxy lost its server' },
    { outcome: { type: 'Failure', unsent: true }, safe: false, again: true, why: 'nothing was sent' },
    { outcome: { type: 'Failure', unsent: false }, safe: false, again: false, why: 'it may have been done' },
    { outcome: { type: 'Failure', unsent: false }, safe: true, again: true, why: 'it may be repeated' },
  ] as const)('$outcome, safe $safe: again $again, because $why', ({ outcome, safe, again }) => {
    expect(retryDelayMs(outcome, { ...call, safe }, () => 0.5) !== undefined).toBe(again);
  });

  test('waits what the server asks for, when that is longer', () => {
    const delays = [answer(503), answer(503, 100), answer(503, 9_000)].map((outcome) =>
      retryDelayMs(outcome, call, () => 0),
    );
    expect(delays).toEqual([250, 250, 9_000]);
  });

  test('does not wait beyond the deadline', () => {
    expect(retryDelayMs(answer(503, 30_000), call, () => 0)).toBeUndefined();
  });

  test('ends after four retries', () => {
    const delays = [0, 1, 2, 3, 4].map((retries) => retryDelayMs(answer(503), { ...call, retries }, () => 0));
    expect(delays).toEqual([250, 500, 1_000, 2_000, undefined]);
  });
});

describe('parseRetryAfter', () => {
  const now = Date.UTC(2026, 0, 1);

  test.each([
    { value: '3', expected: 3_000 },
    { value: 'Thu, 01 Jan 2026 00:00:05 GMT', expected: 5_000 },
    { value: 'Wed, 31 Dec 2025 00:00:00 GMT', expected: 0 },
    { value: 'soon', expected: undefined },
    { value: '-3x', expected: undefined },
    { value: undefined, expected: undefined },
  ])('$value is $expected ms', ({ value, expected }) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });
});
