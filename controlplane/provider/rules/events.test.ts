import { describe, expect, test } from '@jest/globals';
import { EVENTS } from '../../../charts/kinds/cloudwatchevents.ts';
import { IAM } from '../../../charts/kinds/iam.ts';
import type { ManagedKind } from '../../../charts/kinds/kind.ts';
import { PIPES } from '../../../charts/kinds/pipes.ts';
import { SFN } from '../../../charts/kinds/sfn.ts';
import { SQS } from '../../../charts/kinds/sqs.ts';
import { CROSSPLANE } from '../../../crds/identifiers.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { SimulatedAws } from '../aws.ts';
import { foreignObject } from '../foreign.ts';
import { ACCOUNT, play, settle, verdict, verdictOn } from '../testing/a-play.ts';

function world(): SimulatedAws {
  const aws = new SimulatedAws(() => 0);
  foreignObject(aws, IAM.Role, 'pipe');
  foreignObject(aws, SQS.Queue, `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/objects`);
  foreignObject(aws, SFN.StateMachine, 'batch', { attributes: { type: 'STANDARD' } });
  foreignObject(aws, EVENTS.Rule, 'landed');
  return aws;
}

const said = (kind: ManagedKind, forProvider: JsonObject, name?: string): string =>
  verdictOn(world(), kind, forProvider, name);

describe('a rule', () => {
  const rule = (eventPattern: unknown, name = 'objects') =>
    said(EVENTS.Rule, { eventBusName: 'default', eventPattern: String(eventPattern) }, name);

  test.each([
    ["Value 'a b' at 'name'", '{"source":["aws.s3"]}', 'a b'],
    ['must be specified', '', 'objects'],
    ['is not JSON', '{', 'objects'],
    ['match value must be an array', '{"source":"aws.s3"}', 'objects'],
    ['too large', `{"source":["${'x'.repeat(4_096)}"]}`, 'objects'],
    ['Success', '{"source":["aws.s3"],"detail":{"object":{"key":[{"prefix":"a/"}]}}}', 'objects'],
  ])('%s', (message, pattern, name) => {
    expect(rule(pattern, name)).toContain(message);
  });

  test('stays as long as it has targets', () => {
    const aws = world();
    const { play: actor } = play(EVENTS.Rule, 'objects', {
      aws,
      forProvider: { eventBusName: 'default', eventPattern: '{"source":["aws.s3"]}' },
      annotations: { [CROSSPLANE.externalName]: 'objects' },
    });
    settle(actor);
    foreignObject(aws, EVENTS.Target, 'default/objects/queue', { attributes: { rule: 'objects' } });
    actor.delete();
    settle(actor);
    expect(verdict(actor)).toContain("Rule can't be deleted since it has targets.");
  });
});

test.each([
  ['Rule other does not exist', 'other'],
  ['Success', 'landed'],
])('a target: %s', (message, rule) => {
  const arn = `arn:aws:sqs:us-east-1:${ACCOUNT}:objects`;
  expect(said(EVENTS.Target, { eventBusName: 'default', rule, targetId: 'queue', arn })).toContain(message);
});

test.each([
  ['RoleArn is required for target', {}],
  ["cannot be assumed by principal 'events.amazonaws.com'", { roleArn: `arn:aws:iam::${ACCOUNT}:role/other` }],
  ['Success', { roleArn: `arn:aws:iam::${ACCOUNT}:role/pipe` }],
])('a target that is a state machine: %s', (message, more) => {
  const arn = `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:batch`;
  const target = { eventBusName: 'default', rule: 'landed', targetId: 'endings', arn, ...more };
  expect(said(EVENTS.Target, target)).toContain(message);
});

describe('a pipe', () => {
  const batches = (batchSize: number, maximumBatchingWindowInSeconds: number) => ({
    sourceParameters: { sqsQueueParameters: { batchSize, maximumBatchingWindowInSeconds } },
  });
  const pipe = (changes: JsonObject) =>
    said(
      PIPES.Pipe,
      {
        roleArn: `arn:aws:iam::${ACCOUNT}:role/pipe`,
        source: `arn:aws:sqs:us-east-1:${ACCOUNT}:objects`,
        target: `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:batch`,
        targetParameters: { stepFunctionStateMachineParameters: { invocationType: 'FIRE_AND_FORGET' } },
        ...changes,
      },
      'objects',
    );

  test.each<[string, JsonObject]>([
    ['BatchSize must be between', batches(10_001, 60)],
    ['MaximumBatchingWindowInSeconds must be between', batches(100, 301)],
    ['REQUEST_RESPONSE is not supported for standard', { targetParameters: {} }],
    ['cannot be assumed by principal pipes', { roleArn: `arn:aws:iam::${ACCOUNT}:role/other` }],
    ['Source missing does not exist', { source: `arn:aws:sqs:us-east-1:${ACCOUNT}:missing` }],
    ['Success', batches(100, 60)],
  ])('%s', (message, changes) => {
    expect(pipe(changes)).toContain(message);
  });
});
