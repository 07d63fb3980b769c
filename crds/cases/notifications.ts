/** Notifications. */
import type { Cases } from './cases.ts';

const emails = (...addresses: readonly string[]) => ({ notifications: { emails: addresses } });
const topic = (topicArn: string) => ({ notifications: { topicArn } });
const NOT_A_TOPIC = (arn: string) =>
  `topicArn "${arn}" is not the ARN of a standard SNS topic; write arn:<partition>:sns:<region>:<account>:<topic>, and none that ends in .fifo`;

export const notificationsCases: Cases = {
  good: [
    { reason: 'a topic that others subscribe to', spec: { notifications: {} } },
    { reason: 'two people', spec: emails('data-oncall@example.com', "o'hara+data@mail.example.co.uk") },
    { reason: 'a topic that is there', spec: topic('arn:aws:sns:us-east-1:999999999999:data_oncall') },
    {
      reason: 'a topic in China',
      spec: { partition: 'aws-cn', region: 'cn-north-1', ...topic('arn:aws-cn:sns:cn-north-1:123456789012:oncall') },
    },
  ],
  bad: [
    {
      reason: 'an address without a host',
      spec: emails('oncall'),
      path: 'spec.notifications.emails[0]',
      message: 'emails has "oncall", which is not an e-mail address; write one like data-oncall@example.com',
      by: 'rule',
    },
    {
      reason: 'a name beside the address',
      spec: emails('On Call <oncall@example.com>'),
      path: 'spec.notifications.emails[0]',
      message:
        'emails has "On Call <oncall@example.com>", which is not an e-mail address; write one like data-oncall@example.com',
      by: 'rule',
    },
    {
      reason: 'an address twice',
      spec: emails('a@example.com', 'b@example.com', 'a@example.com'),
      path: 'spec.notifications.emails',
      message: 'emails has an address twice; write each once',
      by: 'rule',
    },
    {
      reason: 'more addresses than anybody reads',
      spec: emails(...Array.from({ length: 21 }, (_, index) => `a${index}@example.com`)),
      path: 'spec.notifications.emails',
      message: 'must have at most 20 items; keep 20 items at most',
      by: 'structure',
    },
    {
      reason: 'addresses for somebody else’s topic',
      spec: {
        notifications: { emails: ['a@example.com'], topicArn: 'arn:aws:sns:us-east-1:123456789012:oncall' },
      },
      path: 'spec.notifications.emails',
      message:
        'emails do not apply to topicArn, a topic that the pipeline does not own; subscribe them to that topic, or remove topicArn',
      by: 'rule',
    },
    {
      reason: 'the name of a topic',
      spec: topic('oncall'),
      path: 'spec.notifications.topicArn',
      message: NOT_A_TOPIC('oncall'),
      by: 'rule',
    },
    {
      reason: 'a topic that keeps order, which takes no e-mail and no alarm',
      spec: topic('arn:aws:sns:us-east-1:123456789012:oncall.fifo'),
      path: 'spec.notifications.topicArn',
      message: NOT_A_TOPIC('arn:aws:sns:us-east-1:123456789012:oncall.fifo'),
      by: 'rule',
    },
    {
      reason: 'a topic in another region',
      spec: topic('arn:aws:sns:us-west-2:123456789012:oncall'),
      path: 'spec.notifications.topicArn',
      message:
        'topicArn arn:aws:sns:us-west-2:123456789012:oncall is not in region us-east-1; write the ARN of a topic that begins with arn:aws:sns:us-east-1:',
      by: 'rule',
    },
  ],
};
