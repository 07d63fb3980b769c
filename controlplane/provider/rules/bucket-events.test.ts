import { describe, expect, test } from '@jest/globals';
import { LAMBDA } from '../../../charts/kinds/lambda.ts';
import { S3 } from '../../../charts/kinds/s3.ts';
import { SNS } from '../../../charts/kinds/sns.ts';
import { SQS } from '../../../charts/kinds/sqs.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { foreignObject } from '../foreign.ts';
import { play, settle, verdict } from '../testing/a-play.ts';

const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:123456789012:${rest}`;
const QUEUE = { queueArn: arn('sqs', 'scans') };
const TOPIC = { topicArn: arn('sns', 'scans') };
const CREATED = ['s3:ObjectCreated:*'];

function tell(desired: JsonObject, letsIn = true): string {
  const { play: actor, aws } = play(S3.BucketNotification, 'raw', { forProvider: { bucket: 'raw', ...desired } });
  foreignObject(aws, S3.Bucket, 'raw');
  for (const queue of ['scans', 'scans.fifo'])
    foreignObject(aws, SQS.Queue, `https://sqs.us-east-1.amazonaws.com/123456789012/${queue}`);
  foreignObject(aws, SNS.Topic, 'scans');
  foreignObject(aws, LAMBDA.Function, 'scan');
  if (letsIn) {
    const attributes = { functionName: 'scan', principal: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::raw' };
    foreignObject(aws, LAMBDA.Permission, 's3', { attributes });
  }
  settle(actor);
  return String(verdict(actor));
}

const UNREACHED = 'Unable to validate the following destination configurations';
const FUNCTION = { lambdaFunction: [{ id: 'f', events: CREATED, lambdaFunctionArn: arn('lambda', 'function:scan') }] };

describe('notifications', () => {
  test.each<[string, JsonObject]>([
    [UNREACHED, { queue: [{ id: 'q', events: CREATED, queueArn: arn('sqs', 'gone') }] }],
    [UNREACHED, { topic: [{ id: 't', events: CREATED, topicArn: arn('sns', 'gone') }] }],
    [UNREACHED, { queue: [{ id: 'q', events: CREATED, queueArn: arn('sqs', 'scans.fifo') }] }],
    [UNREACHED, { topic: [{ id: 't', events: CREATED, topicArn: 'arn:aws:sns:eu-west-1:210987654321:scans' }] }],
    [
      'IDs must be unique',
      {
        queue: [{ id: 'n', events: CREATED, ...QUEUE }],
        topic: [{ id: 'n', events: ['s3:ObjectRemoved:*'], ...TOPIC }],
      },
    ],
    [
      'ambiguously defined',
      {
        queue: [{ id: 'q', events: CREATED, filterPrefix: 'a/', filterSuffix: '.gz', ...QUEUE }],
        topic: [{ id: 't', events: ['s3:ObjectCreated:Put'], filterPrefix: 'a/b/', filterSuffix: '.csv.gz', ...TOPIC }],
      },
    ],
  ])('refused: %s', (message, desired) => {
    expect(tell(desired)).toContain(message);
  });

  test('a function is called once it has let S3 in', () => {
    expect(tell(FUNCTION, false)).toContain(UNREACHED);
    expect(tell(FUNCTION)).toBe('Success');
  });

  test('of other objects, or of other events, are taken', () => {
    const queue = [{ id: 'q', events: CREATED, filterPrefix: 'a/', ...QUEUE }];
    expect(tell({ queue, topic: [{ id: 't', events: CREATED, filterPrefix: 'b/', ...TOPIC }] })).toBe('Success');
    expect(tell({ queue, topic: [{ id: 't', events: ['s3:ObjectRemoved:*'], ...TOPIC }] })).toBe('Success');
  });
});

test.each<[string | undefined, JsonObject]>([
  ['unsupported HTTP method', { allowedMethods: ['PATCH'] }],
  ['not well-formed', { allowedMethods: [] }],
  ['not well-formed', { allowedOrigins: [] }],
  ['AllowedOrigin "https://*.*.example.com"', { allowedOrigins: ['https://*.*.example.com'] }],
  ['AllowedHeader "x-*-*"', { allowedHeaders: ['x-*-*'] }],
  ['ExposeHeader "x-*"', { exposeHeaders: ['x-*'] }],
  [undefined, { allowedOrigins: ['https://*.example.com'], allowedHeaders: ['*'] }],
])('rules for pages of other origins: refused %s', (message, given) => {
  const corsRule = [{ allowedMethods: ['GET'], allowedOrigins: ['*'], ...given }];
  const { play: actor, aws } = play(S3.BucketCorsConfiguration, 'raw', { forProvider: { bucket: 'raw', corsRule } });
  foreignObject(aws, S3.Bucket, 'raw');
  settle(actor);
  expect(verdict(actor)).toEqual(message === undefined ? 'Success' : expect.stringContaining(message));
});
