/** Which jobs a pipeline has, and what they run on. */
import type { EmrCluster, EmrServerless, Environment, Glue, Job } from './datapipeline.ts';
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
  | { readonly kind: 'EmrServerless'; readonly emrServerless: EmrServerless }
  | { readonly kind: 'EmrCluster'; readonly emrCluster: EmrCluster };

type Platformed = Pick<Job, 'glue' | 'emrServerless' | 'emrCluster'>;

/** The field of a job that says it. */
export const PLATFORM_FIELD = { Glue: 'glue', EmrServerless: 'emrServerless', EmrCluster: 'emrCluster' } as const;

/** What the API server would have stored of `glue: {}`. */
const GLUE_DEFAULTS = withDefaults({}, asFieldSchema(glue)) as Glue;

/** A job that does not say what it runs on runs on Glue. */
export function platformOf(job: Platformed): Platform {
  const { emrServerless, emrCluster } = job;
  if (emrServerless !== undefined) return { kind: 'EmrServerless', emrServerless };
  if (emrCluster !== undefined) return { kind: 'EmrCluster', emrCluster };
  return { kind: 'Glue', glue: job.glue ?? GLUE_DEFAULTS };
}

/** Whether event logs are kept for the Spark UI. */
export function keepsEventLogs(job: Platformed): boolean {
  const platform = platformOf(job);
  switch (platform.kind) {
    case 'Glue':
      return platform.glue.sparkUI;
    case 'EmrServerless':
      return platform.emrServerless.sparkUI;
    // EMR keeps them itself, for a month after the cluster's end.
    case 'EmrCluster':
      return false;
  }
}
