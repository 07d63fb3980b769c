/** What every job has, whatever it runs on: names, script, places, and what its script is told of them. */
import { createHash } from 'node:crypto';
import type { Job } from '../../../crds/datapipeline.ts';
import { keepsFiles } from '../../../crds/jobs.ts';
import { JOB_FILES } from '../../../crds/schema/jobs.ts';
import { SPARK_UI } from '../../../crds/schema/spark-ui.ts';
import { jobs as builtIns, type JobBuiltIn, type ScriptCode } from '../../../dataplane/index.ts';
import { type RoleModel, roleModel } from '../../access/role.ts';
import { type CodeBucketModel, type CodeObjectModel, codeObjectModel } from '../../foundation/code/model.ts';
import type { NetworkModel } from '../../foundation/network/model.ts';
import type { SecurityModel } from '../../foundation/security/model.ts';
import type { TableModel } from '../../foundation/tables/model.ts';
import type { ZoneModel } from '../../foundation/zones/model.ts';
import type { Given } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { objectName } from '../../names.ts';
import { named } from '../../reference.ts';
import { type DataPlace, folderOf, type SourcePlace, sourceOf, targetOf } from './places.ts';

export interface JobBase {
  readonly name: string;
  readonly component: string;
  readonly object: string;
  readonly role: RoleModel;
  readonly script: JobScript;
  readonly source?: SourcePlace;
  readonly target?: DataPlace;
  /** A folder of the job's own, of which no table and no crawler knows: in the zone that it reads, else writes. */
  readonly files?: DataPlace;
  /** The user's, of the script. */
  readonly arguments: Readonly<Record<string, string>>;
  readonly timeoutMinutes: number;
}

/** What the pipeline brings along, or what is there. */
export type JobScript =
  | { readonly own: CodeObjectModel }
  | { readonly given: { readonly bucket: string; readonly key: string } };

const MINUTES = 60;

export interface Known {
  readonly zones: readonly ZoneModel[];
  readonly tables: readonly TableModel[];
  readonly security: SecurityModel;
  /** Where compute stands; absent where AWS runs it. */
  readonly network: NetworkModel | undefined;
}

export function builtInOf({ script }: Pick<Job, 'script'>): JobBuiltIn | undefined {
  return script.builtIn === undefined ? undefined : builtIns[script.builtIn];
}

/** The word by which its objects are told from those of other blocks. */
export function jobWord({ name }: Pick<Job, 'name'>): string {
  return `job-${name}`;
}

export function jobBase(given: Given, job: Job, known: Known): JobBase {
  const { scope } = given;
  const { name } = job;
  const component = `jobs/${name}`;
  const builtIn = builtInOf(job);
  const source = sourceOf(job.from, known, component);
  const target = targetOf(job.to, known, component);
  const home = source?.zone ?? target?.zone;
  const keeps = builtIn !== undefined && keepsFiles(builtIn);
  const files = keeps && home !== undefined ? folderOf(home, `${JOB_FILES}${name}/`) : undefined;
  return {
    name,
    component,
    object: objectName(scope, jobWord(job)),
    role: roleModel(scope, component, jobWord(job)),
    script: scriptOf(given, job, component),
    ...(source === undefined ? {} : { source }),
    ...(target === undefined ? {} : { target }),
    ...(files === undefined ? {} : { files }),
    arguments: job.arguments ?? {},
    timeoutMinutes: job.timeoutMinutes ?? builtIn?.timeoutMinutes ?? MINUTES,
  };
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

/** Where event logs of Spark are kept. */
export function eventLogsOf({ name, component }: JobBase, { zones }: Known): DataPlace {
  return folderOf(named(zones, SPARK_UI.zone, component, 'zone'), `${SPARK_UI.prefix}${name}/`);
}

/** `s3://<bucket>/<key>` of what a run loads. */
export function scriptLocation({ script }: Pick<JobBase, 'script'>, code: CodeBucketModel): string {
  return 'own' in script ? `s3://${code.bucket}/${script.own.key}` : `s3://${script.given.bucket}/${script.given.key}`;
}
