import { describe, expect, test } from '@jest/globals';
import type { BucketNotification, CorsRule, DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline } from '../../testing/a-pipeline.ts';
import { forProvider } from '../../testing/render.ts';

const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:scans';
const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:scans';
const CREATED = ['s3:ObjectCreated:*'] as const;

const pipelineOf = (
  notifications: readonly BucketNotification[],
  spec: Partial<DataPipelineSpec> = {},
  cors?: readonly CorsRule[],
) =>
  aPipeline({
    functions: [{ name: 'enrich', code: { builtIn: 'EnrichEvents' } }],
    zones: [{ name: 'raw', eventNotifications: true, notifications, ...(cors === undefined ? {} : { cors }) }],
    ...spec,
  });
const objectsOf = (pipeline: ReturnType<typeof pipelineOf>, kind: string) =>
  renderPipeline(pipeline).objects.filter((object) => object.kind.kind === kind);

describe('a zone', () => {
  test('tells queue and topic beside EventBridge in the one document that its bucket has', () => {
    const pipeline = pipelineOf([
      { name: 'scans', queueArn: QUEUE, events: CREATED, prefix: 'scans/', suffix: '.csv' },
      { name: 'gone', topicArn: TOPIC, events: ['s3:ObjectRemoved:*'] },
    ]);
    expect(forProvider(pipeline, 'BucketNotification', 'shop-raw')).toMatchObject({
      eventbridge: true,
      queue: [{ id: 'scans', events: CREATED, filterPrefix: 'scans/', filterSuffix: '.csv', queueArn: QUEUE }],
      topic: [{ id: 'gone', events: ['s3:ObjectRemoved:*'], topicArn: TOPIC }],
    });
    expect(objectsOf(pipeline, 'BucketNotification').map(({ component }) => component)).toEqual(['zones/raw']);
    expect(objectsOf(pipeline, 'Permission')).toEqual([]);
  });

  test('filters by keys as S3 wants them written', () => {
    const pipeline = pipelineOf([
      { name: 'day', topicArn: TOPIC, events: CREATED, prefix: "it's(a)/dt=2026-01-01/", suffix: '-v=2.csv' },
    ]);
    expect(forProvider(pipeline, 'BucketNotification', 'shop-raw').topic).toMatchObject([
      { filterPrefix: "it's(a)/dt%3D2026-01-01/", filterSuffix: '-v%3D2.csv' },
    ]);
  });

  test('calls a function once that has let S3 in, for this bucket and account only', () => {
    const pipeline = pipelineOf([
      { name: 'new', function: 'enrich', events: CREATED, prefix: 'a/' },
      { name: 'gone', function: 'enrich', events: ['s3:ObjectRemoved:*'] },
    ]);
    const [permission, ...others] = objectsOf(pipeline, 'Permission');
    expect(others).toEqual([]);
    const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:team-a-shop-enrich';
    expect(forProvider(pipeline, 'Permission', String(permission?.manifest.metadata.name))).toMatchObject({
      statementId: expect.stringMatching(/^[A-Za-z0-9_-]{1,100}$/),
      functionName: 'team-a-shop-enrich',
      action: 'lambda:InvokeFunction',
      principal: 's3.amazonaws.com',
      sourceAccount: '123456789012',
      sourceArn: 'arn:aws:s3:::team-a-shop-raw-123456789012-eu-central-1-an',
    });
    expect(forProvider(pipeline, 'BucketNotification', 'shop-raw').lambdaFunction).toEqual([
      { id: 'new', events: CREATED, filterPrefix: 'a/', lambdaFunctionArn: arn },
      { id: 'gone', events: ['s3:ObjectRemoved:*'], lambdaFunctionArn: arn },
    ]);
    const [document, ...more] = objectsOf(pipeline, 'BucketNotification');
    expect(more).toEqual([]);
    expect(document?.component).toBe('zone-events/raw');
    expect(document?.after).toContain(permission?.id);
    expect(permission?.after).toContain('lambda.aws.m.upbound.io/Function/shop-enrich');
  });

  test('of names that join alike has statements of their own', () => {
    const events = (called: string) => [{ name: 'n', function: called, events: CREATED }];
    const code = { builtIn: 'EnrichEvents' } as const;
    const pipeline = aPipeline({
      functions: [
        { name: 'b-c', code },
        { name: 'c', code },
      ],
      zones: [
        { name: 'a', eventNotifications: false, notifications: events('b-c') },
        { name: 'a-b', eventNotifications: false, notifications: events('c') },
      ],
    });
    const ids = objectsOf(pipeline, 'Permission').map(({ manifest }) => manifest.metadata.name);
    expect(new Set(ids).size).toBe(2);
  });

  test('does not tell functions before the roll-out has come to them', () => {
    const pipeline = pipelineOf([{ name: 'new', function: 'enrich', events: CREATED }], {
      rollout: { through: 'Foundation' },
    });
    expect(objectsOf(pipeline, 'BucketNotification')).toEqual([]);
  });

  test('has rules for pages of other origins if the spec has, and lets S3 forget them when it has none', () => {
    const cors = [{ allowedOrigins: ['https://app.example.com'], allowedMethods: ['GET'], maxAgeSeconds: 0 }] as const;
    const pipeline = pipelineOf([], {}, cors);
    expect(forProvider(pipeline, 'BucketCorsConfiguration', 'shop-raw').corsRule).toEqual(cors);
    const [rules] = objectsOf(pipeline, 'BucketCorsConfiguration');
    expect(rules?.kind.retained).toBe(false);
    expect(objectsOf(pipelineOf([]), 'BucketCorsConfiguration')).toEqual([]);
  });
});
