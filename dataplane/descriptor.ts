/**
 * What there is to know about a built-in before running it: for charts, documentation and whoever writes a job of their own.
 *
 * A descriptor is data. Its code stands beside it and is embedded by `generate.ts`; a test holds arguments and defaults
 * against what the code really takes.
 */

/** Columns in Glue's types, as a catalogue table has them. */
export interface TableSchema {
  readonly summary: string;
  readonly columns: readonly Column[];
  readonly partitionKeys: readonly Column[];
}

/** What is needed of a column here; the contract's columns, which know more, will do as well. */
export interface Column {
  readonly name: string;
  /** Glue's spelling: `bigint`, `timestamp`, `struct<page:string,duration:int>`. */
  readonly type: string;
  readonly comment?: string;
}

/**
 * Where the operator finds a value that the user does not write: the job's `from` and `to`, and places that belong to
 * the job. Paths are S3 URLs, with or without a slash at the end.
 */
export type Binding =
  | 'source.path'
  /** parquet, orc or json. */
  | 'source.format'
  /** Columns of the source table as DDL (`a timestamp, b struct<c:int>`); only of use for json. */
  | 'source.columns'
  | 'target.path'
  /** `database.table`, when the target is a table whose partitions are not projected. */
  | 'target.catalogTable'
  /** A prefix of the job's own that no table and no crawler covers, in the zone of the source: it holds raw records. */
  | 'quarantine.path'
  /** An object of the job's own, for example beside the quarantine. */
  | 'bookmark.path'
  /** `job-bookmark-enable` or `job-bookmark-disable`, Glue's own argument. */
  | 'bookmark.option';

export type ArgumentKind =
  | { readonly type: 'Path' }
  | { readonly type: 'Text' }
  /** Names, separated by commas. */
  | { readonly type: 'Names' }
  /** `2026-11-20` or `2026-11-20T06:00:00Z`. */
  | { readonly type: 'Moment' }
  | { readonly type: 'Count'; readonly least: number; readonly most: number }
  | { readonly type: 'Choice'; readonly choices: readonly string[] };

export interface JobArgument {
  /** With its two hyphens. */
  readonly name: string;
  readonly kind: ArgumentKind;
  readonly description: string;
  /** Absent: it has to be given. Empty: not set. */
  readonly default?: string;
  readonly binding?: Binding;
}

export interface Setting {
  /** Name of the environment variable. */
  readonly name: string;
  readonly description: string;
  readonly default: string;
}

export interface FunctionBuiltIn {
  readonly kind: 'Function';
  readonly name: string;
  readonly summary: string;
  /** Lambda runtime that the tests run on. */
  readonly runtime: string;
  readonly handler: string;
  /** Path of the code from this folder; its name in the zip is its last part. */
  readonly file: string;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly environment: readonly Setting[];
  /** The delivery's Lambda processor: small events grow most, and an answer may not exceed 6 MB. */
  readonly processor: { readonly bufferSizeMiB: number; readonly bufferSeconds: number };
  readonly reads: string;
  readonly writes: TableSchema;
}

/** A line of Spark that the tests run on, and what AWS calls it. */
export interface SparkLine {
  readonly testedWith: string;
  readonly glue: readonly string[];
  readonly emr: readonly string[];
}

export interface JobBuiltIn {
  readonly kind: 'Job';
  readonly name: string;
  readonly summary: string;
  /** Path of the script from this folder. */
  readonly file: string;
  readonly runsOn: readonly ('Glue' | 'EMR')[];
  readonly spark: readonly SparkLine[];
  readonly arguments: readonly JobArgument[];
  readonly reads: TableSchema;
  readonly writes: TableSchema;
  /** Two runs that write the same partition at the same time end with one of them failing. */
  readonly maxConcurrentRuns: number;
  readonly timeoutMinutes: number;
}

export const sparkLines: readonly SparkLine[] = [
  { testedWith: '3.5', glue: ['5.0', '5.1'], emr: ['emr-7.13.0'] },
  { testedWith: '4.1', glue: ['6.0'], emr: [] },
];

/** Arguments of every job that derives a table, a day at a time, from another one. */
export const rebuildArguments: readonly JobArgument[] = [
  {
    name: '--source-path',
    kind: { type: 'Path' },
    description: 'Location of the table that is read, partitioned by event_date',
    binding: 'source.path',
  },
  {
    name: '--target-path',
    kind: { type: 'Path' },
    description: 'Location of the table that is written, partitioned by event_date',
    binding: 'target.path',
  },
  {
    name: '--since',
    kind: { type: 'Moment' },
    description: 'First day to rebuild; without a window every day whose source is newer than its result',
    default: '',
  },
  { name: '--until', kind: { type: 'Moment' }, description: 'Day before which to stop', default: '' },
  {
    name: '--rows-per-file',
    kind: { type: 'Count', least: 1, most: 1_000_000_000 },
    description: 'A day with more rows than this is cut into several files',
    default: '1000000',
  },
  {
    name: '--catalog-table',
    kind: { type: 'Text' },
    description: 'Table (database.table) in which new partitions are registered; not needed with partition projection',
    default: '',
    binding: 'target.catalogTable',
  },
];
