/** Runs a job on EMR Serverless and waits for its end. When the step ends before it, Step Functions cancels the run. */
import type { Size } from '../../../../crds/emr-sizes.ts';
import { integrationArn, roleArn } from '../../../arns.ts';
import { scriptLocation } from '../../../batch/jobs/base.ts';
import type { EmrServerlessJobModel } from '../../../batch/jobs/emr-serverless/model.ts';
import { applicationIdOf, runOnServerless } from '../../../batch/jobs/emr-serverless/uses.ts';
import { confList, GLUE_CATALOG } from '../../../batch/jobs/spark-submit.ts';
import { asAsked, onTransient } from '../asl/retry.ts';
import type { StepTarget } from '../model.ts';
import type { TaskKind } from './task.ts';

/** What the service says when it had no time, and what its client says of errors that it does not know. */
const TRANSIENT = [
  'EmrServerless.InternalServerException',
  'EmrServerless.ThrottlingException',
  'EmrServerless.EmrServerlessException',
  'EmrServerless.SdkClientException',
];

export const emrServerlessTask: TaskKind<Extract<StepTarget, { readonly kind: 'EmrServerlessJob' }>> = {
  state: ({ model: { place, code }, step }, { job }) => ({
    Type: 'Task',
    Resource: integrationArn(place, 'emr-serverless:startJobRun.sync'),
    Parameters: {
      ApplicationId: applicationIdOf(job),
      ExecutionRoleArn: roleArn(place, job.role),
      Name: job.name,
      ExecutionTimeoutMinutes: job.timeoutMinutes,
      JobDriver: {
        SparkSubmit: {
          EntryPoint: scriptLocation(job, code),
          EntryPointArguments: [...job.scriptArguments],
          SparkSubmitParameters: sparkSubmitParameters(job),
        },
      },
    },
    ResultPath: null,
    TimeoutSeconds: step.timeoutSeconds,
    Retry: [onTransient(TRANSIENT), ...asAsked(step.retry, 'States.TaskFailed')],
  }),
  uses: (by, model, { job }) => [runOnServerless(by, model, job)],
};

function sparkSubmitParameters({ driver, executor }: EmrServerlessJobModel): string {
  return confList([...workerSettings('driver', driver), ...workerSettings('executor', executor), ...GLUE_CATALOG]).join(
    ' ',
  );
}

/**
 * A worker is as large as heap and what is beside it together, rounded up to a size that there is. Source: EMR Serverless user
 * guide, "Understanding application behavior" and "Spark job properties".
 */
function workerSettings(
  role: 'driver' | 'executor',
  { cpu, memory, disk }: Size,
): readonly (readonly [string, string])[] {
  const all = memory * 1024;
  // A tenth of the heap is Spark's own measure, and never less than 384 MiB.
  const heap = Math.min(Math.floor(all / 1.1), all - 384);
  return [
    [`spark.${role}.cores`, String(cpu)],
    [`spark.${role}.memory`, `${heap}m`],
    [`spark.${role}.memoryOverhead`, `${all - heap}m`],
    [`spark.emr-serverless.${role}.disk`, `${disk}g`],
  ];
}
