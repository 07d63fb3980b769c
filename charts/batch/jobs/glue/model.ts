/** A job on Glue: Spark, or plain Python where Spark would be too much. */
import type { Glue, Job, PythonShell } from '../../../../crds/datapipeline.ts';
import { groupNamedByService, type LogGroupModel } from '../../../foundation/logs/group.ts';
import { PYTHON_LOGS, type SecurityModel, securedJobLogs } from '../../../foundation/security/model.ts';
import { GLUE } from '../../../kinds/glue.ts';
import type { Given } from '../../../model.ts';
import { awsName, logGroupName } from '../../../names.ts';
import type { JobBase, Known } from '../base.ts';
import { type PythonShellEngine, pythonShellEngine } from './python-shell.ts';
import { type SparkEngine, sparkEngine } from './spark.ts';

export interface GlueJobModel extends JobBase {
  readonly kind: 'Glue';
  /** In Glue. */
  readonly job: string;
  readonly engine: SparkEngine | PythonShellEngine;
  readonly maxConcurrentRuns: number;
  readonly retries: number;
  readonly logs: JobLogs;
}

export interface JobLogs {
  /** What the names of both begin with. */
  readonly prefix: string;
  /** What the script prints, and what all else says. */
  readonly groups: readonly LogGroupModel[];
}

/** In Spark. */
export function sparkJobModel(given: Given, job: Job, glue: Glue, base: JobBase, known: Known): GlueJobModel {
  const prefix = logGroupName(given.scope, undefined, 'jobs', base.name);
  const logs = logsOf(given, known.security, base, prefix);
  return glueJobModel(given, job, base, { ...glue, logs, engine: sparkEngine(given, job, glue, base, known, prefix) });
}

export function pythonJobModel(
  given: Given,
  job: Job,
  pythonShell: PythonShell,
  base: JobBase,
  { security }: Known,
): GlueJobModel {
  const logs = logsOf(given, security, base, PYTHON_LOGS);
  // Those of all pipelines begin alike: of its own they have the configuration and the role.
  const prefix = securedJobLogs(security, PYTHON_LOGS, base.role);
  return glueJobModel(given, job, base, {
    ...pythonShell,
    logs: { ...logs, prefix },
    engine: pythonShellEngine(pythonShell),
  });
}

function glueJobModel(
  { scope }: Given,
  { retries }: Job,
  base: JobBase,
  { logs, engine, maxConcurrentRuns }: Pick<GlueJobModel, 'logs' | 'engine' | 'maxConcurrentRuns'>,
): GlueJobModel {
  return {
    ...base,
    kind: 'Glue',
    job: awsName(GLUE.Job, scope, base.name),
    engine,
    maxConcurrentRuns,
    retries,
    logs,
  };
}

const LOGS = ['output', 'error'] as const;

function logsOf(given: Given, security: SecurityModel, { name, component, role }: JobBase, prefix: string): JobLogs {
  return {
    prefix,
    groups: LOGS.map((stream) => {
      const group = `${securedJobLogs(security, prefix, role)}/${stream}`;
      return groupNamedByService(given, component, group, `jobs-${name}`, stream);
    }),
  };
}
