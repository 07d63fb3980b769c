/** Which jobs a pipeline has, and what they run on. */
import type { JobBuiltIn } from '../dataplane/descriptors.ts';
import type { EmrCluster, EmrServerless, Environment, Glue, Job, PythonShell } from './datapipeline.ts';
import { glue } from './schema/jobs.ts';
import { asFieldSchema } from './structural.ts';
import { withDefaults } from './validate/defaults.ts';

/** A job that is not of this environment is not made, and steps that run it are passed over. */
export function isJobIn({ onlyIn }: Pick<Job, 'onlyIn'>, environment: Environment): boolean {
  return onlyIn === undefined || onlyIn.includes(environment);
}

/** What a job runs on, with what the spec says of it. */
export type Platform =
  | { readonly kind: 'Glue'; readonly glue: Glue }
  | { readonly kind: 'PythonShell'; readonly pythonShell: PythonShell }
  | { readonly kind: 'EmrServerless'; readonly emrServerless: EmrServerless }
  | { readonly kind: 'EmrCluster'; readonly emrCluster: EmrCluster };

type Platformed = Pick<Job, 'glue' | 'pythonShell' | 'emrServerless' | 'emrCluster'>;

/** The field of a job that says it. */
export const PLATFORM_FIELD = {
  Glue: 'glue',
  PythonShell: 'pythonShell',
  EmrServerless: 'emrServerless',
  EmrCluster: 'emrCluster',
} as const;

/** What the API server would have stored of `glue: {}`. */
const GLUE_DEFAULTS = withDefaults({}, asFieldSchema(glue)) as Glue;

/** A job that does not say what it runs on runs on Glue. */
export function platformOf(job: Platformed): Platform {
  const { pythonShell, emrServerless, emrCluster } = job;
  if (pythonShell !== undefined) return { kind: 'PythonShell', pythonShell };
  if (emrServerless !== undefined) return { kind: 'EmrServerless', emrServerless };
  if (emrCluster !== undefined) return { kind: 'EmrCluster', emrCluster };
  return { kind: 'Glue', glue: job.glue ?? GLUE_DEFAULTS };
}

/** Whether it is a job of the service Glue, in Spark or in plain Python. */
export function isOnGlue(job: Platformed): boolean {
  const { kind } = platformOf(job);
  return kind === 'Glue' || kind === 'PythonShell';
}

/** Whether a built-in keeps something of its own beside what it reads: refused records, or how far it has read. */
export function keepsFiles({ arguments: all }: Pick<JobBuiltIn, 'arguments'>): boolean {
  return all.some(({ binding }) => binding === 'quarantine.path' || binding === 'bookmark.path');
}

/** Whether event logs are kept for the Spark UI. */
export function keepsEventLogs(job: Platformed): boolean {
  const platform = platformOf(job);
  switch (platform.kind) {
    case 'Glue':
      return platform.glue.sparkUI;
    case 'EmrServerless':
      return platform.emrServerless.sparkUI;
    case 'PythonShell':
      return false;
    // EMR keeps them itself, for a month after the cluster's end.
    case 'EmrCluster':
      return false;
  }
}
