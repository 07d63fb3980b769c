/** Builder for tests: a bucket that is ready, changed where a test says so. */
import type { Child } from '../child.ts';

export function aChild(changes: Partial<Child> = {}): Child {
  const name = changes.name ?? 'clickstream-raw';
  const kind = changes.kind ?? {
    group: 's3.aws.m.upbound.io',
    version: 'v1beta1',
    kind: 'Bucket',
    plural: 'buckets',
    namespaced: true,
    family: 'provider-aws-s3',
    identity: 'Named',
    retained: true,
    guarded: true,
    tagged: true,
  };
  return {
    id: `${kind.group}/${kind.kind}/${name}`,
    kind,
    namespace: 'analytics',
    name,
    uid: `uid-of-${name}`,
    resourceVersion: '1',
    generation: 2,
    pipelineUid: 'pipeline-uid',
    pipeline: 'clickstream',
    controller: { kind: 'DataPipeline', name: 'clickstream', uid: 'pipeline-uid', isPipeline: true },
    component: 'zones/raw',
    stage: 'Foundation',
    wave: 1,
    rendered: 'same',
    owned: 'same',
    otherManagers: [],
    externalName: 'analytics-clickstream-raw',
    createdByProvider: true,
    creationUnclear: false,
    deleting: false,
    paused: false,
    policies: ['Observe', 'Create', 'Update'],
    ready: { status: 'True', reason: 'Available', message: '', observedGeneration: undefined },
    synced: { status: 'True', reason: 'ReconcileSuccess', message: '', observedGeneration: 2 },
    lastAsync: { status: 'True', reason: 'Success', message: '', observedGeneration: undefined },
    observed: { arn: 'arn:aws:s3:::analytics-clickstream-raw', id: 'analytics-clickstream-raw' },
    ownerTags: { uid: 'pipeline-uid', namespace: 'analytics', pipeline: 'clickstream' },
    ...changes,
  };
}
