/**
 * Desired against live: what is to be written now, what waits and for what, what is wrong. Pure.
 *
 * An object is created when everything it comes after is ready and its tokens are known; what needs nothing that is
 * missing is created at once, whatever its stage. An object that exists is configured whenever its digest says so,
 * whatever else is wrong: a repair waits for nothing but its tokens.
 *
 * What is already there is never taken over silently, and what was lost is not made twice: guard.ts, lost-and-found.ts.
 */
import type { Rendered, RenderedObject } from '../../charts/rendered.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import { type Adjusted, adjust, asApplied } from './adjust/adjust.ts';
import type { Approach } from './approach.ts';
import type { Child } from './child.ts';
import { observedValue } from './child.ts';
import { approachForeign } from './foreign.ts';
import { approachGuarded, CANNOT_CHANGE, type Owner, occupiedName, type Stall } from './guard.ts';
import { type HeldChange, heldRemoval, holdShrinking, isHeldRemoval } from './held.ts';
import { currentIdentity, type Identity, isLooking, isRemembered, shows } from './identities.ts';
import { mayLeave } from './leaving.ts';
import { approachRemembered, isAbsent, type Surroundings } from './lost-and-found.ts';
import { digestOf, manifestOf, type ResolvedObject, resolve, withDigest } from './manifest.ts';
import { writersOver } from './other-writers.ts';
import { whilePacked } from './packing.ts';
import { approachPointer } from './pointer.ts';
import { type ProblemReason, type Refusal, readinessOf } from './readiness.ts';
import { withYoungRole } from './young-role.ts';

export type ObjectState =
  | { readonly state: 'Ready' }
  /** `for`: ids of the objects that are missing or not ready; never empty. */
  | { readonly state: 'Waiting'; readonly for: readonly string[] }
  /** `note`: it works, and goes to what the spec says by steps; how far it is. */
  | { readonly state: 'Progressing'; readonly reason: string; readonly note?: string }
  | { readonly state: 'Failed'; readonly reason: ProblemReason; readonly message: string };

export interface Write {
  /** Promote: the provider made it as rendered; now it gets its full policies, which changes nothing in AWS. */
  readonly action: 'Create' | 'Configure' | 'Repair' | 'Promote';
  /** Tokens resolved, digest annotation set. */
  readonly manifest: KubeObject;
  /** Nothing in AWS changes by it; a stalled pipeline may still look. */
  readonly looks: boolean;
}

export interface PlannedObject {
  readonly object: RenderedObject;
  readonly child: Child | undefined;
  readonly state: ObjectState;
  readonly write: Write | undefined;
  /** What of it was left as it is. */
  readonly held?: readonly HeldChange[];
}

export interface Plan {
  readonly objects: readonly PlannedObject[];
  /** Ours, live, and no longer desired; those that are held are not among them. */
  readonly orphans: readonly Child[];
  /** What would make AWS delete what it keeps, and was left as it is. */
  readonly held: readonly HeldChange[];
  readonly stall: Stall | undefined;
  /** After so many ms the plan may be another one, though nothing that it is made from changes. */
  readonly againMs?: number;
}

export interface PlanInput {
  readonly rendered: Rendered;
  readonly owner: Owner;
  /** What status remembers of AWS. */
  readonly identities: readonly Identity[];
  readonly children: ReadonlyMap<string, Child>;
  /** A managed resource of that id in the pipeline's namespace that is not this pipeline's. */
  readonly occupant: (id: string) => Child | undefined;
  /** Why objects of a kind can neither be seen nor made; undefined when they can. */
  readonly unavailable: (kind: RenderedObject['kind']) => Refusal | undefined;
  /** Objects whose repair is paused, because another writer undoes it again and again. */
  readonly isRepairPaused: (id: string) => boolean;
  /** The provider may not have taken the promotion of this object yet, and has taken all else. */
  readonly isPromoting: (child: Child) => boolean;
  /** Changes that would make AWS delete what it keeps are approved. */
  readonly letThrough: boolean;
  /** The clock, for what AWS takes at certain times only. */
  readonly nowMs: number;
  /** The edit costs more than the spec allows. */
  readonly overBudget: Stall | undefined;
  /** What the API server said to our last write of an object, by id. */
  readonly refusals: ReadonlyMap<string, Refusal>;
}

const BEING_CHANGED = { state: 'Progressing', reason: 'is being changed' } as const;

export function planPipeline(input: PlanInput): Plan {
  const { rendered, children } = input;
  const needs = neededPaths(rendered);
  const settled = new Set<string>();
  const around = { ...input, objects: rendered.objects, settled };
  const planned: PlannedObject[] = [];
  const replaced: Child[] = [];
  const agains: number[] = [];
  const stalls: { readonly object: RenderedObject; readonly stall: Stall }[] = [];

  for (const object of rendered.objects) {
    const child = children.get(object.id);
    const adjusted = adjust(object, child, input.nowMs);
    if (adjusted.is === 'Gone' || (adjusted.is === 'Over' && child === undefined)) {
      settled.add(object.id);
      continue;
    }
    const approach = { ...approachTo(object, child, around), ...changesOf(adjusted) };
    const stall = child === undefined ? occupantOf(object, input) : approach.stall;
    if (stall !== undefined) stalls.push({ object, stall });
    if (child !== undefined && approach.replace) replaced.push(child);
    const entry =
      child === undefined
        ? planCreation(object, input, around, approach)
        : planExisting(object, child, input, around, approach, adjusted, needs.get(object.id) ?? []);
    const refusal = entry.write === undefined ? undefined : input.refusals.get(object.id);
    if (refusal === undefined && isSettled(entry, approach) && isKnown(object, child, around)) settled.add(object.id);
    const packed = whilePacked(entry.state, children, input.nowMs);
    const { state, againMs } = packed ?? withYoungRole(entry.state, object.component, children, input.nowMs);
    if (againMs !== undefined) agains.push(againMs);
    planned.push({ ...entry, state: refusal === undefined ? state : { state: 'Failed', ...refusal } });
  }
  const desired = new Set(planned.map(({ object }) => object.id));
  const leaving = [...children.values()].filter((child) => !desired.has(child.id));
  const kept = input.letThrough ? [] : leaving.filter(isHeldRemoval);
  const free = leaving.filter((child) => !kept.includes(child));
  const left = mayLeave(free, planned, children, input.nowMs);
  if (left.againMs !== undefined) agains.push(left.againMs);
  const orphans = [...left.orphans, ...replaced];
  const held = [...planned.flatMap((entry) => entry.held ?? []), ...kept.map(heldRemoval)];
  return {
    objects: planned,
    orphans,
    held,
    stall: wrongAccount(input) ?? gravest(stalls) ?? input.overBudget,
    ...(agains.length === 0 ? {} : { againMs: Math.min(...agains) }),
  };
}

/** What holds the key to everything else is told first. */
function gravest(stalls: readonly { readonly object: RenderedObject; readonly stall: Stall }[]): Stall | undefined {
  return (stalls.find(({ object }) => isRemembered(object.kind)) ?? stalls[0])?.stall;
}

function approachTo(
  object: RenderedObject,
  child: Child | undefined,
  around: Surroundings & { readonly letThrough: boolean },
): Approach {
  const foreign = approachForeign(object, child, around);
  if (foreign !== undefined) return foreign;
  if (object.kind.pointer !== undefined) return approachPointer(object, child, around);
  if (isRemembered(object.kind)) return approachRemembered(object, child, around);
  return approachGuarded(object, child, around.owner);
}

/** Its id is written down where it is not lost with it; whatever depends on it comes after that. */
function isKnown(object: RenderedObject, child: Child | undefined, { identities }: Surroundings): boolean {
  if (!isRemembered(object.kind)) return true;
  const identity = currentIdentity(identities, object);
  return child !== undefined && identity !== undefined && shows(child, identity);
}

/** Done for all that come after it: it exists, works, and is ours. A write that only changes it may still be due. */
function isSettled(entry: PlannedObject, approach: Approach): boolean {
  if (entry.child === undefined || approach.policies !== undefined || approach.failed !== undefined) return false;
  if (entry.state.state === 'Ready') return true;
  const isOnItsWay = entry.state.state === 'Progressing' && entry.state.note !== undefined;
  return (isOnItsWay || entry.write?.action === 'Configure') && readinessOf(entry.child).state === 'Ready';
}

function planCreation(
  object: RenderedObject,
  input: PlanInput,
  around: Surroundings,
  approach: Approach,
): PlannedObject {
  const result = (state: ObjectState, write?: Write): PlannedObject => ({ object, child: undefined, state, write });
  const unavailable = input.unavailable(object.kind);
  if (unavailable !== undefined) return result({ state: 'Failed', ...unavailable });
  const needed = approach.looks ? [] : [...object.after, ...object.tokens.map((token) => token.from)];
  const unsettled = needed.filter((id) => !around.settled.has(id));
  const resolved = resolveFrom(object, approach, around);
  const open = 'open' in resolved ? resolved.open : [];
  const waitingFor = [...new Set([...(approach.waitsFor ?? []), ...unsettled, ...open])];
  if ('open' in resolved || waitingFor.length > 0) return result({ state: 'Waiting', for: waitingFor });
  return result({ state: 'Progressing', reason: 'is being created' }, writeOf('Create', resolved));
}

function planExisting(
  object: RenderedObject,
  child: Child,
  input: PlanInput,
  around: Surroundings,
  approach: Approach,
  adjusted: Adjusted,
  needed: readonly string[],
): PlannedObject {
  const { held: replaced } = approach;
  const result = (state: ObjectState, write?: Write): PlannedObject => ({
    object,
    child,
    state,
    write,
    ...(replaced !== undefined && { held: replaced }),
  });
  const isPromoting = input.isPromoting(child);
  const readiness = approach.looks ? lookingState(child, approach) : stateOf(child, approach, needed, isPromoting);
  if (child.deleting || adjusted.is === 'Over') return result(readiness);
  if (approach.replace) return result({ state: 'Progressing', reason: 'is let go, so that another can be made' });
  const resolved = resolveFrom(object, approach, around);
  if ('open' in resolved) return result({ state: 'Waiting', for: resolved.open });
  // The digests leave owner references out, so one that was taken off shows only here.
  const isControlled = child.controller?.uid === input.owner.uid;
  const isLike = (digest: string): boolean => child.rendered === digest && child.owned === digest && isControlled;
  const before = readiness.state === 'Failed' ? undefined : asApplied(object, child);
  if (before !== undefined && isLike(digestOf({ ...resolved, approach: { ...approach, changes: before } })))
    return result(readiness);
  const asItStands = readiness.state === 'Ready' ? progressOf(adjusted) : readiness;
  const digest = digestOf(resolved);
  if (isLike(digest)) return result(asItStands);
  const guarded = { ...resolved, approach: { policies: CANNOT_CHANGE, ...changesOf(adjusted) } };
  const isUnchanged = child.rendered === child.owned && child.rendered === digestOf(guarded);
  if (isUnchanged && isControlled && child.createdByProvider) return result(readiness, writeOf('Promote', resolved));
  // What was rendered before is no new change: a foreign edit is changed back, whichever way it went.
  const { manifest, held } =
    child.rendered === digest || input.letThrough
      ? { manifest: undefined, held: [] }
      : holdShrinking(object, child, manifestOf(resolved));
  if (manifest !== undefined && held.length > 0)
    return planHeld(object, child, withDigest(manifest), held, input, isControlled, asItStands);
  const action = child.rendered === digest ? 'Repair' : 'Configure';
  if (action === 'Repair' && input.isRepairPaused(object.id)) {
    return result({ state: 'Failed', reason: 'UpdateLoop', message: updateLoop(child, manifestOf(resolved)) });
  }
  const missing = object.kind.changesAfter ? object.after.filter((id) => !around.settled.has(id)) : [];
  if (action === 'Configure' && missing.length > 0) return result({ state: 'Waiting', for: missing });
  const state = readiness.state === 'Failed' ? readiness : { ...BEING_CHANGED, ...noteOf(adjusted) };
  return result(state, writeOf(action, resolved));
}

function stateOf(
  child: Child,
  { held, failed, externalName }: Approach,
  needed: readonly string[],
  isPromoting: boolean,
): ObjectState {
  if (failed !== undefined) return { state: 'Failed', ...failed };
  // Nothing is there that it would replace, or it may replace it.
  const looksInVain = externalName !== undefined && isLooking(child) && isAbsent(child);
  if (held !== undefined) return { state: 'Ready' };
  return looksInVain ? BEING_CHANGED : readinessOf(child, needed, isPromoting);
}

/** The rest of an edit is applied; what is held stands in the manifest as it stands in the cluster. */
function planHeld(
  object: RenderedObject,
  child: Child,
  manifest: KubeObject,
  held: readonly HeldChange[],
  input: PlanInput,
  isControlled: boolean,
  readiness: ObjectState,
): PlannedObject {
  const digest = manifest.metadata.annotations?.[ANNOTATION.rendered];
  if (child.rendered === digest && child.owned === digest && isControlled)
    return { object, child, state: readiness, write: undefined, held };
  const action = child.rendered === digest ? 'Repair' : 'Configure';
  if (action === 'Repair' && input.isRepairPaused(object.id)) {
    const state = { state: 'Failed', reason: 'UpdateLoop', message: updateLoop(child, manifest) } as const;
    return { object, child, state, write: undefined, held };
  }
  const state: ObjectState = readiness.state === 'Failed' ? readiness : BEING_CHANGED;
  return { object, child, state, write: { action, manifest, looks: false }, held };
}

/** Of an object that is as it is to be now. */
function progressOf(adjusted: Adjusted): ObjectState {
  const note = noteOf(adjusted);
  return note === undefined ? { state: 'Ready' } : { ...BEING_CHANGED, ...note };
}

function noteOf(adjusted: Adjusted): { readonly note: string } | undefined {
  return adjusted.is === 'Wanted' && adjusted.note !== undefined ? { note: adjusted.note } : undefined;
}

function changesOf(adjusted: Adjusted): Pick<Approach, 'changes'> {
  return adjusted.is === 'Wanted' && adjusted.changes !== undefined ? { changes: adjusted.changes } : {};
}

/** What only looks is not ready, and need not find anything: its answer is for the plan. */
function lookingState(child: Child, { waitsFor }: Approach): ObjectState {
  if (waitsFor !== undefined && waitsFor.length > 0) return { state: 'Waiting', for: waitsFor };
  const readiness = readinessOf(child);
  return readiness.state === 'Failed' && !isAbsent(child)
    ? readiness
    : { state: 'Progressing', reason: 'is looked for in AWS' };
}

function resolveFrom(
  object: RenderedObject,
  approach: Approach,
  around: Surroundings,
): ResolvedObject | { readonly open: readonly string[] } {
  return resolve(object, approach, ({ from, path }) => {
    const source = around.children.get(from);
    return source !== undefined && (around.settled.has(from) || isTrusted(source, from, around))
      ? observedValue(source, path)
      : undefined;
  });
}

/** A source that is in trouble still gives its value to what has it already, unless it may have become another object. */
function isTrusted(source: Child, id: string, around: Surroundings): boolean {
  if (source.deleting) return false;
  const object = isRemembered(source.kind) ? around.objects.find((each) => each.id === id) : undefined;
  return object === undefined || isKnown(object, source, around);
}

function writeOf(action: Write['action'], resolved: ResolvedObject): Write {
  return { action, manifest: manifestOf(resolved), looks: resolved.approach.looks === true };
}

/** Paths that others read, by the object they read them from. */
function neededPaths(rendered: Rendered): Map<string, string[]> {
  const needs = new Map<string, string[]>();
  for (const object of rendered.objects) {
    for (const { from, path } of object.tokens) {
      const paths = needs.get(from) ?? [];
      if (!paths.includes(path)) paths.push(path);
      needs.set(from, paths);
    }
  }
  return needs;
}

function occupantOf(object: RenderedObject, input: PlanInput): Stall | undefined {
  const occupant = input.occupant(object.id);
  return occupant === undefined ? undefined : occupiedName(object, occupant);
}

function wrongAccount({ children, owner: { accountId } }: PlanInput): Stall | undefined {
  for (const child of children.values()) {
    const arn = child.observed.arn;
    const account = typeof arn === 'string' ? arn.split(':')[4] : undefined;
    if (account !== undefined && account !== '' && account !== accountId) {
      return {
        reason: 'WrongAccount',
        message: `${child.kind.kind} ${child.name} was made in AWS account ${account}, but spec.accountId is ${accountId}; the credentials of spec.providerConfigRef belong to another account; nothing more is written until they agree`,
      };
    }
  }
  return undefined;
}

function updateLoop({ foreignFields }: Child, manifest: KubeObject): string {
  const others = writersOver(foreignFields, manifest).join(', ') || 'another writer';
  return `${others} changes what this operator renders, again and again; repairs are paused; stop that writer, or change the pipeline instead`;
}
