import { type JobBuiltIn, rebuildArguments, sparkLines } from '../../descriptor.ts';
import { processedEvents, rawEvents } from '../../tables.ts';

export const cleanEvents: JobBuiltIn = {
  kind: 'Job',
  name: 'CleanEvents',
  summary: 'Turns raw events into typed ones without duplicates, by the day on which they happened.',
  file: 'glue/clean_events/clean_events.py',
  runsOn: ['Glue', 'EMR'],
  spark: sparkLines,
  arguments: [
    {
      name: '--source-path',
      kind: { type: 'Path' },
      description: 'Location of the raw events, in any layout by time of arrival',
      binding: 'source.path',
    },
    {
      name: '--source-format',
      kind: { type: 'Choice', choices: ['parquet', 'orc', 'json'] },
      description: 'Format of the raw files; json: one object per line',
      default: 'parquet',
      binding: 'source.format',
    },
    {
      name: '--source-columns',
      kind: { type: 'Text' },
      description: 'Columns of JSON sources as DDL; without it they are found out by reading everything once more',
      default: '',
      binding: 'source.columns',
    },
    {
      name: '--target-path',
      kind: { type: 'Path' },
      description: 'Location of the processed events, partitioned by event_date',
      binding: 'target.path',
    },
    {
      name: '--quarantine-path',
      kind: { type: 'Path' },
      description: 'Where refused records are kept, with the reason, partitioned by landed_date',
      binding: 'quarantine.path',
    },
    {
      name: '--dedupe-keys',
      kind: { type: 'Names' },
      description: 'Columns, or fields with dots, by which two events of one day are the same',
      default: 'user_id,event_time,event_type',
    },
    {
      name: '--since',
      kind: { type: 'Moment' },
      description: 'Read only what arrived from then on; a window neither follows nor moves the bookmark',
      default: '',
    },
    { name: '--until', kind: { type: 'Moment' }, description: 'Read only what arrived before', default: '' },
    {
      name: '--job-bookmark-option',
      kind: { type: 'Choice', choices: ['job-bookmark-disable', 'job-bookmark-enable', 'job-bookmark-pause'] },
      description: 'Read only what arrived since the last run; pause: without moving the bookmark',
      default: 'job-bookmark-disable',
      binding: 'bookmark.option',
    },
    {
      name: '--bookmark-path',
      kind: { type: 'Path' },
      description: 'Object that keeps the bookmark; delete it to read everything again',
      default: '',
      binding: 'bookmark.path',
    },
    {
      name: '--max-quarantine-percent',
      kind: { type: 'Count', least: 0, most: 100 },
      description: 'Fail, and write nothing, when more of the rows are refused',
      default: '100',
    },
    ...rebuildArguments.filter(({ name }) => name === '--rows-per-file' || name === '--catalog-table'),
  ],
  reads: rawEvents,
  writes: processedEvents,
  maxConcurrentRuns: 1,
  timeoutMinutes: 60,
};
