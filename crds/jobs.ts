/** Which jobs a pipeline has. */
import type { Environment, Job } from './datapipeline.ts';

/** A job that is not of this environment is not made, and steps that run it are passed over. */
export function isJobIn({ onlyIn }: Pick<Job, 'onlyIn'>, environment: Environment): boolean {
  return onlyIn === undefined || onlyIn.includes(environment);
}
