import { describe, expect, test } from '@jest/globals';
import { eventAt, eventTypes, recordAt } from './event.ts';

const noonMs = Date.UTC(2026, 10, 23, 12);
const text = (data: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(data);
const indexes = Array.from({ length: 20_000 }, (_, index) => index);

/** The rule every consumer of the stream applies. */
function isAcceptable(data: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(text(data));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const fields = new Map<string, unknown>(Object.entries(value));
    const filled = ['event_time', 'user_id', 'event_type'].every(
      (name) => typeof fields.get(name) === 'string' && fields.get(name) !== '',
    );
    return filled && !Number.isNaN(Date.parse(String(fields.get('event_time'))));
  } catch {
    return false;
  }
}

describe('eventAt', () => {
  test('gives the same event for the same seed, index and time, on every machine', () => {
    expect(eventAt(7, 42, noonMs)).toEqual({
      event_time: '2026-11-23T12:00:00.000Z',
      user_id: 'user_114',
      event_type: 'page_view',
      event_data: { page: '/search', duration: 44, success: true },
    });
  });

  test('covers all thousand users and all types evenly', () => {
    const events = indexes.map((index) => eventAt(1, index, noonMs));
    expect(new Set(events.map((event) => event.user_id)).size).toBe(1_000);
    for (const type of eventTypes) {
      const share = events.filter((event) => event.event_type === type).length / events.length;
      expect(share).toBeGreaterThan(0.23);
      expect(share).toBeLessThan(0.27);
    }
  });

  test('differs by seed', () => {
    const same = indexes.filter((index) => eventAt(1, index, noonMs).user_id === eventAt(2, index, noonMs).user_id);
    expect(same.length).toBeLessThan(indexes.length / 200);
  });
});

describe('recordAt', () => {
  test('is keyed by user and carries the event as JSON', () => {
    const record = recordAt(3, 5, noonMs, 0);
    expect(JSON.parse(text(record.data))).toEqual(eventAt(3, 5, noonMs));
    expect(record.partitionKey).toBe(eventAt(3, 5, noonMs).user_id);
  });

  test('breaks the asked share of records, and each of them is unacceptable', () => {
    const broken = indexes.filter((index) => !isAcceptable(recordAt(1, index, noonMs, 10).data));
    expect(broken.length / indexes.length).toBeGreaterThan(0.09);
    expect(broken.length / indexes.length).toBeLessThan(0.11);
  });

  test('breaks every record at 100 percent and none at 0', () => {
    expect(indexes.some((index) => isAcceptable(recordAt(1, index, noonMs, 100).data))).toBe(false);
    expect(indexes.every((index) => isAcceptable(recordAt(1, index, noonMs, 0).data))).toBe(true);
  });

  test('leaves the good records as they are without damage', () => {
    const changed = indexes.filter((index) => {
      const damaged = recordAt(1, index, noonMs, 10);
      return isAcceptable(damaged.data) && text(damaged.data) !== text(recordAt(1, index, noonMs, 0).data);
    });
    expect(changed).toEqual([]);
  });
});
