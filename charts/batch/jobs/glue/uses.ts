/** What it means to run a job on Glue. */
import type { Use } from '../../../access/use.ts';
import { glueArn } from '../../../arns.ts';
import { GLUE } from '../../../kinds/glue.ts';
import { idOf } from '../../../kinds/kind.ts';
import type { PipelineModel } from '../../../model.ts';
import type { GlueJobModel } from './model.ts';

/** Starts a run, waits for its end, and stops it when nobody waits any more. */
export function startJobRun(by: string, { place }: PipelineModel, { component, object, job }: GlueJobModel): Use {
  return {
    by,
    of: component,
    after: [idOf(GLUE.Job, object)],
    allow: [
      {
        sid: 'StartJobRun',
        actions: ['glue:StartJobRun', 'glue:GetJobRun', 'glue:GetJobRuns', 'glue:BatchStopJobRun'],
        resources: [glueArn(place, 'job', job)],
      },
    ],
    calls: ['glue'],
  };
}

/** Starts a run, and leaves it to itself. */
export function launchJob(by: string, { place }: PipelineModel, { component, object, job }: GlueJobModel): Use {
  const allow = [{ sid: 'LaunchJob', actions: ['glue:StartJobRun'], resources: [glueArn(place, 'job', job)] }];
  return { by, of: component, after: [idOf(GLUE.Job, object)], allow, calls: ['glue'] };
}
