/** The Spark jobs, in the order in which data passes them. */
import type { JobBuiltIn } from './descriptor.ts';
import { sessionReport } from './emr/session_report/descriptor.ts';
import { cleanEvents } from './glue/clean_events/descriptor.ts';
import { dailySummary } from './glue/daily_summary/descriptor.ts';
import { hourlyAggregates } from './glue/hourly_aggregates/descriptor.ts';

export const sparkJobs: readonly JobBuiltIn[] = [cleanEvents, hourlyAggregates, sessionReport, dailySummary];
