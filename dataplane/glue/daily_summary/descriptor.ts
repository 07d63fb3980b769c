import { type JobBuiltIn, rebuildArguments, sparkLines } from '../../descriptor.ts';
import { processedEvents, dailySummary as summary } from '../../tables.ts';

export const dailySummary: JobBuiltIn = {
  kind: 'Job',
  name: 'DailySummary',
  summary: 'Sums up each day by type of event: the example of a job of one’s own.',
  file: 'glue/daily_summary/daily_summary.py',
  runsOn: ['Glue', 'EMR'],
  spark: sparkLines,
  arguments: rebuildArguments,
  reads: processedEvents,
  writes: summary,
  maxConcurrentRuns: 1,
  timeoutMinutes: 60,
};
