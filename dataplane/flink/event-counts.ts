/**
 * EventCounts, a built-in: how many events of each type happened in each minute, by event time. It counts what arrives,
 * repeated deliveries included; an event without a type is not counted.
 */
import type { Column } from '../descriptor.ts';

export interface EventCountsTables {
  /** Name of the source table; it has the columns event_time (its event time) and event_type. */
  readonly from: string;
  /** Name of the sink table; its columns are `eventCountsColumns`, in this order. */
  readonly to: string;
}

/** The rows that EventCounts writes: one per minute and type that had events, once the minute is complete. */
export const eventCountsColumns: readonly Column[] = [
  { name: 'window_start', type: 'timestamp' },
  { name: 'window_end', type: 'timestamp' },
  { name: 'event_type', type: 'string' },
  { name: 'event_count', type: 'bigint' },
];

export function eventCountsSql(tables: EventCountsTables): string {
  return `INSERT INTO ${quoted(tables.to)}
SELECT window_start, window_end, event_type, COUNT(*) AS event_count
FROM TABLE(TUMBLE(TABLE ${quoted(tables.from)}, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))
WHERE TRIM(event_type) <> ''
GROUP BY window_start, window_end, event_type;
`;
}

/** A name as a SQL identifier, whatever is in it. */
function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
