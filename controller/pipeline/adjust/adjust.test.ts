/** Plans over what AWS takes at certain times only: schedules and streams of a real pipeline. */
import { describe, expect, test } from '@jest/globals';
import { KINESIS } from '../../../charts/kinds/kinesis.ts';
import { SCHEDULER } from '../../../charts/kinds/scheduler.ts';
import { renderPipeline } from '../../../charts/render.ts';
import type { RenderedObject } from '../../../charts/rendered.ts';
import { aPipeline, fullSpec } from '../../../charts/testing/a-pipeline.ts';
import type { Schedule } from '../../../crds/datapipeline.ts';
import type { Json } from '../../../crds/kubernetes.ts';
import type { Child } from '../child.ts';
import { desiredDigest } from '../digest.ts';
import { type PlannedObject, planPipeline } from '../plan.ts';
import { aChild } from '../testing/a-child.ts';
import { aLiveChild } from '../testing/a-rendered-object.ts';

const NOW = Date.parse('2026-11-25T10:10:00Z');
const DAY_MS = 24 * 3_600_000;
const [nightly] = fullSpec().schedules ?? [];
if (nightly === undefined) throw new Error('fullSpec has a schedule');
const OWNER = {
  uid: 'pipeline-uid',
  namespace: 'team-a',
  name: 'shop',
  accountId: '123456789012',
  adoption: undefined,
  formerArns: [],
};

/** The one object of a kind, without what it comes after. */
function only(kind: RenderedObject['kind'], spec: ReturnType<typeof fullSpec>): RenderedObject {
  const [found] = renderPipeline(aPipeline({ ...fullSpec(), ...spec })).objects.filter((one) => one.kind === kind);
  if (found === undefined) throw new Error(`no ${kind.kind} is rendered`);
  return { ...found, after: [], tokens: [] };
}

function schedule(given: Partial<Schedule>): RenderedObject {
  const { cron: _, ...timeless } = {
    ...nightly,
    name: 'nightly',
    timeZone: 'UTC',
    crawler: 'raw',
    windowMinutes: 0,
    suspend: false,
  };
  return only(SCHEDULER.Schedule, { schedules: [{ ...timeless, ...given }] });
}

function plan(object: RenderedObject, child: Child | undefined, nowMs = NOW) {
  return planPipeline({
    rendered: { objects: [object], parts: [] },
    identities: [],
    owner: OWNER,
    children: new Map(child === undefined ? [] : [[child.id, child]]),
    occupant: () => undefined,
    unavailable: () => undefined,
    isRepairPaused: () => false,
    isPromoting: () => false,
    letThrough: false,
    nowMs,
    overBudget: undefined,
    refusals: new Map(),
  });
}

/** As the cluster shows what was written. */
function written({ object, write }: PlannedObject, observed: Readonly<Record<string, Json>> = {}): Child {
  if (write === undefined) throw new Error('nothing was written');
  const { rendered: _, ...annotations } = Object.fromEntries(
    Object.entries(write.manifest.metadata.annotations ?? {}).map(([key, value]) => [
      key === 'datapipelines.dev/rendered' ? 'rendered' : key,
      value,
    ]),
  );
  const manifest = { ...write.manifest, metadata: { ...write.manifest.metadata, annotations } };
  const { startDate } = (write.manifest.spec as { forProvider: { startDate?: string } }).forProvider;
  const policies = (write.manifest.spec as { managementPolicies: string[] }).managementPolicies;
  expect(write.manifest.metadata.annotations?.['datapipelines.dev/rendered']).toBe(desiredDigest(manifest));
  return aLiveChild(
    object,
    { applied: startDate === undefined ? {} : { startDate }, observed, policies, namespace: 'team-a' },
    manifest,
  );
}

function first(result: ReturnType<typeof plan>): PlannedObject {
  const [entry] = result.objects;
  if (entry === undefined) throw new Error('nothing is planned');
  return entry;
}

const startDateOf = ({ write }: PlannedObject) =>
  (write?.manifest.spec as { forProvider: { startDate?: string } } | undefined)?.forProvider.startDate;

describe('a schedule that has started', () => {
  const STARTED = { rate: '6h', startAt: '2025-03-01T03:00:00Z' };

  test('is made with its next due time, and left alone however much time passes', () => {
    const object = schedule(STARTED);
    const made = first(plan(object, undefined));
    expect(made.write?.action).toBe('Create');
    expect(startDateOf(made)).toBe('2026-11-25T15:00:00Z');
    const child = written(made);
    for (const days of [0, 1, 100]) {
      expect(first(plan(object, child, NOW + days * DAY_MS))).toMatchObject({
        state: { state: 'Ready' },
        write: undefined,
      });
    }
  });

  test('can be changed, with a date that AWS takes then', () => {
    const child = written(first(plan(schedule(STARTED), undefined)));
    const suspended = first(plan(schedule({ ...STARTED, suspend: true }), child, NOW + 100 * DAY_MS));
    expect(suspended.write?.action).toBe('Configure');
    expect(startDateOf(suspended)).toBe('2027-03-05T15:00:00Z');
  });

  test('is put right by the same date when AWS lost it and refuses the old one', () => {
    const synced = {
      status: 'False',
      reason: 'ReconcileError',
      message: 'update failed: StartDate',
      observedGeneration: 2,
    } as const;
    const child = { ...written(first(plan(schedule(STARTED), undefined))), synced };
    expect(startDateOf(first(plan(schedule(STARTED), child, NOW + DAY_MS)))).toBe('2026-11-26T15:00:00Z');
  });

  test('of a cron keeps the date that it was made with, and loses it with the next change', () => {
    const object = schedule({ cron: '5 * * * *', startAt: '2026-12-01T00:00:00Z' });
    const child = written(first(plan(object, undefined)));
    const later = Date.parse('2026-12-24T00:00:00Z');
    expect(first(plan(object, child, later)).write).toBeUndefined();
    const changed = first(
      plan(schedule({ cron: '5 * * * *', startAt: '2026-12-01T00:00:00Z', suspend: true }), child, later),
    );
    expect(changed.write?.action).toBe('Configure');
    expect(startDateOf(changed)).toBeUndefined();
  });
});

describe('a schedule whose last run is past', () => {
  const object = schedule({ at: '2026-11-25T09:00:00' });
  const child = written(first(plan(object, undefined, NOW - DAY_MS)));

  test('is not made', () => {
    expect(plan(object, undefined).objects).toEqual([]);
  });

  test('stays as it is while its run may still be tried, and is removed then', () => {
    const stale = { ...child, rendered: 'older' };
    expect(first(plan(object, stale, Date.parse('2026-11-25T09:30:00Z')))).toMatchObject({ write: undefined });
    const { objects, orphans } = plan(object, stale);
    expect([objects, orphans]).toEqual([[], [stale]]);
  });

  test('is made again when it gets a time ahead', () => {
    expect(first(plan(schedule({ at: '2026-11-26T09:00:00' }), undefined)).write?.action).toBe('Create');
  });
});

describe('a stream', () => {
  const stream = (shards: number) =>
    only(KINESIS.Stream, {
      applications: [],
      deliveries: [],
      streams: [{ name: 'big', mode: 'PROVISIONED', shards, retentionHours: 24 }],
    });
  const shardsOf = ({ write }: PlannedObject) =>
    (write?.manifest.spec as { forProvider: { shardCount?: number } } | undefined)?.forProvider.shardCount;
  const open = (shardCount: number, mode = 'PROVISIONED') => ({ shardCount, 'streamModeDetails.streamMode': mode });

  test('grows by steps, each after the one before, and is ready at the last', () => {
    const object = stream(30);
    let child = aChild({
      ...aLiveChild(object),
      rendered: 'on demand',
      observed: open(0, 'ON_DEMAND'),
      policies: ['*'],
    });
    const seen: unknown[] = [];
    for (const shown of [open(8), open(16), open(30)]) {
      const step = first(plan(object, child));
      seen.push([step.write?.action, shardsOf(step)]);
      child = written(step, child.observed);
      // Nothing is written until the provider sees what came of it.
      expect(first(plan(object, child))).toMatchObject({
        write: undefined,
        state: { state: 'Progressing', note: expect.stringContaining('then 30') },
      });
      child = { ...child, observed: shown };
    }
    expect(seen).toEqual([
      ['Configure', 8],
      ['Configure', 16],
      ['Configure', 30],
    ]);
    expect(first(plan(object, child)).state).toEqual({ state: 'Ready' });
  });

  test('goes on from what is open where it was another number on demand', () => {
    const object = stream(30);
    const child = { ...aLiveChild(object), rendered: 'on demand', policies: ['*'] };
    const refused = {
      ...written(first(plan(object, { ...child, observed: open(0, 'ON_DEMAND') }))),
      observed: open(20),
      synced: { status: 'False', reason: 'ReconcileError', message: 'LimitExceeded', observedGeneration: 2 },
    } as const;
    expect(shardsOf(first(plan(object, refused)))).toBe(30);
  });
});
