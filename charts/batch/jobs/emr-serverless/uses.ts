/** What it means to run a job on EMR Serverless. */
import { hearOfEnd, passRole } from '../../../access/run.ts';
import type { Use } from '../../../access/use.ts';
import { emrServerlessArn } from '../../../arns.ts';
import { EMR_SERVERLESS } from '../../../kinds/emrserverless.ts';
import { idOf } from '../../../kinds/kind.ts';
import type { PipelineModel } from '../../../model.ts';
import { observed } from '../../../observed.ts';
import type { EmrServerlessJobModel } from './model.ts';

export function applicationIdOf({ application }: Pick<EmrServerlessJobModel, 'application'>): string {
  return observed(EMR_SERVERLESS.Application, application, 'id');
}

/**
 * Starts a run, waits for its end, and cancels it when nobody waits any more. Source: Step Functions guide, "IAM policies for
 * calling EMR Serverless".
 */
export function runOnServerless(by: string, { place }: PipelineModel, job: EmrServerlessJobModel): Use {
  const id = applicationIdOf(job);
  return {
    by,
    of: job.component,
    after: [idOf(EMR_SERVERLESS.Application, job.application)],
    allow: [
      { sid: 'StartServerlessRun', actions: ['emr-serverless:StartJobRun'], resources: [emrServerlessArn(place, id)] },
      {
        sid: 'WatchServerlessRun',
        actions: ['emr-serverless:GetJobRun', 'emr-serverless:CancelJobRun'],
        resources: [emrServerlessArn(place, id, 'jobruns', '*')],
      },
      passRole(place, job.role, 'emr-serverless.amazonaws.com', 'PassJobRole'),
      hearOfEnd(place, ['StepFunctionsGetEventsForEMRServerlessJobRule']),
    ],
    calls: ['emr-serverless', 'events'],
  };
}
