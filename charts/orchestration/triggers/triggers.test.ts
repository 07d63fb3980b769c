import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { decide } from '../../decide.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { forProvider, policyIn } from '../../testing/render.ts';

const [landed] = fullSpec().triggers ?? [];
if (landed === undefined) throw new Error('fullSpec has a trigger');
const pipeline = aPipeline(fullSpec());
const given = (spec: Partial<DataPipelineSpec>) => aPipeline({ ...fullSpec(), ...spec });
const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:team-a-shop-trigger-landed';
const RULE = 'arn:aws:events:eu-central-1:123456789012:rule/team-a-shop-trigger-landed';

test('its zone sends its events, whatever the zone says', () => {
  const zones = ['raw', 'curated'].map((name) => ({ name, eventNotifications: false }));
  expect(decide(given({ zones })).zones.map(({ eventNotifications }) => eventNotifications)).toEqual([false, true]);
  expect(
    decide(given({ zones, triggers: [], monitoring: {} })).zones.some(({ eventNotifications }) => eventNotifications),
  ).toBe(false);
});

describe('the rule', () => {
  test('puts what is written to the zone into the queue', () => {
    const rule = forProvider(pipeline, 'Rule', 'shop-trigger-landed');
    expect(rule).toMatchObject({ eventBusName: 'default', state: 'ENABLED' });
    expect(JSON.parse(String(rule.eventPattern))).toMatchObject({
      detail: {
        bucket: { name: ['team-a-shop-curated-123456789012-eu-central-1-an'] },
        object: { key: [{ prefix: 'inbox/' }] },
      },
    });
    expect(forProvider(pipeline, 'Target', 'shop-trigger-landed')).toMatchObject({
      rule: 'team-a-shop-trigger-landed',
      targetId: 'queue',
      arn: QUEUE,
    });
  });
});

describe('the queue', () => {
  const queue = forProvider(pipeline, 'Queue', 'shop-trigger-landed');

  test('takes the events of this rule and nobody else’s', () => {
    const conditions = { StringEquals: { 'aws:SourceAccount': '123456789012' }, ArnLike: { 'aws:SourceArn': RULE } };
    const [tls, take, ...others] = policyIn(queue, 'policy').Statement;
    expect([tls?.Sid, take, others]).toEqual([
      'TlsOnly',
      {
        Sid: 'TakeEvents',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: QUEUE,
        Condition: conditions,
      },
      [],
    ]);
    expect(queue).toMatchObject({ sqsManagedSseEnabled: true });
  });

  test('gives up what could not be started, and hides what is being started for longer than it is gathered', () => {
    expect(JSON.parse(String(queue.redrivePolicy))).toEqual({
      deadLetterTargetArn: 'arn:aws:sqs:eu-central-1:123456789012:team-a-shop-triggers-dead-letters',
      maxReceiveCount: 5,
    });
    expect(queue.visibilityTimeoutSeconds).toBe(60 + 180);
  });
});

describe('the pipe', () => {
  test('stands still while the pipeline is suspended, and objects wait in the queue', () => {
    const suspended = given({ suspend: 'Compute' });
    expect(forProvider(pipeline, 'Pipe', 'shop-trigger-landed')).toMatchObject({ desiredState: 'RUNNING' });
    expect(forProvider(suspended, 'Pipe', 'shop-trigger-landed')).toMatchObject({ desiredState: 'STOPPED' });
    expect(forProvider(suspended, 'Rule', 'shop-trigger-landed')).toMatchObject({ state: 'ENABLED' });
    const facts = renderPipeline(suspended).parts.find(({ component }) => component === 'triggers/landed')?.facts;
    expect(facts?.triggers).toMatchObject({ name: 'landed', suspendedBy: 'spec.suspend: Compute' });
  });

  test('starts the workflow once for many objects', () => {
    expect(forProvider(pipeline, 'Pipe', 'shop-trigger-landed')).toMatchObject({
      source: QUEUE,
      target: 'arn:aws:states:eu-central-1:123456789012:stateMachine:team-a-shop-batch',
      roleArn: 'arn:aws:iam::123456789012:role/team-a-shop-trigger-landed',
      sourceParameters: { sqsQueueParameters: { batchSize: 100, maximumBatchingWindowInSeconds: 60 } },
      targetParameters: {
        inputTemplate: '<$.body.detail>',
        stepFunctionStateMachineParameters: { invocationType: 'FIRE_AND_FORGET' },
      },
    });
  });

  test('may empty its queue and start its workflow, and nothing else', () => {
    const { Statement } = policyIn(forProvider(pipeline, 'RolePolicy', 'shop-trigger-landed'), 'policy');
    expect(Statement.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], QUEUE],
      ['states:StartExecution', 'arn:aws:states:eu-central-1:123456789012:stateMachine:team-a-shop-batch'],
    ]);
  });
});

test('without triggers nothing of it is there', () => {
  const { objects } = renderPipeline(given({ triggers: [] }));
  expect(objects.filter(({ component }) => component.startsWith('triggers'))).toEqual([]);
});
