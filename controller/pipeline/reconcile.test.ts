import { describe, expect, test } from '@jest/globals';
import type { PipelineInput } from '../../charts/decide.ts';
import { renderPipeline } from '../../charts/render.ts';
import { pipelineWith } from '../../crds/cases/cases.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { CROSSPLANE, FIELD_MANAGER, FINALIZER, TAG } from '../../crds/identifiers.ts';
import type { JsonObject, KubeObject } from '../../crds/kubernetes.ts';
import type { KubeClient } from '../kube/api.ts';
import type { Clock } from '../runtime/clock.ts';
import { silentLog } from '../runtime/log.ts';
import { Inventory } from './inventory.ts';
import { PipelineReconciler } from './reconcile.ts';
import { storedPipeline } from './stored-pipeline.ts';

const KEY = 'data/lake';
const KEY_ARN = 'arn:aws:kms:us-east-1:123456789012:key/1';
const MINUTE_MS = 60_000;

function aReconciler(
  pipeline: DataPipeline,
  random: number,
  apply: (manifest: KubeObject) => KubeObject = (manifest) => manifest,
): PipelineReconciler {
  const clock: Clock = { now: () => 0, after: () => () => undefined, random: () => random };
  const client = {
    apply: async (_: unknown, manifest: KubeObject) => apply(manifest),
    applyStatus: async () => pipeline,
  } as unknown as KubeClient;
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

describe('what its own writes made possible', () => {
  /** Our field manager's entry, as the API server keeps it. */
  function fieldsOf(value: unknown): JsonObject {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [`f:${key}`, fieldsOf(field)]));
  }

  /** Found in AWS by its tag and ready in the same breath: no event of the provider will follow. */
  function readyAtOnce(manifest: KubeObject, version: number): KubeObject {
    const { metadata, spec } = manifest;
    const fieldsV1 = {
      'f:metadata': { 'f:labels': fieldsOf(metadata.labels), 'f:annotations': fieldsOf(metadata.annotations) },
      'f:spec': fieldsOf(spec),
    };
    const marks = { [TAG.uid]: 'u' };
    const condition = (type: string): JsonObject => ({ type, status: 'True', reason: 'Available' });
    const externalName = metadata.annotations?.[CROSSPLANE.externalName] ?? '1';
    return {
      ...manifest,
      metadata: {
        ...metadata,
        uid: `uid-of-${manifest.kind}-${metadata.name}`,
        resourceVersion: `${version}`,
        annotations: { ...metadata.annotations, [CROSSPLANE.externalName]: externalName },
        managedFields: [{ manager: FIELD_MANAGER, operation: 'Apply', fieldsV1 }],
      },
      status: {
        conditions: [condition('Ready'), condition('Synced')],
        atProvider: { arn: KEY_ARN, keyId: '1', targetKeyArn: KEY_ARN, tagsAll: marks, parameters: marks },
      },
    };
  }

  test('is done without waiting for the watch, which has nothing to tell', async () => {
    const pipeline = storedPipeline(
      pipelineWith({}, { name: 'lake', namespace: 'data', uid: 'u', generation: 1, finalizers: [FINALIZER] }),
    );
    const applied = new Set<string>();
    let writes = 0;
    const reconciler = aReconciler(pipeline, 0, (manifest) => {
      applied.add(`${manifest.kind}/${manifest.metadata.name}`);
      writes += 1;
      return readyAtOnce(manifest, writes);
    });
    const { objects } = renderPipeline(pipeline as DataPipeline & PipelineInput);
    let lookAgainMs = Number.POSITIVE_INFINITY;
    for (let attempts = 0; attempts < 20; attempts += 1) {
      const { requeueAfterMs = Number.POSITIVE_INFINITY } = await reconciler.reconcile(
        KEY,
        new AbortController().signal,
      );
      lookAgainMs = requeueAfterMs;
      if (requeueAfterMs > 100) break;
    }
    expect(applied.size).toBe(objects.length);
    // Should the watch never tell of these writes, what it tells instead counts as soon as their answers expire.
    expect(lookAgainMs).toBeLessThanOrEqual(15_000);
  });
});
