import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { decide } from '../../decide.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { forProvider, policyIn } from '../../testing/render.ts';

type State = Readonly<Record<string, unknown>> & { readonly Type: string; readonly Next?: string };

const [workflow] = fullSpec().workflows ?? [];
if (workflow === undefined) throw new Error('fullSpec has a workflow');
const given = (spec: Partial<DataPipelineSpec> = {}) => aPipeline({ ...fullSpec(), ...spec });
const onFailure = (deadLetter: boolean, notify: boolean) => ({
  workflows: [{ ...workflow, onFailure: { deadLetter, notify } }],
});
const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:team-a-shop-batch';
const ENDINGS = 'arn:aws:states:eu-central-1:123456789012:stateMachine:team-a-shop--endings';

const patternsOf = (spec?: Partial<DataPipelineSpec>) =>
  (decide(given(spec)).endings?.rules ?? []).map(({ pattern }) => JSON.parse(pattern) as { readonly detail: object });
const statesOf = (spec?: Partial<DataPipelineSpec>) =>
  (
    JSON.parse(String(forProvider(given(spec), 'StateMachine', 'shop--endings').definition)) as {
      readonly States: Readonly<Record<string, State>>;
    }
  ).States;

describe('the rules', () => {
  test('notice executions that end without running another state, of workflows that somebody wants to hear of', () => {
    expect(patternsOf()).toEqual([
      {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { status: ['TIMED_OUT', 'ABORTED'], stateMachineArn: [MACHINE] },
      },
    ]);
    expect(decide(given(onFailure(false, false))).endings).toBeUndefined();
    expect(patternsOf(onFailure(true, false))).toHaveLength(1);
  });

  test('stay below what a pattern may have, however many workflows with long names there are', () => {
    const workflows = Array.from({ length: 20 }, (_unused, index) => ({
      ...workflow,
      name: `${'w'.repeat(22)}${index}`,
    }));
    const { endings } = decide({
      ...given({ workflows, triggers: [] }),
      metadata: { namespace: 'n'.repeat(63), name: 'p'.repeat(50) },
    });
    expect(endings?.rules.map(({ pattern }) => pattern.length > 2_048)).toEqual([false, false]);
    expect(new Set(endings?.rules.map(({ rule }) => rule)).size).toBe(2);
  });

  test('start the state machine, as a role that may do nothing else and that only they may assume', () => {
    const rule = forProvider(given(), 'Rule', 'shop-endings');
    expect(rule).toMatchObject({ eventBusName: 'default', state: 'ENABLED' });
    expect(forProvider(given(), 'Target', 'shop-endings')).toMatchObject({
      rule: 'team-a-shop-endings',
      arn: ENDINGS,
      roleArn: 'arn:aws:iam::123456789012:role/team-a-shop-start-endings',
    });
    const { Statement } = policyIn(forProvider(given(), 'RolePolicy', 'shop-start-endings'), 'policy');
    expect(Statement.map(({ Action, Resource }) => [Action, Resource])).toEqual([['states:StartExecution', ENDINGS]]);
    const trust = policyIn(forProvider(given(), 'Role', 'shop-start-endings'), 'assumeRolePolicy');
    expect(trust.Statement[0]?.Condition).toMatchObject({
      ArnLike: { 'aws:SourceArn': ['arn:aws:events:eu-central-1:123456789012:rule/team-a-shop-endings'] },
    });
  });
});

describe('the state machine', () => {
  test('tells the topic without the input, and keeps the input even if nobody could be told', () => {
    const states = statesOf();
    expect(states['which workflow']).toMatchObject({ Choices: [{ StringEquals: MACHINE, Next: 'tell of batch' }] });
    expect(states['tell of batch']).toMatchObject({
      Resource: 'arn:aws:states:::sns:publish',
      Next: 'keep the input of batch',
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'keep the input of batch' }],
    });
    expect(JSON.stringify(states['tell of batch'])).not.toContain('input.$');
    expect(states['keep the input of batch']).toMatchObject({
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Parameters: {
        QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/team-a-shop-workflow-batch-dead-letters',
        MessageBody: { workflow: 'batch', 'execution.$': '$.detail.executionArn', 'input.$': '$.given.input' },
      },
      End: true,
    });
  });

  test('does with an ending what the workflow says', () => {
    expect(Object.keys(statesOf(onFailure(true, false)))).not.toContain('tell of batch');
    expect(statesOf(onFailure(false, true))['tell of batch']).toMatchObject({ End: true });
  });

  test('takes an event without input, which AWS leaves out when it is long', () => {
    const states = statesOf();
    expect(states['is its input told']).toMatchObject({
      Choices: [{ Variable: '$.detail.input', IsString: true, Next: 'read the input' }],
      Default: 'do without input',
    });
    expect(states['do without input']).toMatchObject({ Result: { input: null }, ResultPath: '$.given' });
  });

  test('may tell and keep, and nothing else', () => {
    const { Statement } = policyIn(forProvider(given(), 'RolePolicy', 'shop-endings'), 'policy');
    const actions = Statement.flatMap(({ Action }) => Action).filter((action) => !/^(logs|kms):/.test(String(action)));
    expect(actions.sort()).toEqual(['sns:Publish', 'sqs:SendMessage']);
  });
});

test('without workflows nothing of it is there', () => {
  const { objects } = renderPipeline(given({ workflows: [], triggers: [] }));
  expect(objects.filter(({ component }) => component.startsWith('endings'))).toEqual([]);
});
