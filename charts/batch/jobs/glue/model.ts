/** Spark on Glue. */
import type { Glue, Job } from '../../../../crds/datapipeline.ts';
import { groupNamedByService, type LogGroupModel } from '../../../foundation/logs/group.ts';
import { type SecurityModel, securedJobLogs } from '../../../foundation/security/model.ts';
import { GLUE } from '../../../kinds/glue.ts';
import type { Given } from '../../../model.ts';
import { awsName, logGroupName } from '../../../names.ts';
import { builtInOf, eventLogsOf, type JobBase, type Known } from '../base.ts';
import type { DataPlace } from '../places.ts';
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
  /** Glue's own, of what was read. */
  readonly bookmarks: boolean;
  readonly maxConcurrentRuns: number;
  readonly retries: number;
  readonly logs: JobLogs;
}

export interface JobLogs {
  /** What the names of both begin with. */
  readonly prefix: string;
  /** What the script prints, and what Spark says. */
  readonly groups: readonly LogGroupModel[];
}

export function glueJobModel(given: Given, job: Job, glue: Glue, base: JobBase, known: Known): GlueJobModel {
  const { scope, profile } = given;
  const { name } = base;
  const sparkUI = glue.sparkUI ? eventLogsOf(base, known) : undefined;
  const logs = logsOf(given, known.security, base);
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
    bookmarks: glue.bookmarks,
    maxConcurrentRuns: glue.maxConcurrentRuns,
    retries: job.retries,
    logs,
  };
}

const LOGS = ['output', 'error'] as const;

function logsOf(given: Given, security: SecurityModel, { name, component, role }: JobBase): JobLogs {
  const prefix = logGroupName(given.scope, undefined, 'jobs', name);
  return {
    prefix,
    groups: LOGS.map((stream) => {
      const group = securedJobLogs(security, prefix, role, stream);
      return groupNamedByService(given, component, group, `jobs-${name}`, stream);
    }),
  };
}
