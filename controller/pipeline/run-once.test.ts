import { describe, expect, test } from '@jest/globals';
import { SCHEDULER } from '../../charts/kinds/scheduler.ts';
import { runComponent } from '../../charts/orchestration/runs/model.ts';
import { renderPipeline } from '../../charts/render.ts';
import { aPipeline, fullSpec } from '../../charts/testing/a-pipeline.ts';
import { forProvider, policyIn } from '../../charts/testing/render.ts';
import type { DataPipeline, DataPipelineSpec, RunStatus } from '../../crds/datapipeline.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import type { Child } from './child.ts';
import { eventsBetween } from './events.ts';
import { runInputsIn, runsAfter, untilRunMoves } from './run-once.ts';
import { aChild } from './testing/a-child.ts';

const NOW = Date.parse('2026-11-25T10:00:00Z');
const SECOND = 1_000;
const ASKED = 'schedule/nightly';

function asked(value: string | undefined, runs: readonly RunStatus[] = [], spec: Partial<DataPipelineSpec> = {}) {
  const input = aPipeline({ ...fullSpec(), ...spec });
  const annotations = value === undefined ? {} : { [ANNOTATION.run]: value };
  return { ...input, metadata: { ...input.metadata, annotations }, status: { runs } } as unknown as DataPipeline;
}

const scheduleOf = (value: string, given: Partial<Child> = {}): Child =>
  aChild({ kind: SCHEDULER.Schedule, component: runComponent(value), ...given });
const UNREADY = { ready: undefined } as const;
const waiting: RunStatus = { asked: ASKED, state: 'Waiting', at: '2026-11-25T10:01:00Z' };
const scheduled: RunStatus = { ...waiting, state: 'Scheduled' };
const next = (run: RunStatus, children: readonly Child[], seconds: number, spec: Partial<DataPipelineSpec> = {}) =>
  runsAfter(asked(ASKED, [run], spec), children, NOW + seconds * SECOND)[0];

describe('a run that is asked for', () => {
  test('is remembered with its time, and asked for once only', () => {
    expect(runsAfter(asked(undefined), [], NOW)).toEqual([]);
    expect(runsAfter(asked(ASKED), [], NOW)).toEqual([waiting]);
    expect(runsAfter(asked(ASKED, [{ ...waiting, state: 'Started' }]), [], NOW + 3_600_000)).toEqual([
      { ...waiting, state: 'Started' },
    ]);
  });

  test('runs again under another value, and not under one that ran before that', () => {
    const first: RunStatus = { ...waiting, state: 'Started' };
    const [second, ...others] = runsAfter(asked('schedule/nightly#2', [first]), [], NOW);
    expect(second).toMatchObject({ asked: 'schedule/nightly#2', state: 'Waiting' });
    expect(others).toEqual([first]);
    expect(runsAfter(asked(ASKED, second === undefined ? [] : [second, first]), [], NOW)).toHaveLength(2);
  });

  test('pushes the oldest out of a list that is full', () => {
    const many = Array.from(
      { length: 10 },
      (_, index): RunStatus => ({ ...waiting, asked: `${ASKED}#${index}`, state: 'Started' }),
    );
    const runs = runsAfter(asked(ASKED, many), [], NOW);
    expect([runs.length, runs[0]?.asked, runs.at(-1)?.asked]).toEqual([10, ASKED, `${ASKED}#8`]);
  });

  test.each([
    ['nightly', 'it is not schedule/NAME or workflow/NAME of at most 128 characters; write one like schedule/nightly'],
    ['schedule/nightly#', 'it is not schedule/NAME'],
    ['schedule/../x', 'it is not schedule/NAME'],
    [`schedule/nightly#${'x'.repeat(200)}`, 'it is not schedule/NAME'],
    ['schedule/daily', 'there is no schedule "daily"; write one of: nightly'],
    ['workflow/nightly', 'there is no workflow "nightly"; write one of: batch'],
    ['crawler/raw', 'it is not schedule/NAME or workflow/NAME'],
  ])('as %s is refused, and never looked at again', (value, message) => {
    const runs = runsAfter(asked(value), [], NOW);
    expect(runs).toMatchObject([{ state: 'Refused', message: expect.stringContaining(message) }]);
    expect(runsAfter(asked(value, runs), [], NOW)).toEqual(runs);
  });

  test('is refused where its job is of another environment', () => {
    const [schedule] = fullSpec().schedules ?? [];
    const { crawler: _, ...timed } = schedule ?? {};
    const spec = {
      jobs: (fullSpec().jobs ?? []).map((job) => ({ ...job, onlyIn: ['Production' as const] })),
      schedules: [{ ...timed, job: 'clean' }] as DataPipelineSpec['schedules'] & object,
    };
    expect(runsAfter(asked(ASKED, [], spec), [], NOW)).toMatchObject([
      {
        state: 'Refused',
        message: 'job "clean" of that schedule does not exist in Development; name another schedule',
      },
    ]);
  });

  test('of a workflow is refused where there are none', () => {
    expect(runsAfter(asked('workflow/batch', [], { workflows: [] }), [], NOW)).toMatchObject([
      { state: 'Refused', message: 'there is no workflow "batch"; declare it first, spec.workflows is empty' },
    ]);
  });

  test('is refused while the pipeline is suspended', () => {
    expect(runsAfter(asked(ASKED, [], { suspend: 'Schedules' }), [], NOW)).toMatchObject([
      { state: 'Refused', message: 'spec.suspend is Schedules; ask again, with another value, when it is None' },
    ]);
  });
});

describe('a run', () => {
  test('waits for its schedule, is due, and has started', () => {
    expect(next(waiting, [scheduleOf(ASKED, UNREADY)], 10)).toEqual(waiting);
    expect(next(waiting, [scheduleOf(ASKED)], 10)).toEqual(scheduled);
    expect(next(scheduled, [scheduleOf(ASKED)], 59)).toEqual(scheduled);
    expect(next(scheduled, [scheduleOf(ASKED)], 60)).toMatchObject({ state: 'Started' });
    expect(next(waiting, [scheduleOf(ASKED)], 3_600)).toMatchObject({ state: 'Started' });
  });

  test('gets another time as long as nothing was made for it', () => {
    expect(next(waiting, [], 44)).toEqual(waiting);
    expect(next(waiting, [scheduleOf('schedule/other')], 46)).toEqual({ ...waiting, at: '2026-11-25T10:01:46Z' });
  });

  test('keeps its time once something was, and is missed when AWS never had it', () => {
    const unready = [scheduleOf(ASKED, UNREADY)];
    expect(next(waiting, unready, 179)).toEqual(waiting);
    expect(next(waiting, unready, 180)).toEqual({ ...waiting, state: 'Missed' });
  });

  test('is missed when its schedule is taken away before its time', () => {
    expect(next(scheduled, [], 30)).toMatchObject({ state: 'Missed' });
  });

  test('is refused when what it runs leaves the spec before anything was made', () => {
    expect(next(waiting, [], 46, { schedules: [] })).toMatchObject({ state: 'Refused' });
  });

  test('does not move any more once it is over', () => {
    for (const state of ['Started', 'Missed', 'Refused'] as const)
      expect(next({ ...waiting, state }, [scheduleOf(ASKED)], 10)).toEqual({ ...waiting, state });
  });

  test('is looked at when it may move', () => {
    const until = (run: RunStatus, seconds: number) => untilRunMoves(asked(ASKED, [run]), NOW + seconds * SECOND);
    expect(until(waiting, 0)).toBe(45 * SECOND);
    expect(until(waiting, 50)).toBe(11 * SECOND);
    expect(until(scheduled, 0)).toBe(61 * SECOND);
    expect(until({ ...waiting, state: 'Started' }, 0)).toBeUndefined();
  });
});

describe('what is rendered', () => {
  const runs = (...states: readonly RunStatus[]) => runInputsIn(asked(ASKED, states));

  test('is each run that may be under way', () => {
    expect(runs(waiting)).toEqual([{ kind: 'schedule', name: 'nightly', asked: ASKED, at: '2026-11-25T10:01:00' }]);
    expect(runs(scheduled, { ...waiting, state: 'Started' })).toHaveLength(2);
    expect(runs({ ...waiting, state: 'Missed' }, { asked: 'x', state: 'Refused' })).toEqual([]);
  });

  test('starts what the schedule starts, once, also when that is suspended', () => {
    const [schedule] = fullSpec().schedules ?? [];
    const spec = { ...fullSpec(), schedules: schedule === undefined ? [] : [{ ...schedule, suspend: true }] };
    const pipeline = { ...aPipeline(spec), runs: runs(waiting) };
    const name = `shop-run.${runComponent(ASKED).slice('runs/'.length)}`;
    const run = forProvider(pipeline, 'Schedule', name);
    expect(run).toMatchObject({
      groupName: 'team-a-shop',
      scheduleExpression: 'at(2026-11-25T10:01:00)',
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
    });
    expect(run.target).toEqual(forProvider(pipeline, 'Schedule', 'shop-nightly').target);
    const object = renderPipeline(pipeline).objects.find(({ manifest }) => manifest.metadata.name === name);
    expect(object?.adjustment).toMatchObject({ by: 'Time', time: { at: '2026-11-25T10:01:00', timeZone: 'UTC' } });
  });

  test('of a workflow needs no schedule: group, queue and role come with it', () => {
    const OF_WORKFLOW = 'workflow/batch#1';
    const inputs = runs({ ...waiting, asked: OF_WORKFLOW });
    expect(inputs).toMatchObject([{ kind: 'workflow', name: 'batch' }]);
    const pipeline = { ...aPipeline({ ...fullSpec(), schedules: [] }), runs: inputs };
    const name = `shop-run.${runComponent(OF_WORKFLOW).slice('runs/'.length)}`;
    expect(forProvider(pipeline, 'Schedule', name)).toMatchObject({
      groupName: forProvider(pipeline, 'ScheduleGroup', 'shop').name,
      scheduleExpression: 'at(2026-11-25T10:01:00)',
      target: {
        arn: 'arn:aws:states:eu-central-1:123456789012:stateMachine:team-a-shop-batch',
        roleArn: 'arn:aws:iam::123456789012:role/team-a-shop-start-workflow-batch',
        deadLetterConfig: { arn: 'arn:aws:sqs:eu-central-1:123456789012:team-a-shop-schedules-dead-letters' },
        input: '{"schedule":"<aws.scheduler.schedule-arn>","scheduledAt":"<aws.scheduler.scheduled-time>"}',
      },
    });
    const { Statement } = policyIn(forProvider(pipeline, 'RolePolicy', 'shop-start-workflow-batch'), 'policy');
    expect(Statement.map(({ Action }) => Action)).toContain('states:StartExecution');
    const without = { ...pipeline, runs: [] };
    const ofScheduler = renderPipeline(without).objects.filter(({ kind }) => kind.group.startsWith('scheduler.'));
    expect(ofScheduler).toEqual([]);
  });

  test('of a workflow that a schedule starts too shares its role', () => {
    const [schedule] = fullSpec().schedules ?? [];
    const { crawler: _, ...timed } = schedule ?? {};
    const schedules = [{ ...timed, workflow: 'batch' }] as DataPipelineSpec['schedules'] & object;
    const pipeline = {
      ...aPipeline({ ...fullSpec(), schedules }),
      runs: runs({ ...waiting, asked: 'workflow/batch' }),
    };
    const roles = renderPipeline(pipeline).objects.filter(({ id }) => id.includes('start-workflow-batch'));
    expect(roles).toHaveLength(2);
  });

  test('is not what left the spec', () => {
    const pipeline = { ...aPipeline({ ...fullSpec(), schedules: [] }), runs: runs(waiting) };
    expect(renderPipeline(pipeline).objects.filter(({ component }) => component.startsWith('runs/'))).toEqual([]);
  });
});

test('each turn of a run is told once', () => {
  const told = (before: readonly RunStatus[], after: readonly RunStatus[]) =>
    eventsBetween({ runs: before }, { runs: after }).map(({ type, reason }) => `${type} ${reason}`);
  expect(told([], [waiting])).toEqual(['Normal RunWaiting']);
  expect(told([waiting], [scheduled])).toEqual(['Normal RunScheduled']);
  expect(told([waiting], [{ ...waiting, at: '2026-11-25T10:09:00Z' }])).toEqual([]);
  expect(told([waiting], [{ ...waiting, state: 'Missed' }])).toEqual(['Warning RunMissed']);
  expect(told([], [{ asked: 'x', state: 'Refused', message: 'y' }])).toEqual(['Warning RunRefused']);
});
