/** Builder for tests: a bucket that is ready, changed where a test says so. */
import { idOf } from '../../../charts/kinds/kind.ts';
import { S3 } from '../../../charts/kinds/s3.ts';
import type { Child } from '../child.ts';

export function aChild(changes: Partial<Child> = {}): Child {
  const name = changes.name ?? 'clickstream-raw';
  const kind = changes.kind ?? S3.Bucket;
  return {
    id: idOf(kind, name),
    kind,
    namespace: 'analytics',
    name,
    uid: `uid-of-${name}`,
    resourceVersion: '1',
    generation: 2,
    awaited: undefined,
    pipelineUid: 'pipeline-uid',
    pipeline: 'clickstream',
    controller: { kind: 'DataPipeline', name: 'clickstream', uid: 'pipeline-uid', isPipeline: true },
    component: 'zones/raw',
    stage: 'Foundation',
    wave: 1,
    rendered: 'same',
    owned: 'same',
    foreignFields: {},
    externalName: 'analytics-clickstream-raw',
    createdByProvider: true,
    createdAt: '2026-11-23T09:00:00Z',
    creationUnclear: false,
    deleting: false,
    paused: false,
    policies: ['Observe', 'Create', 'Update'],
    ready: { status: 'True', reason: 'Available', message: '', observedGeneration: undefined },
    synced: { status: 'True', reason: 'ReconcileSuccess', message: '', observedGeneration: 2 },
    lastAsync: { status: 'True', reason: 'Success', message: '', observedGeneration: undefined },
    seen: true,
    observed: { arn: 'arn:aws:s3:::analytics-clickstream-raw', id: 'analytics-clickstream-raw' },
    kept: {},
    applied: {},
    ownerTags: { uid: 'pipeline-uid', namespace: 'analytics', pipeline: 'clickstream' },
    ...changes,
  };
}
