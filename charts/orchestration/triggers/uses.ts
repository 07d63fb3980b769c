/** What a trigger needs: the events of its zone, a queue that EventBridge may fill, and the right to empty it. */
import type { Use } from '../../access/use.ts';
import { queueArn } from '../../arns.ts';
import { idOf } from '../../kinds/kind.ts';
import { S3 } from '../../kinds/s3.ts';
import { SQS } from '../../kinds/sqs.ts';
import type { PipelineModel } from '../../model.ts';
import type { TriggerModel } from './model.ts';

/** The zone sends its events, which takes no right. */
export function followZone({ component, zone }: TriggerModel): Use {
  const after = [idOf(S3.BucketNotification, zone.object)];
  return { by: component, of: zone.component, after, allow: [], calls: [] };
}

/** Takes messages from the queue, and takes them away when something was started with them. */
export function readQueue({ place }: PipelineModel, { component, queue }: TriggerModel): Use {
  return {
    by: component,
    of: component,
    after: [idOf(SQS.Queue, queue.object)],
    allow: [
      {
        sid: 'ReadQueue',
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [queueArn(place, queue.queue)],
      },
    ],
    calls: ['sqs'],
  };
}
