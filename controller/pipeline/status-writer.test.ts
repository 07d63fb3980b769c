import { beforeEach, describe, expect, test } from '@jest/globals';
import type { DataPipeline, DataPipelineStatus } from '../../crds/datapipeline.ts';
import type { KubeClient } from '../kube/api.ts';
import { FakeClock } from '../runtime/fake-clock.ts';
import { Memories } from './memory.ts';
import { StatusWriter } from './status-writer.ts';

/** More pipelines than the budget has room for at once. */
const FLEET = 20;

let clock: FakeClock;
let memories: Memories;
let writer: StatusWriter;
let written: string[];

beforeEach(() => {
  clock = new FakeClock();
  memories = new Memories();
  written = [];
  const client = {
    applyStatus: async (_: unknown, object: DataPipeline) => {
      written.push(object.metadata.name);
      return object;
    },
  } as unknown as KubeClient;
  const pipelines = { get: () => undefined, keys: () => [].values(), values: () => [].values(), size: 0 };
  writer = new StatusWriter({ client, clock, pipelines, record: () => undefined });
});

function statusWith(ready: number, isReady = false): DataPipelineStatus {
  return {
    conditions: [
      {
        type: 'Ready',
        status: isReady ? 'True' : 'False',
        reason: isReady ? 'Succeeded' : 'Progressing',
        message: `${ready} of 48 resources ready`,
        lastTransitionTime: '2026-11-23T10:00:00Z',
      },
    ],
    resources: { desired: 48, ready, waiting: 48 - ready, failed: 0 },
  };
}

function aPipeline(name: string, status: DataPipelineStatus | undefined): DataPipeline {
  return { metadata: { name, namespace: 'ns', uid: name }, status } as DataPipeline;
}

async function tell(name: string, from: DataPipelineStatus | undefined, to: DataPipelineStatus) {
  const pipeline = aPipeline(name, from);
  return await writer.writeProgress(pipeline, memories.of(pipeline), to, new AbortController().signal);
}

async function tellAll(from: number, to: number): Promise<number[]> {
  const delays: number[] = [];
  for (let index = 0; index < FLEET; index += 1) {
    const delay = await tell(`p${index}`, statusWith(from), statusWith(to));
    if (delay !== undefined) delays.push(delay);
  }
  return delays;
}

describe('progress', () => {
  test('of a single pipeline waits until two seconds after its last write', async () => {
    expect(await tell('p', undefined, statusWith(1))).toBeUndefined();
    await clock.advance(500);
    expect(await tell('p', statusWith(1), statusWith(2))).toBe(1_500);
    await clock.advance(1_500);
    expect(await tell('p', statusWith(1), statusWith(3))).toBeUndefined();
    expect(written).toEqual(['p', 'p']);
  });

  test('of what takes long is told less and less often, until a condition changes', async () => {
    const pauses: (number | undefined)[] = [];
    await tell('p', undefined, statusWith(0));
    for (let ready = 1; ready <= 6; ready += 1) {
      const pause = await tell('p', statusWith(ready - 1), statusWith(ready));
      pauses.push(pause);
      await clock.advance(pause ?? 0);
      await tell('p', statusWith(ready - 1), statusWith(ready));
    }
    expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    await tell('p', statusWith(6), statusWith(7, true));
    expect(await tell('p', statusWith(7, true), statusWith(8, true))).toBe(2_000);
  });

  test('of a fleet in step is paid from one budget, and each pipeline has its turn', async () => {
    const delays = await tellAll(1, 2);
    expect(written).toHaveLength(4);
    expect(delays).toHaveLength(FLEET - 4);
    expect(Math.max(...delays)).toBe(8_000);
    // Looked at again before its turn, a pipeline keeps the one that it has.
    await clock.advance(100);
    expect(await tell('p19', statusWith(1), statusWith(3))).toBe(Math.max(...delays) - 100);
    await clock.advance(8_000);
    written = [];
    for (let index = 4; index < FLEET; index += 1) await tell(`p${index}`, statusWith(1), statusWith(9));
    expect(written).toHaveLength(FLEET - 4);
  });

  test('that changes a condition is told at once, however much of the budget is spent', async () => {
    await tellAll(1, 2);
    written = [];
    expect(await tell('p19', statusWith(2), statusWith(48, true))).toBeUndefined();
    expect(written).toEqual(['p19']);
  });

  test('that came to nothing is not waited for', async () => {
    await tellAll(1, 2);
    expect(await tell('p19', statusWith(2), statusWith(2))).toBeUndefined();
  });
});
