/** Calls a function and waits for its answer, which nobody reads. */
import { integrationArn } from '../../../arns.ts';
import { calledArn, invokeFunction } from '../../../streaming/functions/uses.ts';
import { asAsked, onTransient } from '../asl/retry.ts';
import type { StepTarget } from '../model.ts';
import type { TaskKind } from './task.ts';

/** As AWS advises to try again. Source: Step Functions guide, "Handle transient Lambda service exceptions". */
const TRANSIENT = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

export const functionTask: TaskKind<Extract<StepTarget, { readonly kind: 'Function' }>> = {
  state: ({ model: { place }, workflow, step }, { called }) => ({
    Type: 'Task',
    Resource: integrationArn(place, 'lambda:invoke'),
    Parameters: {
      FunctionName: calledArn(place, called),
      Payload: {
        workflow: workflow.name,
        step: step.name,
        'execution.$': '$$.Execution.Id',
        'startedAt.$': '$$.Execution.StartTime',
        'input.$': '$$.Execution.Input',
      },
    },
    ResultPath: null,
    TimeoutSeconds: step.timeoutSeconds,
    Retry: [onTransient(TRANSIENT), ...asAsked(step.retry, 'States.TaskFailed')],
  }),
  uses: (by, model, { called }) => [invokeFunction(by, model, called)],
};
