/** SQL of the built-in queries, in Athena's dialect. Names come from the catalog and are quoted all the same. */
import type { TableModel } from '../../foundation/tables/model.ts';

/** Events and users per hour (UTC) and type, of the last seven days; by days of the table where it is kept by them. */
export function hourlyAggregates({ name, partitionKeys }: Pick<TableModel, 'name' | 'partitionKeys'>): string {
  const byDay = partitionKeys.some((key) => key.name === 'event_date' && key.type === 'date');
  return [
    "SELECT date_trunc('hour', event_time) AS event_hour, event_type,",
    '  count(*) AS event_count, count(DISTINCT user_id) AS unique_users',
    `FROM ${quoted(name)}`,
    "WHERE event_time >= localtimestamp - INTERVAL '7' DAY",
    ...(byDay ? ["  AND event_date >= current_date - INTERVAL '7' DAY"] : []),
    'GROUP BY 1, 2',
    'ORDER BY 1, 2',
  ].join('\n');
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
