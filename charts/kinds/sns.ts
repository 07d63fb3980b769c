/** SNS. */
import { service } from './kind.ts';

export const SNS = service('sns', {
  Topic: {
    plural: 'topics',
    identity: 'Named',
    nameLimit: 256,
    tagged: true,
    guarded: true,
    immutable: ['fifoTopic'],
  },
  TopicSubscription: {
    plural: 'topicsubscriptions',
    identity: 'Assigned',
    partOf: { kind: 'sns.Topic', by: 'topicArn' },
    immutable: ['topicArn', 'protocol', 'endpoint'],
  },
});
