import { type JobBuiltIn, rebuildArguments, sparkLines } from '../../descriptor.ts';
import { processedEvents, sessionReport as sessions } from '../../tables.ts';

export const sessionReport: JobBuiltIn = {
  kind: 'Job',
  name: 'SessionReport',
  summary: 'Cuts what each user did in a day into sessions, by pauses.',
  file: 'emr/session_report/session_report.py',
  runsOn: ['EMR', 'Glue'],
  spark: sparkLines,
  arguments: [
    ...rebuildArguments,
    {
      name: '--gap-minutes',
      kind: { type: 'Count', least: 1, most: 1440 },
      description: 'A longer pause begins a new session, and so does midnight UTC',
      default: '30',
    },
  ],
  reads: processedEvents,
  writes: sessions,
  maxConcurrentRuns: 1,
  timeoutMinutes: 60,
};
