/**
 * The built-ins with their code, for charts and documentation. Nothing here reads a file: the code is part of the build.
 *
 * Names are those of `code: {builtIn: NAME}` and `script: {builtIn: NAME}`. The digest goes into the name of whatever
 * carries the code, so that changed code is a changed object.
 */
import { code } from './builtins.generated.ts';
import type { FunctionBuiltIn, JobBuiltIn } from './descriptor.ts';
import { sessionReport } from './emr/session_report/descriptor.ts';
import { type FlinkBuiltIn, flinkSql } from './flink/descriptor.ts';
import { cleanEvents } from './glue/clean_events/descriptor.ts';
import { dailySummary } from './glue/daily_summary/descriptor.ts';
import { hourlyAggregates } from './glue/hourly_aggregates/descriptor.ts';
import { enrichEvents } from './lambda/enrich_events/descriptor.ts';

export type {
  ArgumentKind,
  Binding,
  Column,
  FunctionBuiltIn,
  JobArgument,
  JobBuiltIn,
  Setting,
  SparkLine,
  TableSchema,
} from './descriptor.ts';
export { tables } from './tables.ts';

interface Digested {
  /** Hexadecimal, of the raw bytes. */
  readonly sha256: string;
  readonly bytes: number;
}

/** A zip, as the `contentBase64` of an S3 object wants it. */
export interface ZippedCode extends Digested {
  readonly zipBase64: string;
}

/** One Python file, as the `content` of an S3 object wants it. */
export interface ScriptCode extends Digested {
  readonly script: string;
}

export type BuiltInFunction = FunctionBuiltIn & { readonly code: ZippedCode };
export type BuiltInJob = JobBuiltIn & { readonly code: ScriptCode };
export type BuiltInApplication = FlinkBuiltIn & { readonly code: ZippedCode };

export const functions = {
  EnrichEvents: { ...enrichEvents, code: code.EnrichEvents },
} as const satisfies Readonly<Record<string, BuiltInFunction>>;

export const jobs = {
  CleanEvents: { ...cleanEvents, code: code.CleanEvents },
  HourlyAggregates: { ...hourlyAggregates, code: code.HourlyAggregates },
  SessionReport: { ...sessionReport, code: code.SessionReport },
  DailySummary: { ...dailySummary, code: code.DailySummary },
} as const satisfies Readonly<Record<string, BuiltInJob>>;

/** FlinkSql, the program behind `code: {sql}`; what it is told is made by `flink/application.ts`. */
export const applications = {
  FlinkSql: { ...flinkSql, code: code.FlinkSql },
} as const satisfies Readonly<Record<string, BuiltInApplication>>;

export type FunctionName = keyof typeof functions;
export type JobName = keyof typeof jobs;
