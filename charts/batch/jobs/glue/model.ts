/** Spark on Glue. */
import type { Job } from '../../../../crds/datapipeline.ts';
import { glueOf } from '../../../../crds/jobs.ts';
import { SPARK_UI } from '../../../../crds/schema/jobs.ts';
import { type LogGroupModel, logRetentionDays } from '../../../foundation/logs/group.ts';
import { GLUE } from '../../../kinds/glue.ts';
import type { Given } from '../../../model.ts';
import { awsName, logGroupName, objectName } from '../../../names.ts';
import { named } from '../../../reference.ts';
import { builtInOf, type JobBase, type Known } from '../base.ts';
import { type DataPlace, folderOf } from '../places.ts';
import { ownArguments } from './arguments.ts';

export interface GlueJobModel extends JobBase {
  readonly kind: 'Glue';
  /** In Glue. */
  readonly job: string;
  /** Event logs of Spark. */
  readonly sparkUI?: DataPlace;
  /** What no run can be started without or with other values of. */
  readonly ownArguments: Readonly<Record<string, string>>;
  readonly version: string;
  readonly workerType: string;
  readonly workers: number;
  readonly flex: boolean;
  readonly maxConcurrentRuns: number;
  readonly retries: number;
  readonly logs: JobLogs;
}

export interface JobLogs {
  /** Glue makes two names of it. */
  readonly prefix: string;
  /** What the script prints, and what Spark says. */
  readonly groups: readonly LogGroupModel[];
}

export function glueJobModel(given: Given, job: Job, base: JobBase, known: Known): GlueJobModel {
  const { scope, profile } = given;
  const { name, component } = base;
  const glue = glueOf(job);
  const sparkUI = glue.sparkUI
    ? folderOf(named(known.zones, SPARK_UI.zone, component, 'zone'), `${SPARK_UI.prefix}${name}/`)
    : undefined;
  const logs = logsOf(given, name, component);
  const flexible = glue.workerType === 'G.1X' || glue.workerType === 'G.2X';
  const places = { ...base, ...(sparkUI === undefined ? {} : { sparkUI }) };
  return {
    ...places,
    kind: 'Glue',
    job: awsName(GLUE.Job, scope, name),
    ownArguments: ownArguments({ glue, builtIn: builtInOf(job), logPrefix: logs.prefix, places }),
    version: glue.version,
    workerType: glue.workerType,
    workers: glue.workers ?? profile.jobs.workers,
    flex: glue.flex ?? (flexible && profile.jobs.flex),
    maxConcurrentRuns: glue.maxConcurrentRuns,
    retries: job.retries,
    logs,
  };
}

/** Glue adds these two words to the prefix. Source: Glue, "Logging for AWS Glue jobs". */
const LOGS = ['output', 'error'] as const;

function logsOf(given: Given, name: string, component: string): JobLogs {
  const { scope } = given;
  return {
    prefix: logGroupName(scope, undefined, 'jobs', name),
    groups: LOGS.map((stream) => ({
      component,
      object: objectName(scope, `jobs-${name}`, stream),
      group: logGroupName(scope, undefined, 'jobs', name, stream),
      retentionDays: logRetentionDays(given),
    })),
  };
}
