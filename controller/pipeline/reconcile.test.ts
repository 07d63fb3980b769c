import { describe, expect, test } from '@jest/globals';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import type { KubeClient } from '../kube/api.ts';
import type { Clock } from '../runtime/clock.ts';
import { silentLog } from '../runtime/log.ts';
import { Inventory } from './inventory.ts';
import { PipelineReconciler } from './reconcile.ts';

const KEY = 'data/lake';
const MINUTE_MS = 60_000;

function aReconciler(pipeline: DataPipeline, random: number): PipelineReconciler {
  const clock: Clock = { now: () => 0, after: () => () => undefined, random: () => random };
  const client = { applyStatus: async () => pipeline } as unknown as KubeClient;
  return new PipelineReconciler({
    client,
    clock,
    log: silentLog,
    inventory: new Inventory(clock),
    kindState: () => 'Synced',
    refusalOf: () => undefined,
    record: () => undefined,
    pipelines: {
      get: (key) => (key === KEY ? pipeline : undefined),
      keys: () => [KEY].values(),
      values: () => [pipeline].values(),
      size: 1,
    },
  });
}

const SUSPENDED = {
  apiVersion: 'datapipelines.dev/v1alpha1',
  kind: 'DataPipeline',
  metadata: { name: 'lake', namespace: 'data', uid: 'u', generation: 1 },
  spec: { accountId: '123456789012', region: 'us-east-1', suspend: 'All' },
} as DataPipeline;

describe('resync', () => {
  test.each([
    [0, 8],
    [1, 12],
  ])('with chance %d, a pipeline at rest is looked at again after %d minutes', async (random, minutes) => {
    const result = await aReconciler(SUSPENDED, random).reconcile(KEY, new AbortController().signal);
    expect(result).toEqual({ requeueAfterMs: minutes * MINUTE_MS });
  });

  test('a pipeline that is gone is not', async () => {
    expect(await aReconciler(SUSPENDED, 0).reconcile('data/other', new AbortController().signal)).toEqual({});
  });
});
