import { describe, expect, test } from '@jest/globals';
import type { Tally } from './producer.ts';
import { liveLine, summary } from './report.ts';

const before: Tally = { sent: 1_000, sentBytes: 150_000, retried: 10, failed: 0, requests: 3, lastError: 'Throttled' };

describe('liveLine', () => {
  test('gives the rate of the last stretch and the counts so far', () => {
    const line = liveLine(before, { ...before, sent: 3_000 }, 4_000);
    expect(line).toBe('500 records/s, 3000 sent, 10 retried, 0 failed');
  });

  test('names the error while it happens', () => {
    const line = liveLine(before, { ...before, retried: 11 }, 1_000);
    expect(line).toBe('0 records/s, 1000 sent, 11 retried, 0 failed (Throttled)');
  });
});

describe('summary', () => {
  test('says what was sent, how often again, and what was lost', () => {
    const text = summary('main', { ...before, failed: 2, sentBytes: 3 * 1024 * 1024 }, 2_000);
    expect(text).toBe(
      [
        '1000 records (3.0 MiB) sent to main in 2.0 s, 500 records/s',
        '3 requests, 10 records sent again, 2 records failed',
        'last error: Throttled',
      ].join('\n'),
    );
  });

  test('is silent about errors that were cured', () => {
    expect(summary('main', before, 1_000)).not.toContain('Throttled');
  });
});
