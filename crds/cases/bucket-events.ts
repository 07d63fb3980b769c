/** What zones tell of their objects, and which pages may read them. */
import { zoneOf } from './build.ts';
import type { BadSpec, Cases } from './cases.ts';

type Fields = Readonly<Record<string, unknown>>;

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:scans';
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:scans';
const CREATED = { queueArn: QUEUE, events: ['s3:ObjectCreated:*'] };
const functions = [{ name: 'enrich', code: { builtIn: 'EnrichEvents' } }];

const telling = (...notifications: readonly Fields[]): Fields => ({
  functions,
  zones: [zoneOf({ notifications: notifications.map((one, index) => ({ name: `n${index}`, ...one })) })],
});
const pages = (rule: Fields): Fields => ({
  zones: [zoneOf({ cors: [{ allowedOrigins: ['https://app.example.com'], allowedMethods: ['GET'], ...rule }] })],
});
const FORM = 'has characters or a form that is not allowed; ';
const overlapping = (reason: string, one: Fields, other: Fields): BadSpec => ({
  reason,
  spec: telling({ ...CREATED, ...one }, { topicArn: TOPIC, events: ['s3:ObjectCreated:*'], ...other }),
  path: 'spec.zones[0].notifications[1]',
  message:
    'notifications "n0" and "n1" are of the same event of the same objects, which S3 does not take; write prefixes or suffixes that do not overlap, or one topic for both',
  by: 'check',
});
const badNotification = (
  by: BadSpec['by'],
  reason: string,
  given: Fields,
  field: string,
  message: string,
): BadSpec => ({
  reason,
  spec: telling(given),
  path: `spec.zones[0].notifications[0]${field}`,
  message,
  by,
});

export const bucketEventsCases: Cases = {
  good: [
    {
      reason: 'queue, topic and function, each of other objects or events',
      spec: telling(
        { ...CREATED, prefix: 'scans/' },
        { topicArn: TOPIC, events: ['s3:ObjectRemoved:*'], prefix: 'scans/' },
        { function: 'enrich', events: ['s3:ObjectCreated:Put'], prefix: 'inbox/', suffix: '.csv' },
        { topicArn: TOPIC, events: ['s3:ObjectCreated:*'], prefix: 'inbox/', suffix: '.json' },
      ),
    },
    {
      reason: 'pages of other origins',
      spec: pages({
        allowedOrigins: ['https://*.example.com', 'http://localhost:3000'],
        allowedMethods: ['GET', 'PUT'],
        allowedHeaders: ['*', 'x-amz-*'],
        exposeHeaders: ['ETag'],
        maxAgeSeconds: 0,
      }),
    },
    { reason: 'pages of any origin', spec: pages({ allowedOrigins: ['*'] }) },
  ],
  bad: [
    overlapping('one event told twice', {}, {}),
    overlapping('a prefix within another', { prefix: 'a/' }, { prefix: 'a/b/' }),
    overlapping('a suffix that ends like another', { suffix: '.csv.gz' }, { suffix: '.gz' }),
    overlapping('an event that another covers', {}, { events: ['s3:ObjectCreated:Copy'] }),
    badNotification(
      'rule',
      'nobody told',
      { events: ['s3:ObjectCreated:*'] },
      '',
      'notification "n0" does not have one of queueArn, topicArn and function; write one, and a notification each for the others',
    ),
    badNotification(
      'rule',
      'two told at once',
      { ...CREATED, topicArn: TOPIC },
      '',
      'notification "n0" does not have one of queueArn, topicArn and function; write one, and a notification each for the others',
    ),
    badNotification(
      'structure',
      'a FIFO queue',
      { ...CREATED, queueArn: `${QUEUE}.fifo` },
      '.queueArn',
      `${FORM}write the ARN of a queue of SQS that is not FIFO, like arn:aws:sqs:us-east-1:123456789012:scans`,
    ),
    badNotification(
      'structure',
      'a queue as a topic',
      { topicArn: QUEUE, events: ['s3:ObjectCreated:*'] },
      '.topicArn',
      `${FORM}write the ARN of a topic of SNS that is not FIFO, like arn:aws:sns:us-east-1:123456789012:scans`,
    ),
    badNotification(
      'check',
      'a star in the filter of a notification',
      { ...CREATED, queueArn: QUEUE, prefix: 'inbox/*/' },
      '.prefix',
      'prefix "inbox/*/" of notification "n0" has a *, which S3 does not take in a filter; write the folder that is above it, or leave prefix out',
    ),
    badNotification(
      'check',
      'a queue of another Region',
      { ...CREATED, queueArn: 'arn:aws:sqs:eu-west-1:123456789012:scans' },
      '.queueArn',
      'queueArn of notification "n0" is not in us-east-1, and S3 tells nobody outside of the Region of the bucket; write one in us-east-1',
    ),
    badNotification(
      'check',
      'a function that does not exist, told of',
      { function: 'scan', events: ['s3:ObjectCreated:*'] },
      '.function',
      'notification "n0" names function "scan", which does not exist; write one of: enrich',
    ),
    {
      reason: 'an origin with a path',
      spec: pages({ allowedOrigins: ['https://app.example.com/'] }),
      path: 'spec.zones[0].cors[0].allowedOrigins[0]',
      message: `${FORM}write an origin like https://app.example.com, with one * at most and no path`,
      by: 'structure',
    },
    {
      reason: 'an origin with two stars',
      spec: pages({ allowedOrigins: ['https://*.*.example.com'] }),
      path: 'spec.zones[0].cors[0].allowedOrigins[0]',
      message: `${FORM}write an origin like https://app.example.com, with one * at most and no path`,
      by: 'structure',
    },
    {
      reason: 'any header of answers',
      spec: pages({ exposeHeaders: ['*'] }),
      path: 'spec.zones[0].cors[0].exposeHeaders[0]',
      message: `${FORM}write the name of a header, without *`,
      by: 'structure',
    },
  ],
};
