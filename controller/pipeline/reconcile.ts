/**
 * One reconcile of one pipeline, read like a table of contents. Level-based: everything is derived from the spec, the
 * inventory and the clock, so it may stop at any line (a crash, a lost lease) and the next one goes on from what stands.
 *
 * Per-pipeline memory is only what can be lost without harm: a render of this generation, the last status written, the
 * history of repairs.
 */
import { awsClaims } from '../../charts/claims.ts';
import { MANAGED_KINDS } from '../../charts/kinds.ts';
import type { PipelineInput } from '../../charts/model/build.ts';
import { ModelError } from '../../charts/model/model-error.ts';
import { renderPipeline } from '../../charts/render.ts';
import type { Rendered, RenderedObject } from '../../charts/rendered.ts';
import type { DataPipeline, DataPipelineStatus } from '../../crds/datapipeline.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import { ANNOTATION, API_VERSION, DATA_PIPELINE, FIELD_MANAGER, FINALIZER, KIND } from '../../crds/names.ts';
import { validateDataPipeline } from '../../crds/validate/validate.ts';
import type { KubeClient, ReflectorState, Store } from '../kube/api.ts';
import type { Clock } from '../runtime/clock.ts';
import { toError } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import type { ReconcileResult } from '../runtime/workers.ts';
import { type ApplyResult, applyPlan, type Effects, executeRemoval, isConflict, isGone } from './apply.ts';
import { type Claimant, findClaimConflict } from './claims.ts';
import { REASON } from './conditions.ts';
import { eventsBetween, type PipelineEvent } from './events.ts';
import type { Inventory } from './inventory.ts';
import { kindRefusal } from './kind-refusal.ts';
import { type Plan, planPipeline } from './plan.ts';
import type { Refusal } from './readiness.ts';
import { planRemoval, type RemovalStep } from './removal.ts';
import { RepairDamper } from './repair-damper.ts';
import { sameJson } from './same-json.ts';
import { deletionStatusOf, isMereProgress, noticeStatusOf, plural, type StallNotice, statusOf } from './status.ts';

export interface ReconcilerDependencies {
  readonly client: KubeClient;
  readonly pipelines: Store<DataPipeline>;
  readonly inventory: Inventory;
  readonly kindState: (kind: RenderedObject['kind']) => ReflectorState;
  readonly clock: Clock;
  readonly log: Log;
  readonly record: (pipeline: DataPipeline, event: PipelineEvent) => void;
}

interface Memory {
  generation: number | undefined;
  rendered: Rendered | undefined;
  claimant: Claimant | undefined;
  written:
    | { readonly status: DataPipelineStatus; readonly atMs: number; readonly seenVersion: string | undefined }
    | undefined;
  readonly repairs: RepairDamper;
}

const PROGRESS_PAUSE_MS = 1_000;
/** While a deletion waits for the provider, its children's events drive it; this is only the safety net. */
const DELETION_CHECK_MS = 15_000;
/** States in which objects of a kind may exist without our knowing. Of a missing kind there are none. */
const UNSEEN: ReadonlySet<ReflectorState> = new Set<ReflectorState>(['Starting', 'Forbidden', 'Stopped']);
const NO_REFUSALS: ReadonlyMap<string, Refusal> = new Map();

export class PipelineReconciler {
  readonly #deps: ReconcilerDependencies;
  readonly #memories = new Map<string, Memory>();

  constructor(deps: ReconcilerDependencies) {
    this.#deps = deps;
  }

  /** @throws what a later attempt may mend: the API server could not be reached, or changed its mind midway. */
  async reconcile(key: string, signal: AbortSignal): Promise<ReconcileResult> {
    try {
      return await this.#reconcile(key, signal);
    } catch (error) {
      // Somebody else wrote the pipeline at the same moment: nobody's fault, and not worth a line in the log.
      if (isConflict(error)) return { requeue: true };
      throw error;
    }
  }

  async #reconcile(key: string, signal: AbortSignal): Promise<ReconcileResult> {
    const stored = this.#deps.pipelines.get(key);
    if (stored === undefined) return {};
    const memory = this.#memoryOf(stored);
    const pipeline = withLatestStatus(stored, memory);
    const effects: Effects = { client: this.#deps.client, inventory: this.#deps.inventory, signal };
    this.#deps.inventory.expire();

    if (pipeline.metadata.deletionTimestamp !== undefined) return await this.#tearDown(pipeline, memory, effects);
    if (pipeline.spec.suspend === 'All') {
      await this.#writeStatus(pipeline, memory, noticeStatusOf(pipeline, 'Suspended', this.#now()), signal);
      return {};
    }
    const notice = this.#prepare(pipeline, memory);
    if (notice !== undefined || memory.rendered === undefined) {
      if (notice !== undefined)
        await this.#writeStatus(pipeline, memory, noticeStatusOf(pipeline, notice, this.#now()), signal);
      return {};
    }
    if (!(pipeline.metadata.finalizers ?? []).includes(FINALIZER)) await this.#addFinalizer(pipeline, signal);
    return await this.#converge(pipeline, memory, memory.rendered, effects);
  }

  /** Whether this status is what we wrote last, so its arrival on the watch is no news. */
  isOwnStatus(pipeline: DataPipeline): boolean {
    const written = this.#memories.get(pipeline.metadata.uid ?? '')?.written;
    return written !== undefined && sameJson(written.status, pipeline.status);
  }

  /** Call when a pipeline is gone for good. */
  forget(uid: string): void {
    this.#memories.delete(uid);
  }

  async #converge(
    pipeline: DataPipeline,
    memory: Memory,
    rendered: Rendered,
    effects: Effects,
  ): Promise<ReconcileResult> {
    let plan = this.#plan(pipeline, memory, rendered, NO_REFUSALS);
    let applied: ApplyResult | undefined;
    if (plan.stall === undefined && plan.objects.some(({ write }) => write !== undefined)) {
      applied = await applyPlan(plan, effects);
      this.#noteWrites(pipeline, memory, applied);
      plan = this.#plan(pipeline, memory, rendered, applied.refusals);
    }
    const mayPrune = plan.stall === undefined && applied?.retry !== true && plan.orphans.length > 0;
    const pruning = mayPrune ? planRemoval(plan.orphans, 'KeepData') : [];
    const pruned = await executeRemoval(pruning, effects);
    this.#noteRemovals(pipeline, pruned, 'Pruned');

    const nowMs = this.#now();
    const status = statusOf({ pipeline, plan, stall: plan.stall, pruning, nowMs });
    const heldBackMs = await this.#writeProgress(pipeline, memory, status, effects.signal);
    if (applied?.error !== undefined) throw toError(applied.error);
    if (applied?.retry === true) return { requeue: true };
    return after(earliest(heldBackMs, this.#wakeUpMs(plan, memory, status, nowMs)));
  }

  /** Reverse waves, never rendering: a spec that no longer renders must still be removable. */
  async #tearDown(pipeline: DataPipeline, memory: Memory, effects: Effects): Promise<ReconcileResult> {
    if (!(pipeline.metadata.finalizers ?? []).includes(FINALIZER)) return {};
    const uid = pipeline.metadata.uid ?? '';
    const mode =
      pipeline.spec.deletionPolicy === 'Delete' && hasConfirmedDeletion(pipeline) ? 'DeleteData' : 'KeepData';
    let steps = this.#removalSteps(uid, mode);
    // A preparation is taken as soon as the API server answered, so the delete can follow at once.
    for (let round = 0; round < 2 && steps.some(({ step }) => step !== 'Wait'); round += 1) {
      this.#noteRemovals(pipeline, await executeRemoval(steps, effects), 'Removed');
      steps = this.#removalSteps(uid, mode).map((step) =>
        step.step === 'Delete' ? { ...step, step: 'Wait', blockedBy: undefined } : step,
      );
    }
    const left = this.#deps.inventory.ofPipeline(uid).size;
    const unseen = MANAGED_KINDS.filter((kind) => UNSEEN.has(this.#deps.kindState(kind)));
    if (left === 0 && unseen.length === 0) {
      await this.#removeFinalizer(pipeline, effects.signal);
      return {};
    }
    const note =
      unseen[0] === undefined
        ? await this.#deletionNote(pipeline, mode, effects.signal)
        : `cannot tell whether all is gone: ${plural(unseen.length, 'kind')} cannot be read, such as ${unseen[0].plural}.${unseen[0].group}`;
    await this.#writeStatus(
      pipeline,
      memory,
      deletionStatusOf(pipeline, left, steps, note, this.#now()),
      effects.signal,
    );
    return { requeueAfterMs: DELETION_CHECK_MS };
  }

  #removalSteps(uid: string, mode: 'KeepData' | 'DeleteData'): readonly RemovalStep[] {
    const children = this.#deps.inventory.ofPipeline(uid);
    return children.size === 0 ? [] : planRemoval(children.values(), mode);
  }

  async #deletionNote(
    pipeline: DataPipeline,
    mode: 'KeepData' | 'DeleteData',
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { namespace = '', uid } = pipeline.metadata;
    const home = await this.#deps.client.get(NAMESPACE, undefined, namespace, { signal });
    if (home?.metadata.deletionTimestamp !== undefined) {
      return 'the namespace is being deleted too, in which the provider may be unable to work; next time delete pipelines first';
    }
    if (pipeline.spec.deletionPolicy === 'Delete' && mode === 'KeepData') {
      return `data is kept, because the annotation ${ANNOTATION.confirmDeletion} is not ${uid}`;
    }
    return undefined;
  }

  /** Validates and renders once per generation. A notice means that only the user can help. */
  #prepare(pipeline: DataPipeline, memory: Memory): StallNotice | undefined {
    if (memory.rendered === undefined || memory.generation !== pipeline.metadata.generation) {
      memory.rendered = undefined;
      const [fault, ...others] = validateDataPipeline(withoutServerFields(pipeline));
      if (fault !== undefined) {
        const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
        return { reason: REASON.invalidSpec, message: `${fault.path}: ${fault.message}${more}` };
      }
      const rendered = tryRender(pipeline);
      if (rendered instanceof ModelError) return { reason: REASON.invalidSpec, message: rendered.message };
      memory.rendered = rendered;
      memory.generation = pipeline.metadata.generation;
      memory.claimant = claimantOf(pipeline, rendered);
    }
    return this.#claimNotice(memory);
  }

  #claimNotice({ claimant }: Memory): StallNotice | undefined {
    if (claimant === undefined) return undefined;
    const conflict = findClaimConflict(claimant, this.#claimants());
    if (conflict === undefined) return undefined;
    const { claim, holder } = conflict;
    return {
      reason: REASON.nameConflict,
      message: `${claim.id} would be ${claim.identity} in AWS, which belongs to the older DataPipeline ${holder.namespace}/${holder.name}; rename this pipeline or its namespace`,
    };
  }

  /** All pipelines' names, rendering those that no reconcile has reached yet. */
  *#claimants(): IterableIterator<Claimant> {
    for (const pipeline of this.#deps.pipelines.values()) {
      const memory = this.#memoryOf(pipeline);
      if (memory.claimant === undefined && validateDataPipeline(withoutServerFields(pipeline)).length === 0) {
        const rendered = tryRender(pipeline);
        if (!(rendered instanceof ModelError)) memory.claimant = claimantOf(pipeline, rendered);
      }
      if (memory.claimant !== undefined) yield memory.claimant;
    }
  }

  #plan(pipeline: DataPipeline, memory: Memory, rendered: Rendered, refusals: ReadonlyMap<string, Refusal>): Plan {
    const { inventory, kindState } = this.#deps;
    const { namespace = '', uid = '', annotations } = pipeline.metadata;
    const nowMs = this.#now();
    return planPipeline({
      rendered,
      uid,
      accountId: pipeline.spec.accountId,
      adoptUid: annotations?.[ANNOTATION.adopt],
      children: inventory.ofPipeline(uid),
      occupant: (id) => {
        const found = inventory.find(namespace, id);
        return found?.pipelineUid === uid ? undefined : found;
      },
      unavailable: (kind) => kindRefusal(kind, kindState(kind)),
      isRepairPaused: (id) => memory.repairs.pauseMs(id, nowMs) > 0,
      refusals,
    });
  }

  #noteWrites(pipeline: DataPipeline, memory: Memory, { done }: ApplyResult): void {
    const nowMs = this.#now();
    for (const { entry, action } of done) {
      const { id, component, kind, manifest } = entry.object;
      this.#deps.log.info({ pipeline: nameOf(pipeline), object: id, component, action }, 'applied');
      if (action !== 'Repair') continue;
      memory.repairs.repaired(id, nowMs);
      const by = entry.child?.otherManagers.length ? ` (changed by ${entry.child.otherManagers.join(', ')})` : '';
      const note = `${component}: ${kind.kind}/${manifest.metadata.name} was changed back to what the pipeline says${by}`;
      this.#deps.record(pipeline, { type: 'Normal', reason: 'DriftRepaired', action: 'Repair', note });
    }
  }

  #noteRemovals(pipeline: DataPipeline, steps: readonly RemovalStep[], reason: 'Pruned' | 'Removed'): void {
    for (const { child } of steps) {
      this.#deps.log.info({ pipeline: nameOf(pipeline), object: child.id, component: child.component }, 'deleted');
      if (reason === 'Removed') continue;
      const kept = child.kind.retained ? '; AWS keeps what it stands for' : '';
      this.#deps.record(pipeline, {
        type: 'Normal',
        reason,
        action: 'Prune',
        note: `${child.component}: ${child.kind.kind}/${child.name} was removed, because it left the spec${kept}`,
      });
    }
  }

  /**
   * Counts move with every object that becomes ready; a person reads no faster than once a second. What else changed is
   * written at once. Returns the milliseconds after which a status that was held back is due.
   */
  async #writeProgress(
    pipeline: DataPipeline,
    memory: Memory,
    status: DataPipelineStatus,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const sinceMs = this.#now() - (memory.written?.atMs ?? 0);
    if (sinceMs < PROGRESS_PAUSE_MS && pipeline.status !== undefined && isMereProgress(pipeline.status, status)) {
      return sameJson(pipeline.status, status) ? undefined : PROGRESS_PAUSE_MS - sinceMs;
    }
    await this.#writeStatus(pipeline, memory, status, signal);
    return undefined;
  }

  async #writeStatus(
    pipeline: DataPipeline,
    memory: Memory,
    status: DataPipelineStatus,
    signal: AbortSignal,
  ): Promise<void> {
    if (sameJson(pipeline.status, status)) return;
    const { name, namespace = '', uid = '' } = pipeline.metadata;
    const object: KubeObject = { apiVersion: API_VERSION, kind: KIND, metadata: { name, namespace, uid }, status };
    try {
      await this.#deps.client.applyStatus(DATA_PIPELINE, object, { fieldManager: FIELD_MANAGER, force: true, signal });
    } catch (error) {
      // Deleted, or replaced by a namesake: the watch tells the rest.
      if (isGone(error) || isConflict(error)) return;
      throw error;
    }
    memory.written = {
      status,
      atMs: this.#now(),
      seenVersion: this.#deps.pipelines.get(keyOf(pipeline))?.metadata.resourceVersion,
    };
    for (const event of eventsBetween(pipeline.status, status)) this.#deps.record(pipeline, event);
  }

  async #addFinalizer(pipeline: DataPipeline, signal: AbortSignal): Promise<void> {
    await this.#setFinalizers(pipeline, [...(pipeline.metadata.finalizers ?? []), FINALIZER], signal);
  }

  async #removeFinalizer(pipeline: DataPipeline, signal: AbortSignal): Promise<void> {
    const others = (pipeline.metadata.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
    await this.#setFinalizers(pipeline, others, signal);
    this.#deps.log.info({ pipeline: nameOf(pipeline) }, 'removed the pipeline');
  }

  /** A merge patch replaces the whole list, so it only counts against the version that we saw. */
  async #setFinalizers(pipeline: DataPipeline, finalizers: readonly string[], signal: AbortSignal): Promise<void> {
    const { name, namespace, resourceVersion = '' } = pipeline.metadata;
    try {
      await this.#deps.client.mergePatch(
        DATA_PIPELINE,
        namespace,
        name,
        { metadata: { resourceVersion, finalizers } },
        { signal },
      );
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  #wakeUpMs(plan: Plan, memory: Memory, status: DataPipelineStatus, nowMs: number): number | undefined {
    const pauses = plan.objects
      .map(({ object }) => memory.repairs.pauseMs(object.id, nowMs))
      .filter((pauseMs) => pauseMs > 0);
    const nextRun = status.summary?.nextRun;
    // A second later, so that the run which was due is past.
    const untilNextRun = nextRun === undefined ? [] : [Math.max(1000, Date.parse(nextRun) - nowMs + 1000)];
    return earliest(...pauses, ...untilNextRun);
  }

  #memoryOf(pipeline: DataPipeline): Memory {
    const uid = pipeline.metadata.uid ?? '';
    let memory = this.#memories.get(uid);
    if (memory === undefined) {
      memory = {
        generation: undefined,
        rendered: undefined,
        claimant: undefined,
        written: undefined,
        repairs: new RepairDamper(),
      };
      this.#memories.set(uid, memory);
    }
    return memory;
  }

  #now(): number {
    return this.#deps.clock.now();
  }
}

const NAMESPACE = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false } as const;

export function keyOf(pipeline: DataPipeline): string {
  return `${pipeline.metadata.namespace}/${pipeline.metadata.name}`;
}

function nameOf(pipeline: DataPipeline): string {
  return keyOf(pipeline);
}

function earliest(...delaysMs: readonly (number | undefined)[]): number | undefined {
  const due = delaysMs.filter((delayMs) => delayMs !== undefined);
  return due.length === 0 ? undefined : Math.min(...due);
}

function after(afterMs: number | undefined): ReconcileResult {
  return afterMs === undefined ? {} : { requeueAfterMs: afterMs };
}

function hasConfirmedDeletion(pipeline: DataPipeline): boolean {
  const { uid, annotations } = pipeline.metadata;
  return uid !== undefined && annotations?.[ANNOTATION.confirmDeletion] === uid;
}

/** Until the watch delivers what we wrote, our own copy of the status is the newer one. */
function withLatestStatus(pipeline: DataPipeline, { written }: Memory): DataPipeline {
  return written !== undefined && written.seenVersion === pipeline.metadata.resourceVersion
    ? { ...pipeline, status: written.status }
    : pipeline;
}

/** A ModelError is the user's to mend; anything else is a fault of ours. */
function tryRender(pipeline: DataPipeline): Rendered | ModelError {
  try {
    return renderPipeline(pipeline as DataPipeline & PipelineInput);
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
}

function claimantOf(pipeline: DataPipeline, rendered: Rendered): Claimant {
  const { uid = '', namespace = '', name, creationTimestamp = '' } = pipeline.metadata;
  return { uid, namespace, name, creationTimestamp, claims: awsClaims(rendered, pipeline.spec) };
}

/** What a user wrote: validation knows nothing of what the server adds. */
function withoutServerFields(pipeline: DataPipeline): unknown {
  const { name, namespace } = pipeline.metadata;
  return { apiVersion: API_VERSION, kind: KIND, metadata: { name, namespace }, spec: pipeline.spec };
}
