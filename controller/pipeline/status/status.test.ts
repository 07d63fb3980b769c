import { describe, expect, test } from '@jest/globals';
import { PRICES_OF } from '../../../charts/cost/prices.ts';
import type { DataPipeline } from '../../../crds/datapipeline.ts';
import type { PlannedObject } from '../plan.ts';
import type { RemovalStep } from '../removal.ts';
import { aChild } from '../testing/a-child.ts';
import { aLiveChild, aRenderedObject } from '../testing/a-rendered-object.ts';
import { deletionStatusOf, isMereProgress, noticeStatusOf, type StatusInput, statusOf } from './status.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const PIPELINE = {
  apiVersion: 'datapipelines.dev/v1alpha1',
  kind: 'DataPipeline',
  metadata: { name: 'lake', namespace: 'analytics', generation: 3 },
  spec: { suspend: 'None' },
} as unknown as DataPipeline;

const READY = { state: 'Ready' } as const;

function planned(
  name: string,
  state: PlannedObject['state'],
  stage: 'Foundation' | 'Streaming' = 'Foundation',
): PlannedObject {
  const object = aRenderedObject({ name, stage });
  return { object, child: aLiveChild(object), state, write: undefined };
}

function status(objects: readonly PlannedObject[], changes: Partial<StatusInput> = {}): ReturnType<typeof statusOf> {
  return statusOf({
    pipeline: PIPELINE,
    parts: [],
    plan: { objects, orphans: [], held: [], stall: undefined },
    stall: undefined,
    pruning: [],
    nowMs: NOW,
    ...changes,
  });
}

function conditions(value: ReturnType<typeof statusOf>): Record<string, string> {
  return Object.fromEntries((value.conditions ?? []).map(({ type, status: is, reason }) => [type, `${is} ${reason}`]));
}

describe('statusOf', () => {
  test('all is ready: Ready, no Reconciling, no Stalled', () => {
    expect(conditions(status([planned('a', READY)]))).toEqual({
      Ready: 'True Succeeded',
      FoundationReady: 'True Succeeded',
    });
  });

  test('tells what all parts cost in a month together, idle apart, and of which generation', () => {
    const part = { stage: 'Foundation', facts: {}, uses: [] } as const;
    const parts = [
      { ...part, component: 'encryption', cost: { idle: 1, usage: 0, hasUnpriced: false } },
      { ...part, component: 'streams/main', cost: { idle: 109.5, usage: 0.446, hasUnpriced: false } },
      { ...part, component: 'jobs/sessions', cost: { idle: 0, usage: 0, hasUnpriced: true } },
    ];
    expect(status([], { parts }).estimatedMonthlyCost).toEqual({
      amountUSD: '110.95',
      idleUSD: '110.50',
      unpriced: ['jobs/sessions'],
      pricesAsOf: PRICES_OF.asOf,
      generation: PIPELINE.metadata.generation,
    });
    expect(status([])).not.toHaveProperty('estimatedMonthlyCost');
  });

  test('work goes on: Reconciling stands beside Ready False, as kstatus wants it', () => {
    const value = status([planned('a', READY), planned('b', { state: 'Progressing', reason: 'is being created' })]);
    expect(conditions(value)).toEqual({
      Ready: 'False Progressing',
      Reconciling: 'True Progressing',
      FoundationReady: 'False Progressing',
    });
    expect(value.summary).toMatchObject({ status: 'Progressing: 1 of 2 resources ready', resources: '1/2' });
  });

  test('a stage of which nothing is under way says for which components it waits', () => {
    const key = planned('key', { state: 'Progressing', reason: 'x' });
    const stream = planned('stream', { state: 'Waiting', for: [key.object.id] }, 'Streaming');
    const consumer = planned('consumer', { state: 'Waiting', for: [stream.object.id] }, 'Streaming');
    const value = status([key, planned('other', { state: 'Progressing', reason: 'x' }), stream, consumer]);
    expect(value.conditions?.find(({ type }) => type === 'StreamingReady')).toMatchObject({
      reason: 'DependencyNotReady',
      message: '0 of 2 resources ready; waits for zones/key',
    });
  });

  test('a stage of which something is under way says what, though the rest waits for another stage', () => {
    const key = planned('key', { state: 'Progressing', reason: 'x' });
    const value = status([
      key,
      planned('first', { state: 'Waiting', for: [key.object.id] }, 'Streaming'),
      planned('second', { state: 'Progressing', reason: 'x' }, 'Streaming'),
    ]);
    expect(value.conditions?.find(({ type }) => type === 'StreamingReady')).toMatchObject({
      reason: 'Progressing',
      message: '0 of 2 resources ready; pending: zones/first, zones/second',
    });
  });

  test('a stall takes the place of Reconciling and of every promise', () => {
    const stall = { reason: 'NameConflict', message: 'taken' } as const;
    expect(conditions(status([planned('a', READY)], { stall }))).toMatchObject({
      Ready: 'False NameConflict',
      Stalled: 'True NameConflict',
    });
    expect(conditions(status([planned('a', READY)], { stall }))).not.toHaveProperty('Reconciling');
  });

  test('ten problems are shown and the rest is counted', () => {
    const failed = Array.from({ length: 13 }, (_, index) =>
      planned(`p${index}`, { state: 'Failed', reason: 'AWSError', message: 'no' }),
    );
    expect(status(failed)).toMatchObject({ moreProblems: 3, problems: { length: 10 } });
  });

  test('what is being pruned keeps the pipeline from being ready', () => {
    const pruning: RemovalStep[] = [{ step: 'Wait', child: aChild(), blockedBy: undefined }];
    expect(conditions(status([planned('a', READY)], { pruning }))).toMatchObject({ Ready: 'False Pruning' });
  });

  test('the same state gives the same status, also with times in it', () => {
    const first = status([planned('a', READY)]);
    const later = status([planned('a', READY)], { pipeline: { ...PIPELINE, status: first }, nowMs: NOW + 60_000 });
    expect(later).toEqual(first);
  });
});

describe('isMereProgress', () => {
  const half = status([
    planned('a', READY),
    planned('b', { state: 'Progressing', reason: 'x' }),
    planned('c', { state: 'Progressing', reason: 'x' }),
  ]);
  const more = status([planned('a', READY), planned('b', READY), planned('c', { state: 'Progressing', reason: 'x' })]);
  const done = status([planned('a', READY), planned('b', READY), planned('c', READY)]);
  const failed = status([
    planned('a', READY),
    planned('b', READY),
    planned('c', { state: 'Failed', reason: 'AWSError', message: 'no' }),
  ]);

  test('counts are mere progress, a condition or a problem is more', () => {
    expect([isMereProgress(half, more), isMereProgress(more, done), isMereProgress(more, failed)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('other statuses', () => {
  test('a deletion says what is left and what is in the way', () => {
    const step: RemovalStep = { step: 'Wait', child: aChild({ deleting: true }), blockedBy: 'BucketNotEmpty' };
    const value = deletionStatusOf(PIPELINE, 4, [step], undefined, NOW);
    expect(value.conditions?.[0]).toMatchObject({
      type: 'Ready',
      reason: 'Deleting',
      message: '4 resources left to remove, now in Foundation; Bucket/clickstream-raw does not go: BucketNotEmpty',
    });
    expect(value.problems).toHaveLength(1);
  });

  test('a notice changes conditions and leaves the facts', () => {
    const zones = { zones: { name: 'a', bucket: 'lake-a', database: 'lake_a' } };
    const parts = [
      {
        component: 'zones/a',
        stage: 'Foundation',
        facts: zones,
        uses: [],
        cost: { idle: 0, usage: 0, hasUnpriced: false },
      } as const,
    ];
    const before = status([planned('a', READY)], { parts });
    expect(before.zones).toHaveLength(1);
    const value = noticeStatusOf(
      { ...PIPELINE, status: before },
      { reason: 'InvalidSpec', message: 'spec.x: no' },
      NOW,
    );
    expect(conditions(value)).toMatchObject({ Ready: 'False InvalidSpec', Stalled: 'True InvalidSpec' });
    expect(value.zones).toEqual(before.zones);
  });

  test('suspending keeps what was known and says so', () => {
    const before = status([planned('a', READY)]);
    const pipeline = { ...PIPELINE, spec: { ...PIPELINE.spec, suspend: 'All' as const }, status: before };
    expect(conditions(noticeStatusOf(pipeline, 'Suspended', NOW))).toMatchObject({
      Ready: 'True Succeeded',
      Suspended: 'True Suspended',
    });
  });
});

describe('suspend: All and deletion', () => {
  const suspended = { ...PIPELINE, spec: { ...PIPELINE.spec, suspend: 'All' } } as DataPipeline;

  test('the suspended pipeline says that a deletion is carried out all the same', () => {
    const { conditions: all } = noticeStatusOf(suspended, 'Suspended', NOW);
    expect(all?.find(({ type }) => type === 'Suspended')?.message).toContain(
      'a deletion of the pipeline is carried out',
    );
  });

  test('and so does the deletion', () => {
    const message = ({ conditions: all }: ReturnType<typeof deletionStatusOf>): string | undefined =>
      all?.find(({ type }) => type === 'Ready')?.message;
    expect(message(deletionStatusOf(suspended, 2, [], undefined, NOW))).toContain('does not hold up a deletion');
    expect(message(deletionStatusOf(PIPELINE, 2, [], undefined, NOW))).not.toContain('spec.suspend');
  });
});
