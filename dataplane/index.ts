/**
 * The built-ins with their code, for charts and documentation. Nothing here reads a file: the code is part of the build.
 *
 * The digest goes into the name of whatever carries the code, so that changed code is a changed object.
 */
import { code } from './builtins.generated.ts';
import type { FunctionBuiltIn, JobBuiltIn } from './descriptor.ts';
import { applicationDescriptors, functionDescriptors, jobDescriptors } from './descriptors.ts';
import { type FlinkBuiltIn, packApplication } from './flink/descriptor.ts';
import { eventCountsColumns, eventCountsSql } from './flink/event-counts.ts';

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
export type { FunctionName, JobName } from './descriptors.ts';
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
  EnrichEvents: { ...functionDescriptors.EnrichEvents, code: code.EnrichEvents },
} as const satisfies Readonly<Record<string, BuiltInFunction>>;

export const jobs = {
  CleanEvents: { ...jobDescriptors.CleanEvents, code: code.CleanEvents },
  HourlyAggregates: { ...jobDescriptors.HourlyAggregates, code: code.HourlyAggregates },
  SessionReport: { ...jobDescriptors.SessionReport, code: code.SessionReport },
  DailySummary: { ...jobDescriptors.DailySummary, code: code.DailySummary },
} as const satisfies Readonly<Record<string, BuiltInJob>>;

/** FlinkSql, the program behind `code: {sql}`; what it is told is made by `flink/application.ts`. */
export const applications = {
  FlinkSql: { ...applicationDescriptors.FlinkSql, code: code.FlinkSql },
} as const satisfies Readonly<Record<string, BuiltInApplication>>;

/** Brings FlinkSql and its connector together; no function of the user's. */
export const packer = { ...packApplication, code: code.PackApplication } as const;

/** EventCounts, SQL that FlinkSql runs. */
export const eventCounts = { columns: eventCountsColumns, sql: eventCountsSql } as const;
