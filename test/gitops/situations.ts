/**
 * Pipelines in every situation that the operator tells of, with the status that its own functions write: what GitOps tools are
 * judged by never differs from what they will meet.
 */
import type { Plan, PlannedObject } from '../../controller/pipeline/plan.ts';
import type { RemovalStep } from '../../controller/pipeline/removal.ts';
import {
  deletionStatusOf,
  noticeStatusOf,
  type StatusInput,
  statusOf,
} from '../../controller/pipeline/status/status.ts';
import { aChild } from '../../controller/pipeline/testing/a-child.ts';
import { aLiveChild, aRenderedObject } from '../../controller/pipeline/testing/a-rendered-object.ts';
import { UNSEEN } from '../../crds/custom-resource.ts';
import type { DataPipeline, DataPipelineStatus } from '../../crds/datapipeline.ts';
import { applyDefaults } from '../../crds/validate/defaults.ts';

const NOW = Date.parse('2026-11-25T10:00:00Z');

type Suspend = DataPipeline['spec']['suspend'];

function stored(suspend: Suspend = 'None'): DataPipeline {
  return applyDefaults({
    apiVersion: 'datapipelines.dev/v1alpha1',
    kind: 'DataPipeline',
    metadata: {
      name: 'lake',
      namespace: 'analytics',
      generation: 3,
      uid: '5f1c9a2e-0000-4000-8000-000000000001',
      creationTimestamp: '2026-11-24T10:00:00Z',
    },
    spec: { accountId: '123456789012', region: 'us-east-1', suspend },
  });
}

function planned(name: string, state: PlannedObject['state']): PlannedObject {
  const object = aRenderedObject({ name, stage: 'Foundation' });
  return { object, child: aLiveChild(object), state, write: undefined };
}

function statusIn(
  pipeline: DataPipeline,
  states: readonly PlannedObject['state'][],
  changes: { readonly stall?: Plan['stall']; readonly held?: Plan['held'] } & Partial<
    Pick<StatusInput, 'pruning'>
  > = {},
): DataPipelineStatus {
  const { stall, held = [], pruning = [] } = changes;
  const objects = states.map((state, index) => planned(`zone-${index}`, state));
  return statusOf({ pipeline, parts: [], plan: { objects, orphans: [], held, stall }, stall, pruning, nowMs: NOW });
}

const READY = { state: 'Ready' } as const;
const AT_WORK = { state: 'Progressing', reason: 'is being created' } as const;
const FAILED = {
  state: 'Failed',
  reason: 'AWSError',
  message: 'AccessDenied: not authorized to perform s3:CreateBucket',
} as const;
const HELD = {
  id: 's3.BucketLifecycleConfiguration/raw',
  component: 'zones/raw',
  field: 'lifecycle.expireAfterDays',
  from: '2555',
  to: '90',
  why: 'objects older than 90 days would be deleted',
} as const;
const TAKEN = { reason: 'NameConflict', message: 'another pipeline has the bucket lake-raw' } as const;
const INVALID = {
  reason: 'InvalidSpec',
  message: 'spec.zones[0].name: is a reserved word; choose another name',
} as const;

function withStatus(suspend: Suspend, statusFor: (pipeline: DataPipeline) => DataPipelineStatus): DataPipeline {
  const pipeline = stored(suspend);
  return { ...pipeline, status: statusFor(pipeline) };
}

const ready = withStatus('None', (pipeline) => statusIn(pipeline, [READY, READY]));
const stalled = withStatus('None', (pipeline) => statusIn(pipeline, [READY, READY], { stall: TAKEN }));

function deleted(pipeline: DataPipeline, status: DataPipelineStatus | undefined): DataPipeline {
  const metadata = { ...pipeline.metadata, deletionTimestamp: '2026-11-25T09:59:00Z' };
  return { ...pipeline, metadata, ...(status === undefined ? {} : { status }) };
}

const inTheWay: RemovalStep = { step: 'Wait', child: aChild({ deleting: true }), blockedBy: 'BucketNotEmpty' };

/** By the name of the file in `testdata`. */
export const SITUATIONS: Readonly<Record<string, DataPipeline>> = {
  new: { ...stored(), status: UNSEEN },
  ready,
  progressing: withStatus('None', (pipeline) => statusIn(pipeline, [READY, AT_WORK])),
  'tried-again': withStatus('None', (pipeline) => statusIn(pipeline, [READY, FAILED])),
  pruning: withStatus('None', (pipeline) => statusIn(pipeline, [READY], { pruning: [inTheWay] })),
  stalled,
  invalid: withStatus('None', (pipeline) => noticeStatusOf({ ...pipeline, status: ready.status ?? {} }, INVALID, NOW)),
  'changes-held': withStatus('None', (pipeline) => statusIn(pipeline, [READY, READY], { held: [HELD] })),
  'schedules-suspended': withStatus('Schedules', (pipeline) => statusIn(pipeline, [READY, READY])),
  'compute-suspended-at-work': withStatus('Compute', (pipeline) => statusIn(pipeline, [READY, AT_WORK])),
  suspended: withStatus('All', (pipeline) =>
    noticeStatusOf({ ...pipeline, status: ready.status ?? {} }, 'Suspended', NOW),
  ),
  'suspended-when-stalled': withStatus('All', (pipeline) =>
    noticeStatusOf({ ...pipeline, status: stalled.status ?? {} }, 'Suspended', NOW),
  ),
  'edited-since': { ...ready, metadata: { ...ready.metadata, generation: 4 } },
  'stalled-but-edited-since': { ...stalled, metadata: { ...stalled.metadata, generation: 4 } },
  'deleted-just-now': deleted(ready, undefined),
  deleting: deleted(stalled, deletionStatusOf(stalled, 4, [inTheWay], undefined, NOW)),
};
