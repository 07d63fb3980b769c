/** Condition types and reasons: each says when it is set and what a user can do. kstatus, Argo CD and Flux read them. */
import type { DataPipelineStatus } from '../../crds/datapipeline.ts';
import type { Stage } from '../../crds/identifiers.ts';

export type StatusCondition = NonNullable<DataPipelineStatus['conditions']>[number];

export const CONDITION = {
  /** Everything that the spec asks for exists in AWS and works. */
  ready: 'Ready',
  /** Present only while True: the operator or the provider is still at work. */
  reconciling: 'Reconciling',
  /** Present only while True: no retry helps, somebody must change something; the message says what. */
  stalled: 'Stalled',
  /** Present only while True: spec.suspend is not None. */
  suspended: 'Suspended',
} as const;

export function stageCondition(stage: Stage): string {
  return `${stage}Ready`;
}

export const REASON = {
  /** All resources are ready. Nothing to do. */
  succeeded: 'Succeeded',
  /** Work goes on. Wait. */
  progressing: 'Progressing',
  /** Something failed and is tried again. Read the problems; most pass (IAM propagation), some need you. */
  progressingWithRetry: 'ProgressingWithRetry',
  /** All that is missing waits for something of another stage, or a CRD of the provider is missing. Mend that first. */
  dependencyNotReady: 'DependencyNotReady',
  /** Reconciling is off: spec.suspend is All. */
  suspended: 'Suspended',
  /** The spec breaks a rule that the API server did not check (an older CRD is installed). Correct the field named. */
  invalidSpec: 'InvalidSpec',
  /** Two pipelines want one AWS name, or an object of that name is not ours. Rename this pipeline. */
  nameConflict: 'NameConflict',
  /** An AWS object of that name exists and belongs to someone else. Rename, remove it, or adopt it explicitly. */
  foreignObject: 'ForeignObject',
  /** The provider's credentials belong to another AWS account than spec.accountId. Correct either. */
  wrongAccount: 'WrongAccount',
  /** DataPipelineGrants exist, and none covers what the spec names. An administrator applies the one in the message. */
  notGranted: 'NotGranted',
  /** The provider configuration that the spec names does not exist. Create it, or name another. */
  providerConfigMissing: 'ProviderConfigMissing',
  /** Resources that left the spec are being removed. */
  pruning: 'Pruning',
  /** The pipeline is being deleted. */
  deleting: 'Deleting',
} as const;

/** New conditions with the transition times of the old ones where the status did not change. */
export function withTransitionTimes(
  next: readonly Omit<StatusCondition, 'lastTransitionTime'>[],
  previous: readonly StatusCondition[],
  nowMs: number,
): StatusCondition[] {
  return next.map((condition) => {
    const before = previous.find((candidate) => candidate.type === condition.type);
    const kept = before?.status === condition.status ? before.lastTransitionTime : undefined;
    return { ...condition, lastTransitionTime: kept ?? rfc3339(nowMs) };
  });
}

/** Whole seconds, as Kubernetes writes metav1.Time. */
function rfc3339(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
