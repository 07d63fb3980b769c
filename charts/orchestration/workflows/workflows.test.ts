import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { forProvider, policyIn } from '../../testing/render.ts';

type Workflow = NonNullable<DataPipelineSpec['workflows']>[number];
type State = Readonly<Record<string, unknown>> & { readonly Type: string };

const withSteps = (steps: Workflow['steps'], more: Partial<DataPipelineSpec> = {}) => {
  const [workflow] = fullSpec().workflows ?? [];
  if (workflow === undefined) throw new Error('there is no workflow');
  return aPipeline({ ...fullSpec(), workflows: [{ ...workflow, steps }], ...more });
};

function definition(...given: Parameters<typeof withSteps>) {
  return JSON.parse(String(forProvider(withSteps(...given), 'StateMachine', 'shop-batch').definition)) as {
    readonly StartAt: string;
    readonly States: Readonly<Record<string, State>>;
  };
}

/** All states of all branches by name. */
function statesIn(states: Readonly<Record<string, State>>): ReadonlyMap<string, State> {
  return new Map(
    Object.entries(states).flatMap(([name, state]) => [
      [name, state] as const,
      ...((state.Branches ?? []) as readonly { readonly States: Readonly<Record<string, State>> }[]).flatMap(
        (branch) => [...statesIn(branch.States)],
      ),
    ]),
  );
}

const job = { name: 'clean', job: 'clean' };

describe('a workflow', () => {
  test('runs a job to its end, waits for one that runs already, and stops it in time', () => {
    const state = statesIn(
      definition([{ ...job, timeoutMinutes: 30, retry: { attempts: 2, backoffSeconds: 10 } }]).States,
    ).get('clean');
    expect(state).toMatchObject({
      Type: 'Task',
      Resource: 'arn:aws:states:::glue:startJobRun.sync',
      Parameters: { JobName: 'team-a-shop-clean' },
      TimeoutSeconds: 1800,
    });
    const retry = state?.Retry as readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts: number }[];
    expect(retry.find(({ ErrorEquals }) => ErrorEquals.includes('Glue.ConcurrentRunsExceededException'))).toBeDefined();
    expect(retry.find(({ ErrorEquals }) => ErrorEquals.includes('States.TaskFailed'))?.MaxAttempts).toBe(2);
    // A time-out is no reason to begin again.
    expect(retry.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'))).toBe(false);
  });

  test('passes over a step whose job is of another environment, and goes on behind it', () => {
    const steps = [job, { name: 'settle', wait: { seconds: 5 }, after: ['clean'] }];
    const jobs = (fullSpec().jobs ?? []).map((one) => ({ ...one, onlyIn: ['Production' as const] }));
    const states = statesIn(definition(steps, { jobs }).States);
    expect(states.get('clean')).toMatchObject({ Type: 'Pass', Next: 'settle' });
    const policy = policyIn(forProvider(withSteps(steps, { jobs }), 'RolePolicy', 'shop-workflow-batch'), 'policy');
    expect(policy.Statement.map(({ Sid }) => Sid)).not.toContain('StartJobRun');
  });

  test('keeps the input of a failed execution, tells the topic, and ends as failed whatever comes of both', () => {
    const { States } = definition([job]);
    const all = States['all steps'];
    expect(all?.Catch).toContainEqual({ ErrorEquals: ['States.ALL'], ResultPath: '$', Next: 'keep the input' });
    expect(States['keep the input']).toMatchObject({
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Parameters: { MessageBody: { 'input.$': '$$.Execution.Input' } },
      Next: 'tell the topic',
      Catch: expect.arrayContaining([{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'tell the topic' }]),
    });
    expect(States['tell the topic']).toMatchObject({ Next: 'end as failed' });
    expect(JSON.stringify(States['tell the topic']?.Parameters)).not.toContain('Execution.Input');
    expect(States['end as failed']?.Type).toBe('Fail');
  });

  test('may do what its steps need and no more', () => {
    const { Statement } = policyIn(forProvider(withSteps([job]), 'RolePolicy', 'shop-workflow-batch'), 'policy');
    const started = Statement.find(({ Sid }) => Sid === 'StartJobRun');
    expect([started?.Resource].flat()).toEqual(['arn:aws:glue:eu-central-1:123456789012:job/team-a-shop-clean']);
    expect(Statement.map(({ Sid }) => Sid)).not.toContain('StartCrawler');
  });

  test('comes after what it runs, so that it goes before it', () => {
    const { objects } = renderPipeline(withSteps([job]));
    const waveOf = (key: string) => objects.find(({ kind }) => kind.key === key)?.wave ?? 0;
    expect(waveOf('sfn.StateMachine')).toBeGreaterThan(waveOf('glue.Job'));
  });
});
