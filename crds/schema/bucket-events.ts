/** What a zone tells of its objects, and which web pages may read them. */
import { ANY_PARTITION } from '../aws-partitions.ts';
import { choice, integer, named, object, optional, type Stored, sequence, text } from './fields.ts';
import { partName, prefix, reference } from './name-fields.ts';

export const EVENTS = [
  's3:ObjectCreated:*',
  's3:ObjectCreated:Put',
  's3:ObjectCreated:Post',
  's3:ObjectCreated:Copy',
  's3:ObjectCreated:CompleteMultipartUpload',
  's3:ObjectRemoved:*',
  's3:ObjectRemoved:Delete',
  's3:ObjectRemoved:DeleteMarkerCreated',
  's3:ObjectRestore:*',
  's3:ObjectTagging:*',
  's3:LifecycleExpiration:*',
  's3:LifecycleTransition',
] as const;

/** Without a dot: S3 does not deliver to what ends in .fifo. */
const arnOf = (service: string, what: string) =>
  text({
    description: `ARN of a ${what} in the same Region, not FIFO, whose policy lets s3.amazonaws.com of this account in.`,
    example: `arn:aws:${service}:us-east-1:123456789012:scans`,
    maxLength: 256,
    pattern: `^arn:${ANY_PARTITION}:${service}:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$`,
    remedy: `write the ARN of a ${what} that is not FIFO, like arn:aws:${service}:us-east-1:123456789012:scans`,
  });

const notification = object(
  {
    name: partName('notification', 'scans'),
    queueArn: optional(arnOf('sqs', 'queue of SQS')),
    topicArn: optional(arnOf('sns', 'topic of SNS')),
    function: optional(reference('functions', { to: 'function that is called', example: 'enrich' })),
    events: sequence(choice(EVENTS, { description: 'A type of event of S3.', example: 's3:ObjectCreated:*' }), {
      description: 'What is told.',
      example: ['s3:ObjectCreated:*'],
      minItems: 1,
      maxItems: EVENTS.length,
    }),
    prefix: optional(prefix('Only of objects below it.', 'scans/')),
    suffix: optional(
      text({
        description: 'Only of objects whose key ends like this.',
        example: '.csv',
        minLength: 1,
        maxLength: 64,
        pattern: "^[A-Za-z0-9!_.'()=-]*$",
        remedy: 'write an ending like .csv',
      }),
    ),
  },
  {
    description: 'Tells one receiver of events.',
    rules: [
      {
        cel: '[has(self.queueArn), has(self.topicArn), has(self.function)].exists_one(given, given)',
        message:
          'notification "{self.name}" does not have one of queueArn, topicArn and function; write one, and a notification each for the others',
      },
    ],
  },
);

export const notifications = named(notification, {
  description:
    'Who is told of events beside EventBridge, at least once and in no order. No two notifications may be of the same event and object. The bucket has one list of them: what others add to it is taken out.',
  maxItems: 20,
});

const STARRED = (pattern: string) => `^${pattern}*[*]?${pattern}*$`;

const corsRule = object(
  {
    allowedOrigins: sequence(
      text({
        description: 'Origin of pages, with one * at most.',
        example: 'https://app.example.com',
        minLength: 1,
        maxLength: 256,
        pattern: `^([*]|https?://[A-Za-z0-9.:-]*[*]?[A-Za-z0-9.:-]*)$`,
        remedy: 'write an origin like https://app.example.com, with one * at most and no path',
      }),
      { description: 'Whose pages may.', example: ['https://app.example.com'], minItems: 1, maxItems: 20 },
    ),
    allowedMethods: sequence(
      choice(['GET', 'HEAD', 'PUT', 'POST', 'DELETE'], { description: 'A method of HTTP.', example: 'GET' }),
      { description: 'What they may.', example: ['GET', 'HEAD'], minItems: 1, maxItems: 5 },
    ),
    allowedHeaders: optional(
      sequence(
        text({
          description: 'Name of a header, with one * at most.',
          example: 'x-amz-*',
          minLength: 1,
          maxLength: 128,
          pattern: STARRED('[A-Za-z0-9-]'),
          remedy: 'write the name of a header, with one * at most',
        }),
        { description: 'Headers that requests may have.', example: ['*'], maxItems: 20 },
      ),
    ),
    exposeHeaders: optional(
      sequence(
        text({
          description: 'Name of a header.',
          example: 'ETag',
          minLength: 1,
          maxLength: 128,
          pattern: '^[A-Za-z0-9-]*$',
          remedy: 'write the name of a header, without *',
        }),
        { description: 'Headers of answers that pages may read.', example: ['ETag'], maxItems: 20 },
      ),
    ),
    maxAgeSeconds: optional(
      integer({
        description: 'For how long browsers remember it.',
        example: 3600,
        minimum: 0,
        maximum: 86400,
      }),
    ),
  },
  { description: 'What pages of other origins may do.' },
);

export const cors = sequence(corsRule, {
  description:
    'Rules for web pages of other origins, the first that fits. They open nothing: a page needs a signed request as everybody does.',
  example: [{ allowedOrigins: ['https://app.example.com'], allowedMethods: ['GET'] }],
  minItems: 1,
  maxItems: 10,
});

export type BucketNotification = Stored<typeof notification>;
export type CorsRule = Stored<typeof corsRule>;
