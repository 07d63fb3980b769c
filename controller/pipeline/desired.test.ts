import { describe, expect, test } from '@jest/globals';
import { pipelineWith } from '../../crds/cases/cases.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { FakeClock } from '../runtime/fake-clock.ts';
import { DesiredState } from './desired.ts';
import { Memories } from './memory.ts';
import { storedPipeline } from './stored-pipeline.ts';

/** AWS names join namespace and name: "a" + "b-c" and "a-b" + "c" are one. */
const OLD = aPipeline('a', 'b-c', '2026-01-01T00:00:00Z');
const NEW = aPipeline('a-b', 'c', '2026-01-02T00:00:00Z');
const OTHER = aPipeline('x', 'y', '2026-01-03T00:00:00Z');

function aPipeline(namespace: string, name: string, creationTimestamp: string): DataPipeline {
  const uid = `uid-of-${namespace}/${name}`;
  return storedPipeline(pipelineWith({}, { namespace, name, uid, creationTimestamp, generation: 1 }));
}

function brief(desired: ReturnType<DesiredState['of']>): string {
  return 'notice' in desired ? desired.notice.reason : 'Rendered';
}

function uidOf({ metadata: { uid = '' } }: DataPipeline): string {
  return uid;
}

describe('what a pipeline wants', () => {
  test('is held against older pipelines that no reconcile has reached yet', () => {
    const state = new DesiredState(new Memories());
    state.noteNew(OLD);
    state.noteNew(NEW);
    expect([brief(state.of(NEW)), brief(state.of(OLD)), brief(state.of(OTHER))]).toEqual([
      'NameConflict',
      'Rendered',
      'Rendered',
    ]);
  });

  test('renders nobody else once all are known', () => {
    const memories = new Memories();
    const state = new DesiredState(memories);
    state.noteNew(OLD);
    state.of(OTHER);
    const { rendered } = memories.of(OLD);
    expect(rendered).toBeDefined();
    // A newer generation of the other is the other's own affair.
    state.of({ ...NEW, metadata: { ...NEW.metadata, generation: 2 } });
    expect(memories.of(OLD).rendered).toBe(rendered);
  });

  test('is free to take what a pipeline claimed that is gone', () => {
    const state = new DesiredState(new Memories());
    state.noteNew(OLD);
    expect(brief(state.of(NEW))).toBe('NameConflict');
    state.forget(uidOf(OLD));
    expect(brief(state.of(NEW))).toBe('Rendered');
  });

  test('is not held up by another pipeline whose rendering breaks', () => {
    const spec = new Proxy(OLD.spec, {
      get: () => {
        throw new TypeError('a fault of ours');
      },
    });
    const state = new DesiredState(new Memories());
    const broken = { ...OLD, spec };
    state.noteNew(broken);
    expect(brief(state.of(NEW))).toBe('Rendered');
    expect(() => state.of(broken)).toThrow('a fault of ours');
  });
});

describe('after a start', () => {
  test('all pipelines are learnt in turns, between which other work has its chance', async () => {
    let nowMs = 0;
    let turns = 0;
    const slow = {
      // Each look at the clock is 15 ms later: two pipelines fill a turn.
      now: () => {
        nowMs += 15;
        return nowMs;
      },
      after: (_: number, callback: () => void) => {
        turns += 1;
        queueMicrotask(callback);
        return () => undefined;
      },
      random: () => 0,
    };
    const memories = new Memories();
    const state = new DesiredState(memories);
    const names = ['p1', 'p2', 'p3', 'p4'];
    const pipelines = names.map((name) => aPipeline('ns', name, '2026-01-01T00:00:00Z'));
    for (const pipeline of pipelines) state.noteNew(pipeline);
    await state.admitNewcomers(slow, new AbortController().signal);
    expect(pipelines.every((pipeline) => memories.of(pipeline).rendered !== undefined)).toBe(true);
    expect(turns).toBe(2);
  });

  test('learning ends when the lease is lost', async () => {
    const abort = new AbortController();
    abort.abort();
    const memories = new Memories();
    const state = new DesiredState(memories);
    state.noteNew(OLD);
    await state.admitNewcomers(new FakeClock(), abort.signal);
    expect(memories.of(OLD).rendered).toBeUndefined();
  });
});
