/**
 * Cuts a sequence of records into PutRecords requests that are as full as the API allows.
 * Order is kept and no record is left out; a request never exceeds either limit.
 */
import type { StreamRecord } from './event.ts';

/** One PutRecords call takes at most 500 records and 5 MiB, partition keys included. */
export const requestLimits: BatchLimits = { maxRecords: 500, maxBytes: 5 * 1024 * 1024 };

export interface BatchLimits {
  readonly maxRecords: number;
  readonly maxBytes: number;
}

/** What the record counts against the size limits: payload plus partition key, in bytes. */
export function recordBytes(record: StreamRecord): number {
  return record.data.byteLength + Buffer.byteLength(record.partitionKey, 'utf8');
}

/** Throws a RangeError for a record that no request could carry. */
export function* batches(
  records: Iterable<StreamRecord>,
  limits: BatchLimits,
): Generator<readonly StreamRecord[], undefined, undefined> {
  let batch: StreamRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = recordBytes(record);
    if (size > limits.maxBytes) {
      throw new RangeError(`record of ${size} bytes exceeds the limit of ${limits.maxBytes} bytes per request`);
    }
    if (bytes + size > limits.maxBytes) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(record);
    bytes += size;
    // A full batch goes out at once: the next record of a live source may be a second away.
    if (batch.length === limits.maxRecords) {
      yield batch;
      batch = [];
      bytes = 0;
    }
  }
  if (batch.length > 0) yield batch;
}
