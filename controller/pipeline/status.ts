/**
 * What the user reads: status from plan and removal. Pure, and stable: the same state gives the same text, so an idle
 * pipeline is never written. Lists are capped ("and 4 more"); times stand only where a condition changed.
 */

import { GLUE } from '../../charts/kinds/glue.ts';
import { IAM } from '../../charts/kinds/iam.ts';
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { KMS } from '../../charts/kinds/kms.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import type {
  DataPipeline,
  DataPipelineStatus,
  ScheduleStatus,
  StreamStatus,
  ZoneStatus,
} from '../../crds/datapipeline.ts';
import { CROSSPLANE, STAGE_ORDER, type Stage } from '../../crds/identifiers.ts';
import { DEFAULT_ZONE_NAMES } from '../../crds/schema/zones.ts';
import { CONDITION, REASON, type StatusCondition, stageCondition, withTransitionTimes } from './conditions.ts';
import type { Plan, PlannedObject } from './plan.ts';
import { type Problem, problemsOf } from './problems.ts';
import type { RemovalStep } from './removal.ts';
import { sameJson } from './same-json.ts';
import { nextRunOf } from './schedules.ts';

const PROBLEMS_SHOWN = 10;
const NAMES_SHOWN = 3;
const SUMMARY_LIMIT = 80;

type UntimedCondition = Omit<StatusCondition, 'lastTransitionTime'>;

/** Why nothing can go on without the user. */
export interface StallNotice {
  readonly reason: string;
  readonly message: string;
}

export interface StatusInput {
  readonly pipeline: DataPipeline;
  readonly plan: Plan;
  readonly stall: StallNotice | undefined;
  /** Resources that left the spec and are not gone yet. */
  readonly pruning: readonly RemovalStep[];
  readonly nowMs: number;
}

export function statusOf(input: StatusInput): DataPipelineStatus {
  const { pipeline, plan, stall, pruning, nowMs } = input;
  const { objects } = plan;
  const problems = problemsOf(objects, pruning);
  const ready = objects.filter(isReady).length;
  const done = ready === objects.length && pruning.length === 0 && stall === undefined;
  const stages = STAGE_ORDER.filter((stage) => objects.some(({ object }) => object.stage === stage));
  const headline = headlineOf(input, problems, ready);
  const conditions: UntimedCondition[] = [
    condition(CONDITION.ready, done, done ? REASON.succeeded : headline.reason, headline.message, pipeline),
    ...(done || stall !== undefined
      ? []
      : [condition(CONDITION.reconciling, true, headline.reason, headline.message, pipeline)]),
    ...(stall === undefined ? [] : [condition(CONDITION.stalled, true, stall.reason, stall.message, pipeline)]),
    ...(pipeline.spec.suspend === 'None' ? [] : [suspendedCondition(pipeline)]),
    ...stages.map((stage) => conditionOfStage(stage, objects, pipeline)),
  ];
  const zones = zonesOf(pipeline, objects);
  const streams = streamsOf(pipeline, objects);
  const schedules = schedulesOf(pipeline, objects, nowMs);
  const nextRun = schedules.flatMap(({ nextRun }) => (nextRun === undefined ? [] : [nextRun])).sort()[0];
  return {
    ...(pipeline.metadata.generation !== undefined && { observedGeneration: pipeline.metadata.generation }),
    conditions: withTransitionTimes(conditions, pipeline.status?.conditions ?? [], nowMs),
    resources: {
      desired: objects.length,
      ready,
      waiting: objects.filter(({ state }) => state.state === 'Waiting').length,
      failed: objects.filter(({ state }) => state.state === 'Failed').length,
    },
    // Empty lists are left out: they tell nothing and read badly.
    ...(zones.length > 0 && { zones }),
    ...(streams.length > 0 && { streams }),
    ...(schedules.length > 0 && { schedules }),
    ...(problems.length > 0 && { problems: problems.slice(0, PROBLEMS_SHOWN) }),
    ...(problems.length > PROBLEMS_SHOWN && { moreProblems: problems.length - PROBLEMS_SHOWN }),
    ...outputsOf(pipeline, objects),
    summary: {
      status: short(done ? 'Ready' : `${headline.reason}: ${headline.message}`),
      resources: `${ready}/${objects.length}`,
      ...(nextRun !== undefined && { nextRun }),
    },
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
  const { problems: _, moreProblems: __, ...facts } = pipeline.status ?? {};
  return {
    ...facts,
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
  const essence = ({ observedGeneration, conditions = [], problems, keyArn }: DataPipelineStatus): unknown => ({
    observedGeneration,
    conditions: conditions.map(({ type, status, reason }) => ({ type, status, reason })),
    problems,
    keyArn,
  });
  return sameJson(essence(before), essence(after));
}

function headlineOf({ plan, stall, pruning }: StatusInput, problems: readonly Problem[], ready: number): StallNotice {
  if (stall !== undefined) return stall;
  const total = plan.objects.length;
  const progress = `${ready} of ${plural(total, 'resource')} ready`;
  const first = problems[0];
  if (first !== undefined) {
    const more = problems.length === 1 ? '' : ` and ${problems.length - 1} more`;
    const reason = problems.every(({ reason }) => reason === 'KindMissing')
      ? REASON.dependencyNotReady
      : REASON.progressingWithRetry;
    return { reason, message: `${first.component}: ${first.message}${more}; ${progress}` };
  }
  if (ready < total) return { reason: REASON.progressing, message: progress };
  if (pruning.length > 0) return { reason: REASON.pruning, message: `removing what left the spec; ${progress}` };
  return { reason: REASON.succeeded, message: `all ${plural(total, 'resource')} are ready` };
}

function conditionOfStage(stage: Stage, objects: readonly PlannedObject[], pipeline: DataPipeline): UntimedCondition {
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

function condition(
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

function suspendedCondition(pipeline: DataPipeline): UntimedCondition {
  const layer = pipeline.spec.suspend;
  const what =
    layer === 'All'
      ? 'nothing is changed until spec.suspend is None; what is in AWS goes on running, and a deletion of the pipeline is carried out all the same'
      : 'schedules do not run until spec.suspend is None';
  return condition(CONDITION.suspended, true, REASON.suspended, `spec.suspend is ${layer}: ${what}`, pipeline);
}

function zonesOf(pipeline: DataPipeline, objects: readonly PlannedObject[]): ZoneStatus[] {
  const names = pipeline.spec.zones?.map(({ name }) => name) ?? DEFAULT_ZONE_NAMES;
  return membersOf(objects, 'zones', names).map(({ name, members }) => ({
    name,
    bucket: externalNameOf(members, S3.Bucket),
    database: externalNameOf(members, GLUE.CatalogDatabase),
    ready: members.every(isReady),
  }));
}

function streamsOf(pipeline: DataPipeline, objects: readonly PlannedObject[]): StreamStatus[] {
  const names = (pipeline.spec.streams ?? []).map(({ name }) => name);
  return membersOf(objects, 'streams', names).map(({ name, members }) => {
    const streamArn = arnOf(members.find(({ object }) => object.kind === KINESIS.Stream));
    return {
      name,
      streamName: externalNameOf(members, KINESIS.Stream),
      ...(streamArn !== undefined && { streamArn }),
      ready: members.every(isReady),
    };
  });
}

function schedulesOf(pipeline: DataPipeline, objects: readonly PlannedObject[], nowMs: number): ScheduleStatus[] {
  const schedules = pipeline.spec.schedules ?? [];
  const names = schedules.map(({ name }) => name);
  return membersOf(objects, 'schedules', names).flatMap(({ name, members }) =>
    schedules
      .filter((schedule) => schedule.name === name)
      .map((schedule) => ({
        name,
        ...nextRunOf(schedule, pipeline.spec.suspend, nowMs),
        ready: members.every(isReady),
      })),
  );
}

function outputsOf(
  pipeline: DataPipeline,
  objects: readonly PlannedObject[],
): Pick<DataPipelineStatus, 'keyArn' | 'roleArns'> {
  const keyArn =
    pipeline.spec.encryption?.existingKeyArn ?? arnOf(objects.find(({ object }) => object.kind === KMS.Key));
  const roles = objects.flatMap((entry): [string, string][] => {
    const arn = entry.object.kind === IAM.Role ? arnOf(entry) : undefined;
    return arn === undefined ? [] : [[entry.object.component, arn]];
  });
  return { ...(keyArn !== undefined && { keyArn }), ...(roles.length > 0 && { roleArns: Object.fromEntries(roles) }) };
}

function arnOf(entry: PlannedObject | undefined): string | undefined {
  const arn = entry?.child?.observed.arn;
  return typeof arn === 'string' && arn !== '' ? arn : undefined;
}

/** The objects of each "<section>/<name>" component, in the order of the spec; names without objects are left out. */
function membersOf(
  objects: readonly PlannedObject[],
  section: string,
  names: readonly string[],
): { name: string; members: PlannedObject[] }[] {
  return names
    .map((name) => ({ name, members: objects.filter(({ object }) => object.component === `${section}/${name}`) }))
    .filter(({ members }) => members.length > 0);
}

function externalNameOf(members: readonly PlannedObject[], kind: ManagedKind): string {
  const found = members.find(({ object }) => object.kind === kind);
  return found?.object.manifest.metadata.annotations?.[CROSSPLANE.externalName] ?? '';
}

function isReady({ state }: PlannedObject): boolean {
  return state.state === 'Ready';
}

function firstFew(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, NAMES_SHOWN).join(', ');
  return distinct.length > NAMES_SHOWN ? `${shown} and ${distinct.length - NAMES_SHOWN} more` : shown;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function short(text: string): string {
  return text.length > SUMMARY_LIMIT ? `${text.slice(0, SUMMARY_LIMIT - 1)}…` : text;
}
