/** Spark on Glue: its version, its workers, what it remembers, and what it tells of itself. */
import type { Glue, Job } from '../../../../crds/datapipeline.ts';
import type { Use } from '../../../access/use.ts';
import { keepBookmark } from '../../../foundation/security/uses.ts';
import type { Given, PipelineModel } from '../../../model.ts';
import { builtInOf, eventLogsOf, type JobBase, type Known, scriptLocation } from '../base.ts';
import { type DataPlace, writePlace } from '../places.ts';
import { ownArguments } from './arguments.ts';
import type { GlueJobModel } from './model.ts';

export interface SparkEngine {
  readonly type: 'Spark';
  /** Event logs of Spark. */
  readonly sparkUI?: DataPlace;
  /** What no run can be started without or with other values of. */
  readonly ownArguments: Readonly<Record<string, string>>;
  readonly version: string;
  readonly workerType: string;
  readonly workers: number;
  readonly flex: boolean;
  /** Glue's own, of what was read. */
  readonly bookmarks: boolean;
}

export function sparkEngine(
  { profile }: Given,
  job: Job,
  glue: Glue,
  base: JobBase,
  known: Known,
  logPrefix: string,
): SparkEngine {
  const sparkUI = glue.sparkUI ? { sparkUI: eventLogsOf(base, known) } : {};
  const flexible = glue.workerType === 'G.1X' || glue.workerType === 'G.2X';
  return {
    type: 'Spark',
    ...sparkUI,
    ownArguments: ownArguments({ glue, builtIn: builtInOf(job), logPrefix, places: { ...base, ...sparkUI } }),
    version: glue.version,
    workerType: glue.workerType,
    workers: glue.workers ?? profile.jobs.workers,
    flex: glue.flex ?? (flexible && profile.jobs.flex),
    bookmarks: glue.bookmarks,
  };
}

export function sparkUses(by: string, model: PipelineModel, { sparkUI, bookmarks }: SparkEngine): readonly Use[] {
  return [
    ...(sparkUI === undefined ? [] : writePlace(by, model, sparkUI)),
    ...(bookmarks ? [keepBookmark(by, model)] : []),
    putMetrics(by),
  ];
}

/** CloudWatch has no resources for metrics, but namespaces. */
function putMetrics(by: string): Use {
  return {
    by,
    of: by,
    after: [],
    allow: [
      {
        sid: 'PutMetrics',
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: { StringEquals: { 'cloudwatch:namespace': 'Glue' } },
      },
    ],
    calls: ['cloudwatch'],
  };
}

export function sparkFields({ code }: PipelineModel, job: GlueJobModel, engine: SparkEngine) {
  return {
    command: { name: 'glueetl', pythonVersion: '3', scriptLocation: scriptLocation(job, code) },
    glueVersion: engine.version,
    workerType: engine.workerType,
    numberOfWorkers: engine.workers,
    executionClass: engine.flex ? 'FLEX' : 'STANDARD',
    nonOverridableArguments: { ...engine.ownArguments },
  };
}
