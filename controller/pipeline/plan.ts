/**
 * Desired against live: what is to be written now, what waits and for what, what is wrong. Pure.
 *
 * An object is created when everything it comes after is ready and its tokens are known; what needs nothing that is
 * missing is created at once, whatever its stage. An object that exists is configured whenever its digest says so,
 * whatever else is wrong: a repair waits for nothing but its tokens.
 *
 * What is already there is never taken over silently: guard.ts.
 */
import type { Rendered, RenderedObject } from '../../charts/rendered.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import type { Child } from './child.ts';
import { observedValue } from './child.ts';
import { foreignObject, type Owner, occupiedName, policiesOf, type Stall } from './guard.ts';
import { digestOf, manifestOf, type ResolvedObject, resolve } from './manifest.ts';
import { type ProblemReason, type Refusal, readinessOf } from './readiness.ts';

export type ObjectState =
  | { readonly state: 'Ready' }
  /** `for`: ids of the objects that are missing or not ready; never empty. */
  | { readonly state: 'Waiting'; readonly for: readonly string[] }
  | { readonly state: 'Progressing'; readonly reason: string }
  | { readonly state: 'Failed'; readonly reason: ProblemReason; readonly message: string };

export interface Write {
  /** Promote: the provider made it as rendered; now it gets its full policies, which changes nothing in AWS. */
  readonly action: 'Create' | 'Configure' | 'Repair' | 'Promote';
  /** Tokens resolved, digest annotation set. */
  readonly manifest: KubeObject;
}

export interface PlannedObject {
  readonly object: RenderedObject;
  readonly child: Child | undefined;
  readonly state: ObjectState;
  readonly write: Write | undefined;
}

export interface Plan {
  readonly objects: readonly PlannedObject[];
  /** Ours, live, and no longer desired. */
  readonly orphans: readonly Child[];
  readonly stall: Stall | undefined;
}

export interface PlanInput {
  readonly rendered: Rendered;
  readonly owner: Owner;
  readonly children: ReadonlyMap<string, Child>;
  /** A managed resource of that id in the pipeline's namespace that is not this pipeline's. */
  readonly occupant: (id: string) => Child | undefined;
  /** Why objects of a kind can neither be seen nor made; undefined when they can. */
  readonly unavailable: (kind: RenderedObject['kind']) => Refusal | undefined;
  /** Objects whose repair is paused, because another writer undoes it again and again. */
  readonly isRepairPaused: (id: string) => boolean;
  /** The provider may not have taken the promotion of this object yet, and has taken all else. */
  readonly isPromoting: (child: Child) => boolean;
  /** What the API server said to our last write of an object, by id. */
  readonly refusals: ReadonlyMap<string, Refusal>;
}

export function planPipeline(input: PlanInput): Plan {
  const { rendered, children } = input;
  const needs = neededPaths(rendered);
  const settled = new Set<string>();
  const planned: PlannedObject[] = [];
  let stall = wrongAccount(input);

  for (const object of rendered.objects) {
    const child = children.get(object.id);
    const foreign = strangerAt(object, child, input);
    stall ??= foreign;
    const entry =
      child === undefined
        ? planCreation(object, input, settled)
        : planExisting(object, child, input, settled, needs.get(object.id) ?? []);
    const refusal = entry.write === undefined ? undefined : input.refusals.get(object.id);
    if (refusal === undefined && isSettled(entry) && foreign === undefined) settled.add(object.id);
    planned.push(refusal === undefined ? entry : { ...entry, state: { state: 'Failed', ...refusal } });
  }
  const desired = new Set(rendered.objects.map((object) => object.id));
  const leaving = [...children.values()].filter((child) => !desired.has(child.id));
  return { objects: planned, orphans: leaving.filter(mayLeave(planned)), stall };
}

/** What runs on the old of an object that is succeeded by another (code) goes on until all that is wanted is ready. */
function mayLeave(planned: readonly PlannedObject[]): (child: Child) => boolean {
  const isDone = planned.every(({ state }) => state.state === 'Ready');
  return ({ kind }) => isDone || !kind.succeeded;
}

/** Done for all that come after it: it exists, works, and is ours. A write that only changes it may still be due. */
function isSettled(entry: PlannedObject): boolean {
  if (entry.child === undefined) return false;
  if (entry.state.state === 'Ready') return true;
  return entry.write?.action === 'Configure' && readinessOf(entry.child).state === 'Ready';
}

function planCreation(object: RenderedObject, input: PlanInput, settled: ReadonlySet<string>): PlannedObject {
  const result = (state: ObjectState, write?: Write): PlannedObject => ({ object, child: undefined, state, write });
  const unavailable = input.unavailable(object.kind);
  if (unavailable !== undefined) return result({ state: 'Failed', ...unavailable });
  const unsettled = [...object.after, ...object.tokens.map((token) => token.from)].filter((id) => !settled.has(id));
  const resolved = resolveFrom(object, input, settled);
  const waitingFor = [...new Set([...unsettled, ...('open' in resolved ? resolved.open : [])])];
  if ('open' in resolved || waitingFor.length > 0) return result({ state: 'Waiting', for: waitingFor });
  const manifest = manifestOf(resolved, policiesOf(object, undefined, input.owner));
  return result({ state: 'Progressing', reason: 'is being created' }, { action: 'Create', manifest });
}

function planExisting(
  object: RenderedObject,
  child: Child,
  input: PlanInput,
  settled: ReadonlySet<string>,
  needed: readonly string[],
): PlannedObject {
  const result = (state: ObjectState, write?: Write): PlannedObject => ({ object, child, state, write });
  const readiness = readinessOf(child, needed, input.isPromoting(child));
  if (child.deleting) return result(readiness);
  const resolved = resolveFrom(object, input, settled);
  if ('open' in resolved) return result({ state: 'Waiting', for: resolved.open });
  const policies = policiesOf(object, child, input.owner);
  const digest = digestOf(resolved, policies);
  // The digests leave owner references out, so one that was taken off shows only here.
  const isControlled = child.controller?.uid === input.owner.uid;
  if (child.rendered === digest && child.owned === digest && isControlled) return result(readiness);
  const isUnchanged = child.rendered === child.owned && child.rendered === digestOf(resolved, 'Guarded');
  if (isUnchanged && isControlled && child.createdByProvider) {
    return result(readiness, { action: 'Promote', manifest: manifestOf(resolved, policies) });
  }
  const action = child.rendered === digest ? 'Repair' : 'Configure';
  if (action === 'Repair' && input.isRepairPaused(object.id)) {
    return result({ state: 'Failed', reason: 'UpdateLoop', message: updateLoop(child) });
  }
  const state =
    readiness.state === 'Failed' ? readiness : { state: 'Progressing' as const, reason: 'is being changed' };
  return result(state, { action, manifest: manifestOf(resolved, policies) });
}

function resolveFrom(
  object: RenderedObject,
  { children }: PlanInput,
  settled: ReadonlySet<string>,
): ResolvedObject | { readonly open: readonly string[] } {
  return resolve(object, ({ from, path }) => {
    const source = children.get(from);
    return source !== undefined && (settled.has(from) || !source.deleting) ? observedValue(source, path) : undefined;
  });
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

function strangerAt(object: RenderedObject, child: Child | undefined, input: PlanInput): Stall | undefined {
  if (child !== undefined) return foreignObject(object, child, input.owner);
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

function updateLoop(child: Child): string {
  const others = child.otherManagers.length === 0 ? 'another writer' : child.otherManagers.join(', ');
  return `${others} changes what this operator renders, again and again; repairs are paused; stop that writer, or change the pipeline instead`;
}
