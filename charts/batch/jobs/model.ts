/** Jobs, by what they run on. A kind of job is a folder: its model, its block, and what it means to run it. */
import type { Job } from '../../../crds/datapipeline.ts';
import { isJobIn } from '../../../crds/jobs.ts';
import type { Given } from '../../model.ts';
import { jobBase, type Known } from './base.ts';
import { type GlueJobModel, glueJobModel } from './glue/model.ts';

export type JobModel = GlueJobModel;

/** Those of the environment. */
export function jobModels(given: Given, known: Known): readonly JobModel[] {
  const { jobs = [], environment } = given.spec;
  return jobs.filter((job) => isJobIn(job, environment)).map((job) => jobModel(given, job, known));
}

function jobModel(given: Given, job: Job, known: Known): JobModel {
  return glueJobModel(given, job, jobBase(given, job, known), known);
}
