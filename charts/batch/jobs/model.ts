/** Jobs, by what they run on. A kind of job is a folder: its model, its block, and what it means to run it. */
import type { Job } from '../../../crds/datapipeline.ts';
import { isJobIn, platformOf } from '../../../crds/jobs.ts';
import type { Given } from '../../model.ts';
import { jobBase, type Known } from './base.ts';
import { type EmrClusterJobModel, emrClusterJobModel } from './emr-cluster/model.ts';
import { type EmrServerlessJobModel, emrServerlessJobModel } from './emr-serverless/model.ts';
import { type GlueJobModel, pythonJobModel, sparkJobModel } from './glue/model.ts';

export type JobModel = GlueJobModel | EmrServerlessJobModel | EmrClusterJobModel;

/** Those of the environment. */
export function jobModels(given: Given, known: Known): readonly JobModel[] {
  const { jobs = [], environment } = given.spec;
  return jobs.filter((job) => isJobIn(job, environment)).map((job) => jobModel(given, job, known));
}

function jobModel(given: Given, job: Job, known: Known): JobModel {
  const base = jobBase(given, job, known);
  const platform = platformOf(job);
  switch (platform.kind) {
    case 'Glue':
      return sparkJobModel(given, job, platform.glue, base, known);
    case 'PythonShell':
      return pythonJobModel(given, job, platform.pythonShell, base, known);
    case 'EmrServerless':
      return emrServerlessJobModel(given, job, platform.emrServerless, base, known);
    case 'EmrCluster':
      return emrClusterJobModel(given, job, platform.emrCluster, base, known);
  }
}
