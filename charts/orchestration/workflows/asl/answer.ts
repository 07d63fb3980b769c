/** A call that is answered at once and whose answer nobody needs: to tell the topic, to keep an input. */
import type { Json } from '../../../../crds/kubernetes.ts';
import { integrationArn, type Place } from '../../../arns.ts';
import { onTransient } from './retry.ts';
import type { Body } from './states.ts';

export function unanswered(place: Place, integration: string, Parameters: Json): Body {
  return {
    Type: 'Task',
    Resource: integrationArn(place, integration),
    Parameters,
    ResultPath: null,
    TimeoutSeconds: 60,
    Retry: [onTransient(['States.TaskFailed'])],
  };
}
