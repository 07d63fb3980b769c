import { type JobBuiltIn, rebuildArguments, sparkLines } from '../../descriptor.ts';
import { hourlyAggregates as aggregates, processedEvents } from '../../tables.ts';

export const hourlyAggregates: JobBuiltIn = {
  kind: 'Job',
  name: 'HourlyAggregates',
  summary: 'Counts events and users per hour and type of event.',
  file: 'glue/hourly_aggregates/hourly_aggregates.py',
  runsOn: ['Glue', 'EMR'],
  spark: sparkLines,
  arguments: rebuildArguments,
  reads: processedEvents,
  writes: aggregates,
  maxConcurrentRuns: 1,
  timeoutMinutes: 60,
};
