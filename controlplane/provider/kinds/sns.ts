/** SNS. */
import { createHash } from 'node:crypto';
import { SNS } from '../../../charts/kinds/sns.ts';
import { serviceError } from '../aws-fault.ts';
import { type KindBehaviour, lastSegment, text } from '../behaviour.ts';
import { fromRecording } from '../from-recording.ts';
import { refusesSubscription, refusesTopic } from '../rules/sns.ts';

const topic = fromRecording(SNS.Topic, {
  calls: { Update: 'SetTopicAttributes' },
  // CreateTopic answers with the topic of that name.
  recreate: 'Overwrites',
  unset: { kmsMasterKeyId: '', policy: '' },
  refuses: { create: refusesTopic, update: (_, input, aws) => refusesTopic(input, aws) },
});

const subscription = fromRecording(SNS.TopicSubscription, {
  service: 'SNS',
  calls: { Create: 'Subscribe', Update: 'SetSubscriptionAttributes', Delete: 'Unsubscribe' },
  title: ({ desired }) => `SNS Topic Subscription (${text(desired, 'endpoint')})`,
  // One per topic, protocol and endpoint: Subscribe answers with the one that is there.
  address: ({ desired }) => {
    const [topicArn, ...endpoint] = ['topicArn', 'protocol', 'endpoint'].map((field) => text(desired, field));
    return `${topicArn}:${uuidOf(endpoint)}`;
  },
  recreate: 'Overwrites',
  requires: ({ desired }) => {
    const fault = serviceError(404, 'NotFoundException', 'Topic does not exist');
    return [{ type: 'sns.Topic', address: lastSegment(text(desired, 'topicArn')), partOf: true, fault }];
  },
  refuses: { create: refusesSubscription },
  outputs: {
    // Nobody reads the mail of a simulation.
    pendingConfirmation: ({ attributes }) => text(attributes, 'protocol') === 'email',
    confirmationWasAuthenticated: ({ attributes }) => text(attributes, 'protocol') !== 'email',
  },
});

function uuidOf(parts: readonly string[]): string {
  const digits = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join('-');
}

export const SNS_BEHAVIOURS: readonly KindBehaviour[] = [topic, subscription];
