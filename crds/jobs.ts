/** Which jobs a pipeline has, and what they run on. */
import type { Environment, Glue, Job } from './datapipeline.ts';
import { glue } from './schema/jobs.ts';
import { asFieldSchema } from './structural.ts';
import { withDefaults } from './validate/defaults.ts';

/** A job that is not of this environment is not made, and steps that run it are passed over. */
export function isJobIn({ onlyIn }: Pick<Job, 'onlyIn'>, environment: Environment): boolean {
  return onlyIn === undefined || onlyIn.includes(environment);
}

/** What the API server would have stored of `glue: {}`. */
const GLUE_DEFAULTS = withDefaults({}, asFieldSchema(glue)) as Glue;

/** A job that does not say what it runs on runs on Glue. */
export function glueOf(job: Pick<Job, 'glue'>): Glue {
  return job.glue ?? GLUE_DEFAULTS;
}
