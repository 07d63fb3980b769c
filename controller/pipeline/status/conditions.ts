/** Condition types and reasons: each says when it is set and what a user can do. kstatus, Argo CD and Flux read them. */

import type { DataPipeline, DataPipelineStatus } from '../../../crds/datapipeline.ts';
import { ANNOTATION, type Stage } from '../../../crds/identifiers.ts';
import { rfc3339 } from '../../runtime/rfc3339.ts';
import type { HeldChange } from '../held.ts';
import type { PlannedObject } from '../plan.ts';
import { firstFew, plural } from './words.ts';

export type StatusCondition = NonNullable<DataPipelineStatus['conditions']>[number];
export type UntimedCondition = Omit<StatusCondition, 'lastTransitionTime'>;

export const CONDITION = {
  /** Everything that the spec asks for exists in AWS and works. */
  ready: 'Ready',
  /** Present only while True: the operator or the provider is still at work. */
  reconciling: 'Reconciling',
  /** Present only while True: no retry helps, somebody must change something; the message says what. */
  stalled: 'Stalled',
  /** Present only while True: spec.suspend is not None. */
  suspended: 'Suspended',
  /** Present only while True: changes of the spec wait for an approval, because AWS would delete data. */
  changesHeld: 'ChangesHeld',
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
  /** Two pipelines want one AWS name, or an object of that name is not ours. This pipeline needs another name. */
  nameConflict: 'NameConflict',
  /** An AWS object of that name exists and belongs to someone else. Another name, its removal, or explicit adoption helps. */
  foreignObject: 'ForeignObject',
  /** The KMS key of the pipeline is gone from AWS, or about to. Rescue it, or name it as a former key. */
  identityLost: 'IdentityLost',
  /** Look at status.heldChanges; then approve them, or take them back in the spec. */
  approvalNeeded: 'ApprovalNeeded',
  /** The provider's credentials belong to another AWS account than spec.accountId. Correct either. */
  wrongAccount: 'WrongAccount',
  /** DataPipelineGrants exist, and none covers what the spec names. An administrator applies the one in the message. */
  notGranted: 'NotGranted',
  /** The provider configuration that the spec names does not exist. Create it, or name another. */
  providerConfigMissing: 'ProviderConfigMissing',
  /** An object lock that nobody can undo would be made, and nobody consented to it. The message says how. */
  consentMissing: 'ConsentMissing',
  /** The edit costs more a month than the spec allows. Write less, or raise budget.refuseAboveUSD. */
  budgetExceeded: 'BudgetExceeded',
  /** Resources that left the spec are being removed. */
  pruning: 'Pruning',
  /** The pipeline is being deleted. */
  deleting: 'Deleting',
} as const;

/** Each has its row in docs/runbooks/pipeline-not-ready.md. */
export type Reason = (typeof REASON)[keyof typeof REASON];

/** New conditions with the transition times of the old ones where the status did not change. */
export function withTransitionTimes(
  next: readonly UntimedCondition[],
  previous: readonly StatusCondition[],
  nowMs: number,
): StatusCondition[] {
  return next.map((condition) => {
    const before = previous.find((candidate) => candidate.type === condition.type);
    const kept = before?.status === condition.status ? before.lastTransitionTime : undefined;
    return { ...condition, lastTransitionTime: kept ?? rfc3339(nowMs) };
  });
}

export function condition(
  type: string,
  isTrue: boolean,
  reason: string,
  message: string,
  pipeline: DataPipeline,
): UntimedCondition {
  return {
    type,
    status: isTrue ? 'True' : 'False',
    reason,
    message,
    ...(pipeline.metadata.generation !== undefined && { observedGeneration: pipeline.metadata.generation }),
  };
}

export function changesHeldCondition(
  pipeline: DataPipeline,
  held: readonly HeldChange[],
  digest: string,
): UntimedCondition {
  const [first] = held;
  const shown = first === undefined ? '' : `${first.component} ${first.field} ${first.from} → ${first.to}`;
  const more = held.length > 1 ? ` and ${held.length - 1} more` : '';
  const message = `${shown}${more} would make AWS delete or replace what it has today (status.heldChanges); the rest of the spec is carried out; to let this through: kubectl annotate dpl ${pipeline.metadata.name} --overwrite ${ANNOTATION.approve}=${digest}`;
  return condition(CONDITION.changesHeld, true, REASON.approvalNeeded, message, pipeline);
}

export function suspendedCondition(pipeline: DataPipeline): UntimedCondition {
  const layer = pipeline.spec.suspend;
  const what =
    layer === 'All'
      ? 'nothing is changed until spec.suspend is None; what is in AWS goes on running, and a deletion of the pipeline is carried out all the same'
      : layer === 'Compute'
        ? 'schedules do not run and applications stand still until spec.suspend is None'
        : 'schedules do not run until spec.suspend is None';
  return condition(CONDITION.suspended, true, REASON.suspended, `spec.suspend is ${layer}: ${what}`, pipeline);
}

export function conditionOfStage(
  stage: Stage,
  objects: readonly PlannedObject[],
  pipeline: DataPipeline,
): UntimedCondition {
  const members = objects.filter(({ object }) => object.stage === stage);
  const ready = members.filter(isReady).length;
  const progress = `${ready} of ${plural(members.length, 'resource')} ready`;
  if (ready === members.length) return condition(stageCondition(stage), true, REASON.succeeded, progress, pipeline);
  const pending = members.filter((member) => !isReady(member));
  // Nothing of the stage itself is under way.
  const waits = pending.every(({ state }) => state.state === 'Waiting');
  const reason = members.some(({ state }) => state.state === 'Failed')
    ? REASON.progressingWithRetry
    : waits
      ? REASON.dependencyNotReady
      : REASON.progressing;
  const names = waits ? awaitedBy(pending, objects) : pending.map(({ object }) => object.component);
  return condition(
    stageCondition(stage),
    false,
    reason,
    `${progress}; ${waits ? 'waits for' : 'pending:'} ${firstFew(names)}`,
    pipeline,
  );
}

/** Components that these objects wait for, beside each other; the graph has no circle, so there is one. */
function awaitedBy(waiting: readonly PlannedObject[], objects: readonly PlannedObject[]): readonly string[] {
  const awaited = new Set(waiting.flatMap(({ state }) => (state.state === 'Waiting' ? state.for : [])));
  return objects
    .filter((entry) => awaited.has(entry.object.id) && !waiting.includes(entry))
    .map(({ object }) => object.component);
}

export function isReady({ state }: PlannedObject): boolean {
  return state.state === 'Ready';
}
