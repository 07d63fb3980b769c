/** SQS. */
import { service } from './kind.ts';

export const SQS = service('sqs', {
  Queue: {
    plural: 'queues',
    identity: 'Assigned',
    namedBy: 'name',
    nameLimit: 80,
    tagged: true,
    observed: ['arn'],
    immutable: ['name', 'fifoQueue'],
  },
});
