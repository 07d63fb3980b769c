/** What it means to call a function. */
import type { Use } from '../../access/use.ts';
import { functionArn, type Place } from '../../arns.ts';
import { idOf } from '../../kinds/kind.ts';
import { LAMBDA } from '../../kinds/lambda.ts';
import type { PipelineModel } from '../../model.ts';
import type { FunctionModel } from './model.ts';

/**
 * What callers call: the code that was deployed last. With its qualifier written out, because services that keep the ARN
 * (Firehose) add it themselves and would differ from what was asked for.
 */
export function calledArn(place: Place, { functionName }: FunctionModel): string {
  return `${functionArn(place, functionName)}:$LATEST`;
}

/** Whether a call of $LATEST is asked of the function or of that version differs by who calls: both are said. */
export function invokeFunction(by: string, { place }: PipelineModel, called: FunctionModel): Use {
  const arn = functionArn(place, called.functionName);
  return {
    by,
    of: called.component,
    after: [idOf(LAMBDA.Function, called.object)],
    allow: [
      {
        sid: 'Invoke',
        actions: ['lambda:InvokeFunction'],
        resources: [arn, `${arn}:$LATEST`],
      },
    ],
    calls: ['lambda'],
  };
}

/** Firehose reads the function's time-out before it calls. */
export function transformWith(by: string, model: PipelineModel, called: FunctionModel): Use {
  const use = invokeFunction(by, model, called);
  const read = ['lambda:GetFunctionConfiguration'];
  return { ...use, allow: use.allow.map((one) => ({ ...one, actions: [...one.actions, ...read] })) };
}
