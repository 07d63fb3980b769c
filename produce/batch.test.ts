import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { batches, recordBytes, requestLimits } from './batch.ts';
import type { StreamRecord } from './event.ts';

const record = (bytes: number, partitionKey = 'k'): StreamRecord => ({ data: new Uint8Array(bytes), partitionKey });

describe('batches', () => {
  test('keep order, lose nothing and respect both limits, whatever the sizes', () => {
    const limits = { maxRecords: 7, maxBytes: 100 };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 99 })), (sizes) => {
        const records = sizes.map((size) => record(size));
        const cut = [...batches(records, limits)];
        expect(cut.flat()).toEqual(records);
        for (const batch of cut) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(limits.maxRecords);
          expect(batch.reduce((sum, each) => sum + recordBytes(each), 0)).toBeLessThanOrEqual(limits.maxBytes);
        }
      }),
    );
  });

  test('are full: no batch could take the first record of the next one', () => {
    const limits = { maxRecords: 5, maxBytes: 60 };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 59 })), (sizes) => {
        const cut = [
          ...batches(
            sizes.map((size) => record(size)),
            limits,
          ),
        ];
        for (const [position, batch] of cut.slice(0, -1).entries()) {
          const more = [...batch, ...(cut[position + 1] ?? []).slice(0, 1)];
          const bytes = more.reduce((sum, each) => sum + recordBytes(each), 0);
          expect(more.length > limits.maxRecords || bytes > limits.maxBytes).toBe(true);
        }
      }),
    );
  });

  test('of a live source go out when they are full, not when the next record arrives', () => {
    let taken = 0;
    function* live(): Generator<StreamRecord, undefined, undefined> {
      for (;;) {
        taken++;
        yield record(1);
      }
    }
    const source = batches(live(), { maxRecords: 3, maxBytes: 100 });
    expect(source.next().value).toHaveLength(3);
    expect(taken).toBe(3);
  });

  test('count the partition key in UTF-8 bytes', () => {
    expect(recordBytes(record(3, 'äö'))).toBe(7);
  });

  test('refuse a record that no request can carry', () => {
    const tooBig = record(requestLimits.maxBytes, 'k');
    expect(() => [...batches([tooBig], requestLimits)]).toThrow('record of 5242881 bytes exceeds the limit');
  });
});
