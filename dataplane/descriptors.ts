/**
 * The built-ins by name, without their code: what the contract and the generator need. Names are those of
 * `code: {builtIn: NAME}` and `script: {builtIn: NAME}`; jobs stand in the order in which data passes them.
 */
import type { FunctionBuiltIn, JobBuiltIn } from './descriptor.ts';
import { sessionReport } from './emr/session_report/descriptor.ts';
import { type FlinkBuiltIn, flinkSql } from './flink/descriptor.ts';
import { cleanEvents } from './glue/clean_events/descriptor.ts';
import { dailySummary } from './glue/daily_summary/descriptor.ts';
import { hourlyAggregates } from './glue/hourly_aggregates/descriptor.ts';
import { enrichEvents } from './lambda/enrich_events/descriptor.ts';

export type { ArgumentKind, JobArgument, JobBuiltIn } from './descriptor.ts';

export const functionDescriptors = {
  EnrichEvents: enrichEvents,
} as const satisfies Readonly<Record<string, FunctionBuiltIn>>;

export const jobDescriptors = {
  CleanEvents: cleanEvents,
  HourlyAggregates: hourlyAggregates,
  SessionReport: sessionReport,
  DailySummary: dailySummary,
} as const satisfies Readonly<Record<string, JobBuiltIn>>;

export const applicationDescriptors = {
  FlinkSql: flinkSql,
} as const satisfies Readonly<Record<string, FlinkBuiltIn>>;

export type FunctionName = keyof typeof functionDescriptors;
export type JobName = keyof typeof jobDescriptors;
