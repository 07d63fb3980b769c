/** Jobs: Spark on Glue. */
import { createHash } from 'node:crypto';
import type { Job } from '../../../crds/datapipeline.ts';
import { isJobIn } from '../../../crds/jobs.ts';
import { JOB_FILES, SPARK_UI } from '../../../crds/schema/jobs.ts';
import { jobs as builtIns, type ScriptCode } from '../../../dataplane/index.ts';
import { type RoleModel, roleModel } from '../../access/role.ts';
import { type CodeBucketModel, type CodeObjectModel, codeObjectModel } from '../../foundation/code/model.ts';
import { type LogGroupModel, logRetentionDays } from '../../foundation/logs/group.ts';
import type { TableModel } from '../../foundation/tables/model.ts';
import type { ZoneModel } from '../../foundation/zones/model.ts';
import { GLUE } from '../../kinds/glue.ts';
import type { Given } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { awsName, logGroupName, objectName } from '../../names.ts';
import { named } from '../../reference.ts';
import { ownArguments } from './arguments.ts';
import { type DataPlace, placeOf } from './places.ts';

export interface JobModel {
  readonly name: string;
  readonly component: string;
  readonly object: string;
  /** In Glue. */
  readonly job: string;
  readonly role: RoleModel;
  readonly script: JobScript;
  readonly source?: DataPlace;
  readonly target?: DataPlace;
  /** A folder of the job's own in the zone that it reads, of which no table and no crawler knows. */
  readonly files?: DataPlace;
  /** Event logs of Spark. */
  readonly sparkUI?: DataPlace;
  readonly arguments: Readonly<Record<string, string>>;
  /** What no run can be started without or with other values of. */
  readonly ownArguments: Readonly<Record<string, string>>;
  readonly version: string;
  readonly workerType: string;
  readonly workers: number;
  readonly flex: boolean;
  readonly maxConcurrentRuns: number;
  readonly retries: number;
  readonly timeoutMinutes: number;
  readonly logs: JobLogs;
}

/** What the pipeline brings along, or what is there. */
export type JobScript =
  | { readonly own: CodeObjectModel }
  | { readonly given: { readonly bucket: string; readonly key: string } };

export interface JobLogs {
  /** Glue makes two names of it. */
  readonly prefix: string;
  /** What the script prints, and what Spark says. */
  readonly groups: readonly LogGroupModel[];
}

const MINUTES = 60;

interface Known {
  readonly zones: readonly ZoneModel[];
  readonly tables: readonly TableModel[];
}

/** Those of the environment. */
export function jobModels(given: Given, known: Known): readonly JobModel[] {
  const { jobs = [], environment } = given.spec;
  return jobs.filter((job) => isJobIn(job, environment)).map((job) => jobModel(given, job, known));
}

function jobModel(given: Given, job: Job, known: Known): JobModel {
  const { scope, profile } = given;
  const { name, glue } = job;
  const component = `jobs/${name}`;
  const word = `job-${name}`;
  const builtIn = job.script.builtIn === undefined ? undefined : builtIns[job.script.builtIn];
  const source = placeOf(job.from, known, component);
  const target = placeOf(job.to, known, component);
  const files = builtIn === undefined || source === undefined ? undefined : below(source.zone, `${JOB_FILES}${name}/`);
  const sparkUI = glue.sparkUI
    ? below(named(known.zones, SPARK_UI.zone, component, 'zone'), `${SPARK_UI.prefix}${name}/`)
    : undefined;
  const logs = logsOf(given, name, component);
  const places = {
    ...(source === undefined ? {} : { source }),
    ...(target === undefined ? {} : { target }),
    ...(files === undefined ? {} : { files }),
    ...(sparkUI === undefined ? {} : { sparkUI }),
  };
  const flexible = glue.workerType === 'G.1X' || glue.workerType === 'G.2X';
  return {
    name,
    component,
    object: objectName(scope, word),
    job: awsName(GLUE.Job, scope, name),
    role: roleModel(scope, component, word),
    script: scriptOf(given, job, component),
    ...places,
    arguments: job.arguments ?? {},
    ownArguments: ownArguments({ glue, builtIn, logPrefix: logs.prefix, ...places }),
    version: glue.version,
    workerType: glue.workerType,
    workers: glue.workers ?? profile.jobs.workers,
    flex: glue.flex ?? (flexible && profile.jobs.flex),
    maxConcurrentRuns: glue.maxConcurrentRuns,
    retries: job.retries,
    timeoutMinutes: job.timeoutMinutes ?? builtIn?.timeoutMinutes ?? MINUTES,
    logs,
  };
}

function below(zone: ZoneModel, prefix: string): DataPlace {
  return { zone, prefix, path: `s3://${zone.bucket}/${prefix}` };
}

function scriptOf({ scope }: Given, { name, script }: Job, component: string): JobScript {
  const { builtIn, inline, s3 } = script;
  if (s3 !== undefined) return { given: s3 };
  const code = builtIn === undefined ? inlineCode(inline, component) : builtIns[builtIn].code;
  const content = { contentBase64: Buffer.from(code.script).toString('base64'), sha256: code.sha256 };
  return { own: codeObjectModel(scope, { folder: 'jobs', name, ending: 'py' }, content) };
}

function inlineCode(script: string | undefined, component: string): Pick<ScriptCode, 'script' | 'sha256'> {
  if (script === undefined) throw new ModelError(component, 'has no script; write script');
  return { script, sha256: createHash('sha256').update(script).digest('hex') };
}

/** `s3://<bucket>/<key>` of what a run loads. */
export function scriptLocation({ script }: Pick<JobModel, 'script'>, code: CodeBucketModel): string {
  return 'own' in script ? `s3://${code.bucket}/${script.own.key}` : `s3://${script.given.bucket}/${script.given.key}`;
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
