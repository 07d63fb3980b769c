import { ANY_PARTITION } from '../aws-partitions.ts';
import { object, optional, type Stored, sequence, text } from './fields.ts';
import { matches, type Rule } from './rules.ts';
import { section } from './section.ts';
import { fromAws } from './status-fields.ts';

const MAX_EMAILS = 20;

/** As SNS takes them: one address, of characters that need no quotes. */
const EMAIL = "^[A-Za-z0-9!#$%&'*+/=?^_`|~.-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$";
const TOPIC_ARN = `^arn:${ANY_PARTITION}:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$`;

const notifications = object(
  {
    emails: optional(
      sequence(
        text({
          description: 'E-mail address.',
          example: 'data-oncall@example.com',
          maxLength: 254,
          rules: [
            matches(
              EMAIL,
              'emails has "{self}", which is not an e-mail address; write one like data-oncall@example.com',
            ),
          ],
        }),
        {
          description:
            'Who is told by e-mail. Each gets a message from AWS first, and must confirm with the link in it; AWS forgets what is not confirmed within two days, and the provider asks once more.',
          example: ['data-oncall@example.com'],
          maxItems: MAX_EMAILS,
          rules: [
            {
              cel: 'self.all(email, self.filter(other, other == email).size() == 1)',
              message: 'emails has an address twice; write each once',
            },
          ],
        },
      ),
    ),
    topicArn: optional(
      text({
        description:
          'ARN of an SNS topic that is there, in the same Region, told instead of one made for the pipeline. Its policy and that of its key must let the roles and services of the pipeline publish; the pipeline changes neither.',
        example: 'arn:aws:sns:us-east-1:123456789012:data-oncall',
        maxLength: 320,
        rules: [
          matches(
            TOPIC_ARN,
            'topicArn "{self}" is not the ARN of a standard SNS topic; write arn:<partition>:sns:<region>:<account>:<topic>, and none that ends in .fifo',
          ),
        ],
      }),
    ),
  },
  {
    description:
      'Who is told when something fails: an SNS topic of the pipeline, encrypted with its key, or one that is there. {} makes a topic that others subscribe to.',
    rules: [
      {
        cel: '!has(self.emails) || !has(self.topicArn)',
        message:
          'emails do not apply to topicArn, a topic that the pipeline does not own; subscribe them to that topic, or remove topicArn',
        fieldPath: '.emails',
      },
    ],
  },
);

const topicInPlace: Rule = {
  cel: "!has(self.notifications) || !has(self.notifications.topicArn) || !self.notifications.topicArn.startsWith('arn:') || self.notifications.topicArn.startsWith('arn:' + self.partition + ':sns:' + self.region + ':')",
  message:
    'topicArn {self.notifications.topicArn} is not in region {self.region}; write the ARN of a topic that begins with arn:{self.partition}:sns:{self.region}:',
  fieldPath: '.notifications.topicArn',
};

export const notificationsSection = section({
  spec: { notifications: optional(notifications) },
  rules: [topicInPlace],
  status: {
    topicArn: optional(
      fromAws(
        'ARN of the topic that is told.',
        'arn:aws:sns:us-east-1:123456789012:analytics-clickstream-notifications',
      ),
    ),
  },
});

export type Notifications = Stored<typeof notifications>;
