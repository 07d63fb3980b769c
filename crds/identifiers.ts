/** Every identifier that users, other tools and our own objects agree on. Nothing else spells these out. */
import type { ResourceKind } from './kubernetes.ts';

export const GROUP = 'datapipelines.dev';
export const VERSION = 'v1alpha1';
export const API_VERSION = `${GROUP}/${VERSION}`;
export const KIND = 'DataPipeline';
export const PLURAL = 'datapipelines';

export const DATA_PIPELINE: ResourceKind = {
  group: GROUP,
  version: VERSION,
  kind: KIND,
  plural: PLURAL,
  namespaced: true,
};

/** Who may use what; for the whole cluster. */
export const DATA_PIPELINE_GRANT: ResourceKind = {
  group: GROUP,
  version: VERSION,
  kind: 'DataPipelineGrant',
  plural: 'datapipelinegrants',
  namespaced: false,
};

/** Server-side-apply field manager of everything the controller writes. */
export const FIELD_MANAGER = 'datapipeline-operator';

/** Keeps a DataPipeline until its managed resources are gone. */
export const FINALIZER = `${GROUP}/teardown`;

/** Labels on every managed resource. */
export const LABEL = {
  uid: `${GROUP}/uid`,
  pipeline: `${GROUP}/pipeline`,
  component: `${GROUP}/component`,
  stage: `${GROUP}/stage`,
} as const;

/** Annotations, on managed resources (first three) and on DataPipelines (the rest). */
export const ANNOTATION = {
  /** Deletion order: higher waves are deleted first. */
  wave: `${GROUP}/wave`,
  /** Digest of what was rendered: equal digest and equal owned fields mean nothing is to be written. */
  rendered: `${GROUP}/rendered`,
  /** The component in full ("zones/raw"); the label holds it with "." for "/". */
  component: `${GROUP}/component`,
  /** The DataPipeline's own uid: second consent to deletionPolicy Delete. */
  confirmDeletion: `${GROUP}/confirm-deletion`,
  /** Consent to object locks in mode COMPLIANCE, zone by zone with its days: "raw=2555,audit=400". */
  confirmComplianceLock: `${GROUP}/confirm-compliance-lock`,
  /** Digest of exactly the changes that status.heldChanges lists: let them through. */
  approve: `${GROUP}/approve`,
  /** `schedule/NAME` or `workflow/NAME`, with "#" and anything behind it: run that once. */
  run: `${GROUP}/run`,
  /** Any new value: reconcile now. */
  reconcileAt: `${GROUP}/reconcile-at`,
  /** uid of a deleted DataPipeline whose retained AWS objects this one may take over. */
  adopt: `${GROUP}/adopt`,
} as const;

/** Crossplane's own annotations that we read or set. */
export const CROSSPLANE = {
  externalName: 'crossplane.io/external-name',
  createPending: 'crossplane.io/external-create-pending',
  createSucceeded: 'crossplane.io/external-create-succeeded',
  createFailed: 'crossplane.io/external-create-failed',
  paused: 'crossplane.io/paused',
  finalizer: 'finalizer.managedresource.crossplane.io',
} as const;

/** Tags on every AWS object that can carry tags; the user's tags come beside them. */
export const TAG = {
  pipeline: 'datapipelines.dev/pipeline',
  namespace: 'datapipelines.dev/namespace',
  uid: 'datapipelines.dev/uid',
  stage: 'datapipelines.dev/stage',
  environment: 'datapipelines.dev/environment',
  classification: 'datapipelines.dev/classification',
  /** On a bucket of somebody else's: which pipeline may use it. */
  admits: 'datapipelines.dev/admits',
} as const;

/**
 * The parts of a pipeline's life, in the order in which people think of them: what `rollout.through` counts, which way a
 * resource may need another (never one of a later stage), and, backwards, the order of deletion. Creation waits for no stage.
 */
export const STAGE_ORDER = ['Foundation', 'Streaming', 'Batch', 'Orchestration', 'Monitoring'] as const;
export type Stage = (typeof STAGE_ORDER)[number];
