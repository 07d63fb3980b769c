/**
 * One reconcile of one pipeline, read like a table of contents. Level-based: everything is derived from the spec, the
 * inventory and the clock, so it may stop at any line (a crash, a lost lease) and the next one goes on from what stands.
 */
import { KMS } from '../../charts/kinds/kms.ts';
import type { Rendered, RenderedObject } from '../../charts/rendered.ts';
import type { DataPipeline, DataPipelineStatus } from '../../crds/datapipeline.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import type { KubeClient, ReflectorState, Store } from '../kube/api.ts';
import type { Clock } from '../runtime/clock.ts';
import { toError } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import type { ReconcileResult } from '../runtime/workers.ts';
import { type ApplyResult, applyWrites, blockedBy, type Effects, executeRemoval, isConflict } from './apply.ts';
import { overBudget } from './budget.ts';
import type { Child } from './child.ts';
import { missingConsent } from './compliance.ts';
import { DesiredState } from './desired.ts';
import { approvedEvent, type PipelineEvent } from './events.ts';
import { addFinalizer, hasFinalizer } from './finalizer.ts';
import { evolutionEvents } from './forecast.ts';
import type { Owner } from './guard.ts';
import { currentIdentity, formerArnsIn, type Identity, identitiesAfter, withFormerKey } from './identities.ts';
import type { Inventory } from './inventory.ts';
import { keyOf } from './key.ts';
import { kindRefusal } from './kind-refusal.ts';
import { Memories, type Memory } from './memory.ts';
import { writersOver } from './other-writers.ts';
import { type Plan, type PlanInput, type PlannedObject, planPipeline } from './plan.ts';
import type { Refusal } from './readiness.ts';
import { recreatedEvent } from './recreations.ts';
import { planRemoval, type RemovalStep } from './removal.ts';
import { runsAfter, untilRunMoves } from './run-once.ts';
import { sameJson } from './same-json.ts';
import { deletionStatusOf, noticeStatusOf, statusOf } from './status/status.ts';
import type { StallNotice } from './status/summary.ts';
import { StatusWriter } from './status-writer.ts';
import { tearDown } from './tear-down.ts';

export interface ReconcilerDependencies {
  readonly client: KubeClient;
  readonly pipelines: Store<DataPipeline>;
  readonly inventory: Inventory;
  readonly kindState: (kind: RenderedObject['kind']) => ReflectorState;
  readonly clock: Clock;
  readonly log: Log;
  /** Why the pipeline may not or cannot use what it names; undefined when it may. */
  readonly refusalOf: (pipeline: DataPipeline) => StallNotice | undefined;
  readonly record: (pipeline: DataPipeline, event: PipelineEvent) => void;
}

/** While a deletion waits for the provider, its children's events drive it; this is only the safety net. */
const DELETION_CHECK_MS = 15_000;
/** Whatever was missed, a pipeline is looked at again after so long; drawn anew each time, so that a fleet spreads out. */
const RESYNC_MS = { shortest: 8 * 60_000, longest: 12 * 60_000 } as const;
const ORPHANED: PipelineEvent = {
  type: 'Normal',
  reason: 'Orphaned',
  action: 'Release',
  note: 'the pipeline was deleted without its managed resources: they and everything in AWS go on, and nobody looks after them',
};
/** Lets others have their turn. */
const GO_ON_MS = 20;
const NO_REFUSALS: ReadonlyMap<string, Refusal> = new Map();

export class PipelineReconciler {
  readonly #deps: ReconcilerDependencies;
  readonly #memories = new Memories();
  readonly #desired = new DesiredState(this.#memories);
  readonly #statusWriter: StatusWriter;
  /** Of any object of any pipeline. */
  #lastCreationMs = Number.NEGATIVE_INFINITY;

  constructor(deps: ReconcilerDependencies) {
    this.#deps = deps;
    this.#statusWriter = new StatusWriter(deps);
  }

  /** @throws what a later attempt may mend: the API server could not be reached, or changed its mind midway. */
  async reconcile(key: string, signal: AbortSignal): Promise<ReconcileResult> {
    const stored = this.#deps.pipelines.get(key);
    if (stored === undefined) return {};
    const memory = this.#memories.of(stored);
    const effects: Effects = { client: this.#deps.client, inventory: this.#deps.inventory, signal };
    this.#deps.inventory.expire();
    try {
      return this.#comeBack(await this.#reconcile(withLatestStatus(stored, memory), memory, effects));
    } catch (error) {
      // Somebody else wrote the pipeline at the same moment: nobody's fault, and not worth a line in the log.
      if (isConflict(error)) return { requeue: true };
      throw error;
    }
  }

  #comeBack(result: ReconcileResult): ReconcileResult {
    if (result.requeue === true) return result;
    const resyncMs = RESYNC_MS.shortest + this.#deps.clock.random() * (RESYNC_MS.longest - RESYNC_MS.shortest);
    return { requeueAfterMs: Math.min(result.requeueAfterMs ?? resyncMs, resyncMs) };
  }

  async #reconcile(pipeline: DataPipeline, memory: Memory, effects: Effects): Promise<ReconcileResult> {
    if (pipeline.metadata.deletionTimestamp !== undefined) return await this.#tearDown(pipeline, memory, effects);
    if (pipeline.spec.suspend === 'All') {
      const status = noticeStatusOf(pipeline, 'Suspended', this.#deps.clock.now());
      await this.#statusWriter.write(pipeline, memory, status, effects.signal);
      return {};
    }
    const desired = this.#desired.of(pipeline);
    if ('notice' in desired) return await this.#stall(pipeline, memory, desired.notice, effects);
    const children = this.#deps.inventory.ofPipeline(pipeline).values();
    const refusal = this.#deps.refusalOf(pipeline) ?? missingConsent(pipeline, children);
    if (refusal !== undefined) return await this.#stall(pipeline, memory, refusal, effects);
    await addFinalizer(this.#deps.client, pipeline, effects.signal);
    const noted = await this.#noteRuns(pipeline, memory, effects);
    const wanted = noted === pipeline ? desired : this.#desired.of(noted);
    if ('notice' in wanted) return await this.#stall(noted, memory, wanted.notice, effects);
    return await this.#converge(noted, memory, wanted.rendered, effects);
  }

  /** Says so and writes nothing else: what stands stays as it is. */
  async #stall(
    pipeline: DataPipeline,
    memory: Memory,
    notice: StallNotice,
    { signal }: Effects,
  ): Promise<ReconcileResult> {
    const status = noticeStatusOf(pipeline, notice, this.#deps.clock.now());
    await this.#statusWriter.write(pipeline, memory, status, signal);
    return {};
  }

  /** Whether this status is what we wrote last, so its arrival on the watch is no news. */
  isOwnStatus(pipeline: DataPipeline): boolean {
    const { written } = this.#memories.of(pipeline);
    return written !== undefined && sameJson(written.stands, pipeline.status);
  }

  /** Call when a pipeline is seen for the first time. */
  noteNew(pipeline: DataPipeline): void {
    this.#desired.noteNew(pipeline);
  }

  /** Call before the first reconcile, and await: it learns which AWS names all pipelines claim. */
  async prepare(signal: AbortSignal): Promise<void> {
    await this.#desired.admitNewcomers(this.#deps.clock, signal);
  }

  /** Call when a pipeline is gone for good. */
  forget(uid: string): void {
    this.#desired.forget(uid);
    this.#memories.forget(uid);
  }

  async #converge(
    stored: DataPipeline,
    memory: Memory,
    rendered: Rendered,
    effects: Effects,
  ): Promise<ReconcileResult> {
    const children = this.#deps.inventory.ofPipeline(stored).values();
    for (const child of memory.recreations.since(children)) this.#deps.record(stored, recreatedEvent(child));
    const replacing = memory.replacements.since(this.#deps.inventory.ofPipeline(stored).values(), rendered.objects);
    for (const event of replacing) this.#deps.record(stored, event);
    if (memory.superseded !== undefined && overBudget(stored, rendered.parts) === undefined) {
      for (const event of evolutionEvents(memory.superseded, rendered)) this.#deps.record(stored, event);
      memory.superseded = undefined;
    }
    let pipeline = await this.#remember(stored, memory, rendered, effects);
    let plan = this.#plan(pipeline, memory, rendered, NO_REFUSALS);
    let applied: ApplyResult | undefined;
    const due = writesOf(plan, this.#promotionMs(plan, memory) === 0);
    if (due.length > 0) {
      applied = await applyWrites(due, effects);
      this.#noteWrites(pipeline, memory, applied);
      pipeline = await this.#remember(pipeline, memory, rendered, effects);
      const refusals = new Map(applied.refused.map(({ entry, refusal }) => [entry.object.id, refusal]));
      plan = this.#plan(pipeline, memory, rendered, refusals);
    }
    const mayPrune = plan.stall === undefined && applied?.retry !== true && plan.orphans.length > 0;
    const steps = mayPrune ? planRemoval(plan.orphans, 'KeepData', stayingOf(plan)) : [];
    const { deleted, refused } = await executeRemoval(steps, effects);
    const pruning = blockedBy(steps, refused);
    this.#notePruned(pipeline, rendered, deleted);

    const nowMs = this.#deps.clock.now();
    const status = statusOf({ pipeline, parts: rendered.parts, plan, stall: plan.stall, pruning, nowMs });
    const heldBackMs = await this.#statusWriter.writeProgress(pipeline, memory, status, effects.signal);
    if (applied?.error !== undefined) throw toError(applied.error);
    if (applied?.retry === true || refused.size > 0) return { requeue: true };
    const promotionMs = this.#promotionMs(plan, memory);
    // Nothing on the watch tells of what our own writes made possible.
    const goesOn = applied !== undefined && writesOf(plan, false).length > 0;
    const isPrepared = pruning.some(({ step }) => step === 'Prepare');
    const isOutdated = !sameJson(memory.formerKeyArns, formerArnsIn(pipeline.status?.identities ?? []));
    const goOnMs = goesOn || isPrepared || isOutdated ? GO_ON_MS : undefined;
    return wakeUp([
      heldBackMs,
      promotionMs,
      goOnMs,
      plan.againMs,
      this.#deps.inventory.unconfirmedMs(pipeline),
      ...repairPauses(plan, memory, nowMs),
      untilNextRun(status, nowMs),
      untilRunMoves(pipeline, nowMs),
    ]);
  }

  /** Writes down what is asked to run once, before anything is made for it. Returns the pipeline as it then stands. */
  async #noteRuns(pipeline: DataPipeline, memory: Memory, { signal }: Effects): Promise<DataPipeline> {
    const known = pipeline.status?.runs ?? [];
    const children = [...this.#deps.inventory.ofPipeline(pipeline).values()];
    const runs = runsAfter(pipeline, children, this.#deps.clock.now());
    if (sameJson(known, runs)) return pipeline;
    const status = { ...pipeline.status, runs };
    const isWritten = await this.#statusWriter.write(pipeline, memory, status, signal);
    return isWritten ? { ...pipeline, status } : pipeline;
  }

  /** Writes down ids that AWS assigned, before a plan may build on them. Returns the pipeline as it then stands. */
  async #remember(
    pipeline: DataPipeline,
    memory: Memory,
    { objects }: Rendered,
    effects: Effects,
  ): Promise<DataPipeline> {
    const known = pipeline.status?.identities ?? [];
    const children = this.#deps.inventory.ofPipeline(pipeline);
    const nowMs = this.#deps.clock.now();
    const found = identitiesAfter(known, objects, children, ownerOf(pipeline), nowMs);
    const identities = withFormerKey(found, pipeline.status?.keyArn, keyInUse(pipeline, objects, found), nowMs);
    if (sameJson(known, identities)) return pipeline;
    const status = { ...pipeline.status, identities };
    const isWritten = await this.#statusWriter.write(pipeline, memory, status, effects.signal);
    return isWritten ? { ...pipeline, status } : pipeline;
  }

  async #tearDown(pipeline: DataPipeline, memory: Memory, effects: Effects): Promise<ReconcileResult> {
    if (!hasFinalizer(pipeline)) return {};
    const result = await tearDown(pipeline, effects, this.#deps.kindState);
    for (const { child } of result.removed) this.#logRemoval(pipeline, child);
    if (result.done) {
      this.#deps.log.info({ pipeline: keyOf(pipeline), left: result.left }, 'removed the pipeline');
      if (result.left === 'Orphans') this.#deps.record(pipeline, ORPHANED);
      return {};
    }
    const { left, steps, note } = result;
    const status = deletionStatusOf(pipeline, left, steps, note, this.#deps.clock.now());
    await this.#statusWriter.write(pipeline, memory, status, effects.signal);
    return { requeueAfterMs: DELETION_CHECK_MS };
  }

  #promotionMs(plan: Plan, { promotions }: Memory): number | undefined {
    if (plan.stall !== undefined) return undefined;
    return promotions.waitMs(plan, this.#lastCreationMs, this.#deps.clock.now());
  }

  #plan(pipeline: DataPipeline, memory: Memory, rendered: Rendered, refusals: ReadonlyMap<string, Refusal>): Plan {
    const { inventory, kindState, clock } = this.#deps;
    const { namespace = '', uid = '' } = pipeline.metadata;
    const nowMs = clock.now();
    const input: Omit<PlanInput, 'letThrough'> = {
      rendered,
      owner: ownerOf(pipeline),
      identities: pipeline.status?.identities ?? [],
      children: inventory.ofPipeline(pipeline),
      occupant: (id) => {
        const found = inventory.find(namespace, id);
        return found?.pipelineUid === uid ? undefined : found;
      },
      unavailable: (kind) => kindRefusal(kind, kindState(kind)),
      isRepairPaused: (id) => memory.repairs.pauseMs(id, nowMs) > 0,
      nowMs,
      isPromoting: (child) => memory.promotions.isUnderWay(child),
      overBudget: overBudget(pipeline, rendered.parts),
      refusals: new Map([...memory.promotions.refusals, ...refusals]),
    };
    const plan = planPipeline({ ...input, letThrough: false });
    const approval = memory.approvals.of(pipeline, plan.held);
    if (approval === undefined) return plan;
    if (approval === 'Now') this.#deps.record(pipeline, approvedEvent(plan.held));
    return planPipeline({ ...input, letThrough: true });
  }

  #noteWrites(pipeline: DataPipeline, memory: Memory, { done, refused }: ApplyResult): void {
    const nowMs = this.#deps.clock.now();
    for (const { entry, refusal } of refused)
      if (entry.write?.action === 'Promote') memory.promotions.refused(entry.object.id, refusal);
    for (const { entry, action } of done) {
      const { id, component, kind, manifest } = entry.object;
      if (action === 'Create') this.#lastCreationMs = nowMs;
      const live = this.#deps.inventory.ofPipeline(pipeline).get(id);
      if (live !== undefined) memory.promotions.written(action, live);
      this.#deps.log.info({ pipeline: keyOf(pipeline), object: id, component, action }, 'applied');
      if (action !== 'Repair') continue;
      memory.repairs.repaired(id, nowMs);
      const writers = writersOver(entry.child?.foreignFields ?? {}, entry.write?.manifest ?? manifest).join(', ');
      const by = writers === '' ? '' : ` (changed by ${writers})`;
      const note = `${component}: ${kind.kind}/${manifest.metadata.name} was changed back to what the pipeline says${by}`;
      this.#deps.record(pipeline, { type: 'Normal', reason: 'DriftRepaired', action: 'Repair', note });
    }
  }

  #notePruned(pipeline: DataPipeline, { objects }: Rendered, steps: readonly RemovalStep[]): void {
    const wanted = new Set(objects.map(({ id }) => id));
    for (const { child } of steps) {
      this.#logRemoval(pipeline, child);
      const why = wanted.has(child.id) ? 'its last run is past' : 'it left the spec';
      const kept = child.kind.retained ? '; AWS keeps what it stands for' : '';
      const note = `${child.component}: ${child.kind.kind}/${child.name} was removed, because ${why}${kept}`;
      this.#deps.record(pipeline, { type: 'Normal', reason: 'Pruned', action: 'Prune', note });
    }
  }

  #logRemoval(pipeline: DataPipeline, { id, component }: RemovalStep['child']): void {
    this.#deps.log.info({ pipeline: keyOf(pipeline), object: id, component }, 'deleted');
  }
}

/**
 * Our own copy of the status: until the watch delivers what we wrote it is the newer one, and afterwards it lacks what
 * others have put beside it, which must not count as a difference.
 */
function withLatestStatus(pipeline: DataPipeline, { written }: Memory): DataPipeline {
  if (written === undefined) return pipeline;
  const isOurs = written.seenVersion === pipeline.metadata.resourceVersion || sameJson(written.stands, pipeline.status);
  return isOurs ? { ...pipeline, status: written.status } : pipeline;
}

function ownerOf({ metadata, spec }: DataPipeline): Owner {
  const { uid = '', namespace = '', name, annotations } = metadata;
  const adopted = annotations?.[ANNOTATION.adopt];
  const formerArns = spec.encryption?.formerKeyArns ?? [];
  const keyIsNamed = spec.encryption?.existingKeyArn !== undefined || formerArns.length > 0;
  return {
    uid,
    namespace,
    name,
    accountId: spec.accountId,
    adoption: adopted === undefined ? undefined : { uid: adopted, keyIsNamed },
    formerArns,
  };
}

/** What is to be written now. A pipeline that stalled only looks at what is in AWS, which tells the user more. */
function writesOf({ objects, stall }: Plan, promote: boolean): readonly PlannedObject[] {
  // What an edit costs is no reason to leave alone what somebody else changed.
  const repairs = stall?.reason === 'BudgetExceeded';
  if (stall !== undefined)
    return objects.filter(({ write }) => write?.looks === true || (repairs && write?.action === 'Repair'));
  return objects.filter(({ write }) => write !== undefined && (promote || write.action !== 'Promote'));
}

function keyInUse(
  { spec }: DataPipeline,
  objects: readonly RenderedObject[],
  identities: readonly Identity[],
): string | undefined {
  const own = objects.find(({ kind }) => kind === KMS.Key);
  return spec.encryption?.existingKeyArn ?? (own && currentIdentity(identities, own)?.arn);
}

function stayingOf(plan: Plan): Child[] {
  return plan.objects.flatMap(({ child }) => child ?? []);
}

function repairPauses(plan: Plan, memory: Memory, nowMs: number): number[] {
  return plan.objects.map(({ object }) => memory.repairs.pauseMs(object.id, nowMs)).filter((pauseMs) => pauseMs > 0);
}

/** A second later than the soonest run, so that it is past by then. */
function untilNextRun({ summary }: DataPipelineStatus, nowMs: number): number | undefined {
  return summary?.nextRun === undefined ? undefined : Math.max(1000, Date.parse(summary.nextRun) - nowMs + 1000);
}

function wakeUp(delaysMs: readonly (number | undefined)[]): ReconcileResult {
  const due = delaysMs.filter((delayMs) => delayMs !== undefined);
  return due.length === 0 ? {} : { requeueAfterMs: Math.min(...due) };
}
