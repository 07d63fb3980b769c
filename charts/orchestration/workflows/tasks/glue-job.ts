/** Runs a job on Glue and waits for its end. When the step ends before it, Step Functions stops the run. */
import { integrationArn } from '../../../arns.ts';
import { startJobRun } from '../../../batch/jobs/glue/uses.ts';
import { asAsked, onBusy, onTransient } from '../asl/retry.ts';
import type { StepTarget } from '../model.ts';
import type { TaskKind } from './task.ts';

/** What Glue says when it had no time, and what its client says of errors that it does not know. */
const TRANSIENT = [
  'Glue.OperationTimeoutException',
  'Glue.InternalServiceException',
  'Glue.ThrottlingException',
  'Glue.AWSGlueException',
  'Glue.SdkClientException',
];
/** Another run goes on that somebody started; its end is waited for. */
const BUSY = ['Glue.ConcurrentRunsExceededException', 'Glue.ResourceNumberLimitExceededException'];

export const glueJobTask: TaskKind<Extract<StepTarget, { readonly kind: 'GlueJob' }>> = {
  state: ({ model: { place }, step }, { job }) => ({
    Type: 'Task',
    Resource: integrationArn(place, 'glue:startJobRun.sync'),
    Parameters: { JobName: job.job },
    ResultPath: null,
    TimeoutSeconds: step.timeoutSeconds,
    Retry: [onTransient(TRANSIENT), onBusy(BUSY), ...asAsked(step.retry, 'States.TaskFailed')],
  }),
  uses: (by, model, { job }) => [startJobRun(by, model, job)],
};
