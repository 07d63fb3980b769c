/**
 * What the user reads: status from plan, parts and removal. Pure, and stable: the same state gives the same text, so an idle
 * pipeline is never written. Lists are capped ("and 4 more"); times stand only where a condition changed.
 */
import { sumOfCosts, usd } from '../../../charts/cost/estimate.ts';
import { PRICES_OF } from '../../../charts/cost/prices.ts';
import { KMS } from '../../../charts/kinds/kms.ts';
import type { RenderedPart } from '../../../charts/rendered.ts';
import { topologyOf } from '../../../charts/topology.ts';
import type { DataPipeline, DataPipelineStatus } from '../../../crds/datapipeline.ts';
import { STAGE_ORDER } from '../../../crds/identifiers.ts';
import { MAX_HELD_CHANGES, TOPOLOGY_LENGTH, TOPOLOGY_SHOWN, UNPRICED_SHOWN } from '../../../crds/schema/status.ts';
import { approvalDigest, type HeldChange } from '../held.ts';
import { currentIdentity } from '../identities.ts';
import type { PlannedObject } from '../plan.ts';
import { problemsOf } from '../problems.ts';
import type { RemovalStep } from '../removal.ts';
import { sameJson } from '../same-json.ts';
import {
  CONDITION,
  changesHeldCondition,
  condition,
  conditionOfStage,
  isReady,
  REASON,
  type StatusCondition,
  suspendedCondition,
  type UntimedCondition,
  withTransitionTimes,
} from './conditions.ts';
import { type FactStatus, factsOf, soonestRun } from './facts.ts';
import { headlineOf, type Progress, type StallNotice, short } from './summary.ts';
import { plural } from './words.ts';

const PROBLEMS_SHOWN = 10;

export interface StatusInput extends Progress {
  readonly pipeline: DataPipeline;
  /** What the pipeline was rendered to: tells the facts. */
  readonly parts: readonly RenderedPart[];
  readonly nowMs: number;
}

export function statusOf(input: StatusInput): DataPipelineStatus {
  const { pipeline, parts, plan, stall, pruning, nowMs } = input;
  const { objects } = plan;
  const problems = problemsOf(objects, pruning);
  const ready = objects.filter(isReady).length;
  const done = ready === objects.length && pruning.length === 0 && stall === undefined;
  const stages = STAGE_ORDER.filter((stage) => objects.some(({ object }) => object.stage === stage));
  const headline = headlineOf(input, problems, ready);
  const { uid = '', generation = 0 } = pipeline.metadata;
  const digest = approvalDigest({ uid, generation }, plan.held);
  const conditions: UntimedCondition[] = [
    condition(CONDITION.ready, done, done ? REASON.succeeded : headline.reason, headline.message, pipeline),
    ...(done || stall !== undefined
      ? []
      : [condition(CONDITION.reconciling, true, headline.reason, headline.message, pipeline)]),
    ...(stall === undefined ? [] : [condition(CONDITION.stalled, true, stall.reason, stall.message, pipeline)]),
    ...(pipeline.spec.suspend === 'None' ? [] : [suspendedCondition(pipeline)]),
    ...(plan.held.length === 0 ? [] : [changesHeldCondition(pipeline, plan.held, digest)]),
    ...stages.map((stage) => conditionOfStage(stage, objects, pipeline)),
  ];
  const facts = factsOf(parts, objects, nowMs);
  // A key that is only looked at, such as an earlier pipeline's, encrypts nothing of this one.
  const { keyArn: _, ...shown } = facts;
  return {
    ...(pipeline.metadata.generation !== undefined && { observedGeneration: pipeline.metadata.generation }),
    conditions: withTransitionTimes(conditions, pipeline.status?.conditions ?? [], nowMs),
    resources: {
      desired: objects.length,
      ready,
      waiting: objects.filter(({ state }) => state.state === 'Waiting').length,
      failed: objects.filter(({ state }) => state.state === 'Failed').length,
    },
    ...shown,
    ...costIn(pipeline, parts, stall),
    ...rememberedIn(pipeline, objects, facts),
    ...(problems.length > 0 && { problems: problems.slice(0, PROBLEMS_SHOWN) }),
    ...(problems.length > PROBLEMS_SHOWN && { moreProblems: problems.length - PROBLEMS_SHOWN }),
    ...heldIn(plan.held, digest),
    ...shownTopology(parts),
    summary: {
      status: short(
        done
          ? `Ready${plan.held.length > 0 ? `, ${plural(plan.held.length, 'change')} held` : ''}`
          : `${headline.reason}: ${headline.message}`,
      ),
      resources: `${ready}/${objects.length}`,
      ...soonestRun(facts),
    },
  };
}

/** Of what is carried out; a number of status must be whole, so texts. Nothing of a pipeline that has no parts. */
function costIn(
  { metadata: { generation }, status }: DataPipeline,
  parts: readonly RenderedPart[],
  stall: StallNotice | undefined,
): Pick<DataPipelineStatus, 'estimatedMonthlyCost'> {
  const known = status?.estimatedMonthlyCost;
  // Nothing of the edit is carried out, whatever stands in its way.
  if (stall !== undefined) return known === undefined ? {} : { estimatedMonthlyCost: known };
  if (parts.length === 0) return {};
  const { idle, usage } = sumOfCosts(parts.map(({ cost }) => cost));
  const unpriced = parts.flatMap(({ component, cost }) => (cost.hasUnpriced ? [component] : []));
  return {
    estimatedMonthlyCost: {
      amountUSD: usd(idle + usage),
      idleUSD: usd(idle),
      pricesAsOf: PRICES_OF.asOf,
      ...(unpriced.length > 0 && { unpriced: unpriced.slice(0, UNPRICED_SHOWN) }),
      ...(generation !== undefined && { generation }),
    },
  };
}

function shownTopology(parts: readonly RenderedPart[]): Pick<DataPipelineStatus, 'topology' | 'moreTopology'> {
  const lines = topologyOf(parts);
  const topology = lines.slice(0, TOPOLOGY_SHOWN).map((line) => short(line, TOPOLOGY_LENGTH));
  return {
    ...(lines.length > 0 && { topology }),
    ...(lines.length > TOPOLOGY_SHOWN && { moreTopology: lines.length - TOPOLOGY_SHOWN }),
  };
}

function heldIn(held: readonly HeldChange[], digest: string): Partial<DataPipelineStatus> {
  if (held.length === 0) return {};
  return {
    heldChanges: held.slice(0, MAX_HELD_CHANGES).map(({ id: _, seen: __, ...change }) => change),
    ...(held.length > MAX_HELD_CHANGES && { moreHeldChanges: held.length - MAX_HELD_CHANGES }),
    approvalDigest: digest,
  };
}

/** What outlives its managed resource: runs that were asked for, ids, and the key that is in use, also while nobody sees it. */
function rememberedIn(
  { status = {} }: DataPipeline,
  objects: readonly PlannedObject[],
  facts: FactStatus,
): Pick<DataPipelineStatus, 'identities' | 'keyArn' | 'runs'> {
  const { identities, runs } = status;
  const key = objects.find(({ object }) => object.kind === KMS.Key)?.object;
  const current = key === undefined ? facts.keyArn : currentIdentity(identities ?? [], key)?.arn;
  const keyArn = current ?? status.keyArn;
  return {
    ...(identities !== undefined && { identities }),
    ...(keyArn !== undefined && { keyArn }),
    ...(runs !== undefined && { runs }),
  };
}

/** Status while the pipeline is being deleted: what is left, and what holds it up. Never needs a plan. */
export function deletionStatusOf(
  pipeline: DataPipeline,
  left: number,
  steps: readonly RemovalStep[],
  note: string | undefined,
  nowMs: number,
): DataPipelineStatus {
  const problems = problemsOf([], steps);
  const first = problems[0];
  const wave = [...new Set(steps.map(({ child }) => child.stage))].join(', ');
  const message = [
    left === 0
      ? 'everything is gone'
      : `${plural(left, 'resource')} left to remove${wave === '' ? '' : `, now in ${wave}`}`,
    ...(first === undefined ? [] : [`${first.resource} does not go: ${first.message}`]),
    ...(note === undefined ? [] : [note]),
    ...(pipeline.spec.suspend === 'All' ? ['spec.suspend is All, which does not hold up a deletion'] : []),
  ].join('; ');
  const conditions = [
    condition(CONDITION.ready, false, REASON.deleting, message, pipeline),
    condition(CONDITION.reconciling, true, REASON.deleting, message, pipeline),
  ];
  const {
    problems: _,
    moreProblems: __,
    heldChanges: ___,
    moreHeldChanges,
    approvalDigest: ____,
    ...known
  } = pipeline.status ?? {};
  return {
    ...known,
    ...(pipeline.metadata.generation !== undefined && { observedGeneration: pipeline.metadata.generation }),
    conditions: withTransitionTimes(conditions, pipeline.status?.conditions ?? [], nowMs),
    ...(problems.length > 0 && { problems: problems.slice(0, PROBLEMS_SHOWN) }),
    summary: { ...pipeline.status?.summary, status: short(`Deleting: ${message}`) },
  };
}

/** Status when the spec cannot even be rendered, or when reconciling is suspended: conditions change, facts stay. */
export function noticeStatusOf(
  pipeline: DataPipeline,
  notice: StallNotice | 'Suspended',
  nowMs: number,
): DataPipelineStatus {
  const previous = pipeline.status?.conditions ?? [];
  const keep = (types: readonly string[]): StatusCondition[] => previous.filter(({ type }) => !types.includes(type));
  const conditions =
    notice === 'Suspended'
      ? [...keep([CONDITION.suspended, CONDITION.reconciling]), suspendedCondition(pipeline)]
      : [
          condition(CONDITION.ready, false, notice.reason, notice.message, pipeline),
          condition(CONDITION.stalled, true, notice.reason, notice.message, pipeline),
          ...keep([CONDITION.ready, CONDITION.stalled, CONDITION.reconciling]),
        ];
  const status = notice === 'Suspended' ? 'Suspended' : `${notice.reason}: ${notice.message}`;
  return {
    ...pipeline.status,
    ...(pipeline.metadata.generation !== undefined && { observedGeneration: pipeline.metadata.generation }),
    conditions: withTransitionTimes(conditions, previous, nowMs),
    summary: { ...pipeline.status?.summary, status: short(status) },
  };
}

/** Only counts and names in texts differ: no condition changed its status or reason, no problem came or went. */
export function isMereProgress(before: DataPipelineStatus, after: DataPipelineStatus): boolean {
  const essence = ({
    observedGeneration,
    conditions = [],
    problems,
    keyArn,
    approvalDigest: digest,
  }: DataPipelineStatus): unknown => ({
    observedGeneration,
    conditions: conditions.map(({ type, status, reason }) => ({ type, status, reason })),
    problems,
    keyArn,
    digest,
  });
  return sameJson(essence(before), essence(after));
}
