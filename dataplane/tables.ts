/** The sample's tables, in Glue's types. What the jobs write is compared with these in their tests. */
import type { Column, TableSchema } from './descriptor.ts';

const eventTime: Column = { name: 'event_time', type: 'timestamp', comment: 'when it happened (UTC)' };
const userId: Column = { name: 'user_id', type: 'string', comment: 'who did it' };
const eventType: Column = { name: 'event_type', type: 'string', comment: 'what was done' };
const eventData: Column = {
  name: 'event_data',
  type: 'struct<page:string,duration:int,success:boolean>',
  comment: 'details; duration in seconds',
};
const eventDate: Column = { name: 'event_date', type: 'date', comment: 'day of event_time (UTC)' };
const hourOfDay: Column = { name: 'hour_of_day', type: 'int', comment: 'hour of event_time, 0 to 23 (UTC)' };
const dayOfWeek: Column = { name: 'day_of_week', type: 'int', comment: 'ISO day of event_time: Monday is 1, Sunday 7' };

const arrival = (name: string): Column => ({ name, type: 'string', comment: `${name} of arrival (UTC)` });

export const rawEvents: TableSchema = {
  summary: 'Events as EnrichEvents passed them on and the delivery converted them, by hour of arrival',
  columns: [
    eventTime,
    userId,
    eventType,
    eventData,
    { name: 'processed_at', type: 'timestamp', comment: 'when EnrichEvents saw it (UTC)' },
    { name: 'processor', type: 'string', comment: 'name of the function that enriched it' },
    hourOfDay,
    dayOfWeek,
  ],
  partitionKeys: [arrival('year'), arrival('month'), arrival('day'), arrival('hour')],
};

export const processedEvents: TableSchema = {
  summary: 'Every event once, typed, by the day on which it happened; further columns of the source follow these',
  columns: [
    eventTime,
    userId,
    eventType,
    eventData,
    {
      name: 'processed_timestamp',
      type: 'timestamp',
      comment: 'when it was enriched, else when its file landed (UTC)',
    },
    hourOfDay,
    dayOfWeek,
  ],
  partitionKeys: [eventDate],
};

export const quarantinedEvents: TableSchema = {
  summary: 'Records that CleanEvents refused, by the day on which their file landed',
  columns: [
    { name: 'reason', type: 'string', comment: 'why it was refused' },
    { name: 'record', type: 'string', comment: 'the record as it came: JSON, or the unparseable line' },
    { name: 'source_file', type: 'string', comment: 'the file that it stands in' },
    { name: 'occurrences', type: 'bigint', comment: 'how often it stands there' },
  ],
  partitionKeys: [{ name: 'landed_date', type: 'date', comment: 'day on which the file was written (UTC)' }],
};

export const hourlyAggregates: TableSchema = {
  summary: 'Events and users per hour and type',
  columns: [
    { name: 'event_hour', type: 'int', comment: 'hour of the day, 0 to 23 (UTC)' },
    eventType,
    { name: 'event_count', type: 'bigint', comment: 'events' },
    { name: 'unique_users', type: 'bigint', comment: 'different users, exact' },
  ],
  partitionKeys: [eventDate],
};

export const dailySummary: TableSchema = {
  summary: 'One row per day and type',
  columns: [
    eventType,
    { name: 'event_count', type: 'bigint', comment: 'events' },
    { name: 'unique_users', type: 'bigint', comment: 'different users, exact' },
    { name: 'average_duration', type: 'double', comment: 'seconds; null when no event has a duration' },
    { name: 'success_percent', type: 'double', comment: '0 to 100; null when no event tells' },
    { name: 'busiest_page', type: 'string', comment: 'page with the most events; of equals the first by name' },
  ],
  partitionKeys: [eventDate],
};

export const sessionReport: TableSchema = {
  summary: 'One row per session: events of a user without a pause longer than the gap, within a day',
  columns: [
    userId,
    { name: 'session_number', type: 'int', comment: 'from 1, within user and day' },
    { name: 'session_start', type: 'timestamp', comment: 'first event (UTC)' },
    { name: 'session_end', type: 'timestamp', comment: 'last event (UTC)' },
    { name: 'duration_seconds', type: 'bigint', comment: 'whole seconds from first to last event' },
    { name: 'event_count', type: 'bigint', comment: 'events' },
    { name: 'event_types', type: 'int', comment: 'different types of event' },
    { name: 'first_event_type', type: 'string', comment: 'type of the first event' },
    { name: 'last_event_type', type: 'string', comment: 'type of the last event' },
  ],
  partitionKeys: [eventDate],
};

export const tables = {
  raw_events: rawEvents,
  processed_events: processedEvents,
  quarantined_events: quarantinedEvents,
  hourly_aggregates: hourlyAggregates,
  daily_summary: dailySummary,
  session_report: sessionReport,
} as const satisfies Readonly<Record<string, TableSchema>>;
