/** Steps that ask a query or switch an application: what AWS is asked, and what comes of each answer. */
import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec, WorkflowStep } from '../../../../crds/datapipeline.ts';
import { aPipeline, fullSpec } from '../../../testing/a-pipeline.ts';
import { forProvider, policyIn } from '../../../testing/render.ts';

type State = Readonly<Record<string, unknown>> & { readonly Type: string; readonly Next?: string };
interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

const pipelineOf = (step: WorkflowStep, spec: Partial<DataPipelineSpec> = {}) => {
  const [workflow] = fullSpec().workflows ?? [];
  if (workflow === undefined) throw new Error('there is no workflow');
  return aPipeline({ ...fullSpec(), workflows: [{ ...workflow, steps: [step] }], ...spec });
};

function stepState(...given: Parameters<typeof pipelineOf>): State {
  const text = String(forProvider(pipelineOf(...given), 'StateMachine', 'shop-batch').definition);
  const all = (JSON.parse(text) as Machine).States['all steps'];
  const [branch] = (all?.Branches ?? []) as readonly Machine[];
  const state = branch?.States[given[0].name];
  if (state === undefined) throw new Error(`there is no state ${given[0].name}`);
  return state;
}

const allowed = (...given: Parameters<typeof pipelineOf>) =>
  policyIn(forProvider(pipelineOf(...given), 'RolePolicy', 'shop-workflow-batch'), 'policy').Statement;

describe('a step that asks a query', () => {
  const step = { name: 'ask', query: { namedQuery: 'count' }, timeoutMinutes: 10 };

  test('runs its text in the workgroup, in the database of its zone, to the end', () => {
    expect(stepState(step)).toMatchObject({
      Type: 'Task',
      Resource: 'arn:aws:states:::athena:startQueryExecution.sync',
      Parameters: {
        QueryString: 'SELECT 1',
        QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'team_a_shop_raw' },
        WorkGroup: 'team-a-shop',
      },
      ResultPath: null,
      TimeoutSeconds: 600,
    });
  });

  test('waits while the account has too many queries, and takes text for nothing but text', () => {
    const sql = "SELECT '\"$.x' -- $$.Execution.Id";
    const namedQueries = [{ name: 'count', sql }];
    const state = stepState(step, { query: { resultsZone: 'curated', scanLimitGiB: 1, namedQueries } });
    expect(state.Parameters).toMatchObject({ QueryString: sql });
    const busy = (state.Retry as readonly { readonly ErrorEquals: readonly string[] }[]).find(({ ErrorEquals }) =>
      ErrorEquals.includes('Athena.TooManyRequestsException'),
    );
    expect(busy).toMatchObject({ MaxAttempts: 20 });
  });

  test('may ask in that workgroup', () => {
    const statement = allowed(step).find(({ Sid }) => Sid === 'RunQuery');
    expect(statement?.Resource).toContain('arn:aws:athena:eu-central-1:123456789012:workgroup/team-a-shop');
  });
});

describe('a step that switches an application', () => {
  const start = { name: 'switch', application: { start: 'count' }, timeoutMinutes: 2 };
  const stop = { name: 'switch', application: { stop: 'count' }, timeoutMinutes: 2 };

  interface Played {
    /** Calls of AWS without looks. */
    readonly calls: readonly string[];
    readonly looks: number;
    /** Of the state that ended it. */
    readonly end: string;
  }

  /** Runs the branch. `shown` are the states that AWS shows, the last one for ever; `refused`: what AWS says to the switch. */
  function play(step: WorkflowStep, shown: readonly string[], refused?: string): Played {
    const [machine] = stepState(step).Branches as readonly [Machine];
    const calls: string[] = [];
    let data: Record<string, unknown> = { ...(stepState(step).Parameters as object) };
    let looks = 0;
    let name = machine.StartAt;
    for (let steps = 0; steps < 1_000; steps += 1) {
      const state = machine.States[name];
      if (state === undefined) throw new Error(`there is no state ${name}`);
      if (state.Type === 'Succeed' || state.Type === 'Fail')
        return { calls, looks, end: String(state.Error ?? 'done') };
      if (state.Type === 'Pass') data = passed(state, data);
      let next = state.Next ?? '';
      if (state.Type === 'Choice') next = chosen(state, data);
      const operation =
        String(state.Resource ?? '')
          .split(':')
          .at(-1) ?? '';
      if (operation === 'describeApplication') {
        data = { ...data, status: shown[Math.min(looks, shown.length - 1)] };
        looks += 1;
      } else if (operation !== '') {
        calls.push(operation);
        const [caught] = state.Catch as readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
        if (refused !== undefined && caught?.ErrorEquals.includes(refused)) next = caught.Next;
      }
      name = next;
    }
    throw new Error('it never ends');
  }

  function passed({ Parameters }: State, data: Record<string, unknown>): Record<string, unknown> {
    const { asked = data.asked } = Parameters as { readonly asked?: boolean };
    return { looks: Number(data.looks) + 1, asked };
  }

  type Test = Readonly<Record<string, unknown>>;

  function chosen({ Choices, Default }: State, data: Record<string, unknown>): string {
    const holds = (test: Test): boolean => {
      if (test.And !== undefined) return (test.And as readonly Test[]).every(holds);
      if (test.StringEquals !== undefined) return data.status === test.StringEquals;
      if (test.BooleanEquals !== undefined) return data.asked === test.BooleanEquals;
      return Number(data.looks) >= Number(test.NumericGreaterThanEquals);
    };
    return String((Choices as readonly Test[]).find(holds)?.Next ?? Default);
  }

  test.each([
    [
      'starts one that stands still, and waits until it runs',
      start,
      ['READY', 'STARTING', 'RUNNING'],
      ['startApplication'],
      'done',
    ],
    ['leaves one alone that runs', start, ['RUNNING'], [], 'done'],
    ['waits for one that somebody starts', start, ['STARTING', 'UPDATING', 'RUNNING'], [], 'done'],
    [
      'starts one that is just being stopped, later',
      start,
      ['STOPPING', 'READY', 'STARTING', 'RUNNING'],
      ['startApplication'],
      'done',
    ],
    [
      'has failed when it stands still again',
      start,
      ['READY', 'STARTING', 'READY'],
      ['startApplication'],
      'ApplicationFailed',
    ],
    ['does not wait for ever', start, ['READY', 'STARTING'], ['startApplication'], 'ApplicationTimedOut'],
    ['stops one that runs', stop, ['RUNNING', 'STOPPING', 'READY'], ['stopApplication'], 'done'],
    ['leaves one alone that stands still', stop, ['READY'], [], 'done'],
    ['has failed when it runs on', stop, ['RUNNING', 'STOPPING', 'RUNNING'], ['stopApplication'], 'ApplicationFailed'],
  ] as const)('%s', (_, step, shown, calls, end) => {
    expect(play(step, shown)).toMatchObject({ calls, end });
  });

  test('looks again when somebody else was faster, and asks again if nothing came of that', () => {
    const inUse = 'KinesisAnalyticsV2.ResourceInUseException';
    expect(play(start, ['READY', 'STARTING', 'RUNNING'], inUse)).toMatchObject({
      calls: ['startApplication'],
      end: 'done',
    });
    expect(play(start, ['READY', 'READY', 'RUNNING'], inUse).calls).toEqual(['startApplication', 'startApplication']);
  });

  test('looks as often as its time-out has room for', () => {
    expect(play(start, ['STARTING']).looks).toBe(5);
  });

  test('starts it as the operator would', () => {
    const restoreOf = (snapshots: boolean) => {
      const applications = (fullSpec().applications ?? []).map((one) => ({ ...one, snapshots }));
      const [machine] = stepState(start, { applications }).Branches as readonly [Machine];
      return machine.States['switch: startApplication']?.Parameters;
    };
    const restore = (ApplicationRestoreType: string) => ({
      ApplicationName: 'team-a-shop-count',
      RunConfiguration: { ApplicationRestoreConfiguration: { ApplicationRestoreType } },
    });
    expect(restoreOf(true)).toEqual(restore('RESTORE_FROM_LATEST_SNAPSHOT'));
    expect(restoreOf(false)).toEqual(restore('SKIP_RESTORE_FROM_SNAPSHOT'));
  });

  test.each([
    [start, 'kinesisanalytics:StartApplication'],
    [stop, 'kinesisanalytics:StopApplication'],
  ])('may do that to this application only', (step, action) => {
    const mine = allowed(step).filter(({ Action }) =>
      [Action].flat().some((each) => each.startsWith('kinesisanalytics:')),
    );
    expect(mine.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [
        [action, 'kinesisanalytics:DescribeApplication'],
        'arn:aws:kinesisanalytics:eu-central-1:123456789012:application/team-a-shop-count',
      ],
    ]);
  });
});
