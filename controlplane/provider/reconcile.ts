/**
 * One reconcile of the provider, cut into steps. `nextStep` looks at the object as it now stands, at what the process
 * remembers and at what AWS shows, and says what comes next; the caller does it and asks again, until a step rests. It
 * decides only: no time passes and nothing is written here.
 *
 * The order is that of the real one: default tags, reference resolution, observe, finalizer, create-pending, create,
 * create-succeeded, status; then on the callback late initialisation, update, status.
 */
import { isDeepStrictEqual } from 'node:util';
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import { CROSSPLANE } from '../../crds/identifiers.ts';
import type { JsonObject, KubeObject } from '../../crds/kubernetes.ts';
import type { AwsObject, Scope, SimulatedAws } from './aws.ts';
import type { KindBehaviour, Operation } from './behaviour.ts';
import {
  ASYNC_SUCCESS,
  AVAILABLE,
  asyncFailure,
  CALLBACK_SUCCESS,
  type ConditionChange,
  creating,
  deleting,
  paused,
  syncError,
  synced,
  withConditions,
} from './conditions.ts';
import { addressOf, atProvider, differenceOf, inputOf, lateInitialized, nameOf, type Target } from './external.ts';
import { type Edit, edited, type ManagedResource } from './managed-resource.ts';
import type { Memory } from './memory.ts';
import type { Outcome } from './operations.ts';
import { type Allowed, readPolicies } from './policies.ts';

export interface Situation {
  readonly resource: ManagedResource;
  readonly behaviour: KindBehaviour;
  readonly scope: Scope;
  readonly memory: Memory;
  readonly aws: SimulatedAws;
  /** RFC 3339, whole seconds; the same for all steps of one reconcile. */
  readonly now: string;
  /** Why the provider cannot connect to AWS on behalf of this object; absent when it can. */
  readonly unconnected?: string;
  /** Literal values for references, or why they cannot be had. */
  readonly references: { readonly forProvider: JsonObject } | { readonly error: string };
}

export type Step =
  /** Write the object, then ask again. */
  | { readonly type: 'Update'; readonly object: KubeObject; readonly memory?: Memory }
  /** Begin the operation in the background, then ask again. */
  | { readonly type: 'Start'; readonly operation: Operation; readonly memory: Memory }
  /** Write the status unless it stands like that already; then rest, until something happens or the poll or back-off is over. */
  | {
      readonly type: 'Rest';
      readonly status?: JsonObject;
      readonly memory?: Memory;
      readonly again: 'Now' | 'Poll' | 'Backoff' | 'Never';
    };

export function nextStep(situation: Situation): Step {
  const { resource, memory } = situation;
  const policies = readPolicies(resource.policies);
  if (resource.annotations[CROSSPLANE.paused] === 'true') {
    return rest(situation, [paused(resource.generation, 'Reconciliation is paused via the pause annotation')], 'Never');
  }
  if (policies.type === 'Paused') {
    const message = 'Reconciliation is paused either through the `spec.managementPolicies` or the pause annotation';
    return rest(situation, [paused(resource.generation, message)], 'Never');
  }
  if (policies.type === 'Unsupported') return error(situation, policies.message, 'Never');
  const { allowed } = policies;
  if (resource.deleting && !allowed.delete) return released(situation);
  const initialized = initialize(situation, allowed);
  if (initialized !== undefined) return update(situation, initialized);
  if (memory.creation === 'Launched') {
    const { creation: _, ...announced } = memory;
    return {
      ...update(situation, { annotations: { [CROSSPLANE.createSucceeded]: situation.now } }),
      memory: announced,
    };
  }
  if (memory.creation === undefined && creationUnclear(resource.annotations)) {
    const message = `cannot determine creation result - remove the ${CROSSPLANE.createPending} annotation if it is safe to proceed`;
    return error(situation, message, 'Never');
  }
  if (!resource.deleting) {
    const { references } = situation;
    if ('error' in references) return error(situation, `cannot resolve references: ${references.error}`);
    const { forProvider } = references;
    if (Object.keys(forProvider).length > 0) return update(situation, { forProvider, how: 'Patch' });
  }
  const subject = subjectOf(situation);
  const unconnected = situation.unconnected ?? situation.aws.faults.hit('Disconnected', subject)?.message;
  if (unconnected !== undefined) return error(situation, `connect failed: ${unconnected}`);
  if (memory.running !== undefined) return afterLaunch(situation);
  const unreadable = situation.aws.faults.hit('Unreadable', subject);
  if (unreadable !== undefined) return error(situation, `observe failed: ${unreadable.message}`);
  const refusal = resource.deleting
    ? undefined
    : situation.behaviour.refuses.plan?.(inputOf(targetOf(situation)).desired);
  if (refusal !== undefined) return error(situation, `observe failed: cannot compute the instance diff: ${refusal}`);
  return afterObserve(situation, allowed);
}

function afterObserve(situation: Situation, allowed: Allowed): Step {
  const { resource, aws } = situation;
  const address = addressOf(targetOf(situation));
  const object = address && aws.find(address);
  if (resource.deleting) return whileDeleting(situation, object);
  if (aws.faults.hit('Phantom', subjectOf(situation)) !== undefined) return phantom(situation);
  if (object !== undefined) return whileThere(situation, object, allowed);
  return whileAbsent(situation, allowed);
}

function whileDeleting(situation: Situation, object: AwsObject | undefined): Step {
  const { resource, memory } = situation;
  if (object === undefined) return released(situation);
  if (resource.finalizers.some((finalizer) => finalizer !== CROSSPLANE.finalizer)) {
    return rest(situation, [deleting(resource.generation), synced(resource.generation)], 'Never');
  }
  if (memory.failure !== undefined) {
    const { failure, ...rest } = memory;
    return told(situation, [deleting(resource.generation)], 'delete', failure.message, rest);
  }
  return { type: 'Start', operation: 'Delete', memory: { ...memory, running: 'Delete' } };
}

function whileAbsent(situation: Situation, allowed: Allowed): Step {
  const { resource, memory, now } = situation;
  if (allowed.onlyObserve) return error(situation, 'observe failed: external resource does not exist');
  const withFinalizer = missingFinalizer(resource);
  if (withFinalizer !== undefined) return update(situation, withFinalizer);
  if (!allowed.create) return rest(situation, [synced(resource.generation)], 'Poll');
  if (memory.failure !== undefined) {
    const known = resource.annotations[CROSSPLANE.createFailed] === now;
    const annotations = { [CROSSPLANE.createPending]: now, [CROSSPLANE.createFailed]: now };
    if (!known) return update(situation, { annotations });
    const { failure, ...rest } = memory;
    return told(situation, [creating(resource.generation)], 'create', failure.message, rest);
  }
  if (memory.creation === undefined) {
    return {
      ...update(situation, { annotations: { [CROSSPLANE.createPending]: now } }),
      memory: { creation: 'Pending' },
    };
  }
  if (situation.aws.faults.hit('PutOff', subjectOf(situation)) !== undefined) return { type: 'Rest', again: 'Backoff' };
  return { type: 'Start', operation: 'Create', memory: { ...memory, creation: 'Launched', running: 'Create' } };
}

/** The provider takes the object for there and shows nothing of it. */
function phantom(situation: Situation): Step {
  const { resource, behaviour } = situation;
  const withFinalizer = missingFinalizer(resource);
  if (withFinalizer !== undefined) return update(situation, withFinalizer);
  const name = behaviour.address(inputOf(targetOf(situation)));
  if (resource.externalName === undefined && name !== undefined)
    return update(situation, { annotations: { [CROSSPLANE.externalName]: name } });
  return rest(situation, [AVAILABLE, synced(resource.generation)], 'Poll', { atProvider: {} });
}

function whileThere(situation: Situation, object: AwsObject, allowed: Allowed): Step {
  const { resource, memory, behaviour, aws } = situation;
  const withFinalizer = missingFinalizer(resource);
  if (withFinalizer !== undefined) return update(situation, withFinalizer);
  const target = targetOf(situation);
  if (allowed.lateInitialize) {
    const forProvider = lateInitialized(target, object);
    const { rememberedName, ...persisted } = memory;
    const annotations = rememberedName === undefined ? {} : { [CROSSPLANE.externalName]: rememberedName };
    if (Object.keys(forProvider).length > 0 || rememberedName !== undefined) {
      return { ...update(situation, { forProvider, annotations }), memory: { ...persisted, lateInitialized: true } };
    }
  }
  if (memory.lateInitialized) {
    // The write brought back the status that stood there, so what was observed is lost until the next look.
    const { lateInitialized: _, ...settled } = memory;
    return { ...rest(situation, [synced(resource.generation)], 'Now'), memory: settled };
  }
  const seen = { atProvider: atProvider(behaviour, object, aws) };
  if (memory.failure !== undefined) {
    const { failure, ...rest } = memory;
    return told(situation, [AVAILABLE], failure.operation.toLowerCase(), failure.message, rest, seen);
  }
  if (allowed.update && differenceOf(target, object).type !== 'None') {
    return { type: 'Start', operation: 'Update', memory: { ...memory, running: 'Update' } };
  }
  return rest(situation, [AVAILABLE, synced(resource.generation)], 'Poll', seen);
}

/** The operation goes on in the background: say so once, then wait for its callback. */
function afterLaunch(situation: Situation): Step {
  const { resource, memory, aws, behaviour } = situation;
  if (memory.running === 'Create') {
    return rest(situation, [creating(resource.generation), synced(resource.generation)], 'Never');
  }
  if (memory.running === 'Delete') {
    return rest(situation, [deleting(resource.generation), synced(resource.generation)], 'Never');
  }
  const address = addressOf(targetOf(situation));
  const object = address && aws.find(address);
  const seen = object ? { atProvider: atProvider(behaviour, object, aws) } : {};
  return rest(situation, [AVAILABLE, synced(resource.generation)], 'Never', seen);
}

function initialize({ resource, behaviour }: Situation, allowed: Allowed): Edit | undefined {
  const named = behaviour.kind.identity === 'Named' ? nameOf(resource, behaviour) : undefined;
  const renamed = named !== undefined && named !== resource.annotations[CROSSPLANE.externalName];
  const tags = { ...(resource.forProvider.tags as JsonObject | undefined), ...defaultTags(resource, behaviour) };
  const tagged = behaviour.kind.tagged && !allowed.onlyObserve && !isDeepStrictEqual(tags, resource.forProvider.tags);
  if (!renamed && !tagged) return undefined;
  return {
    ...(renamed && { annotations: { [CROSSPLANE.externalName]: named } }),
    ...(tagged && { forProvider: { tags } }),
  };
}

function defaultTags(resource: ManagedResource, { kind }: KindBehaviour): Record<string, string> {
  return {
    'crossplane-kind': `${kind.kind.toLowerCase()}.${kind.group}`,
    'crossplane-name': resource.name,
    'crossplane-providerconfig': resource.providerConfig.name,
  };
}

function creationUnclear(annotations: Readonly<Record<string, string>>): boolean {
  const time = (name: string) => Date.parse(annotations[name] ?? '') || 0;
  const settled = Math.max(time(CROSSPLANE.createSucceeded), time(CROSSPLANE.createFailed));
  return time(CROSSPLANE.createPending) > settled;
}

function missingFinalizer({ finalizers }: ManagedResource): Edit | undefined {
  return finalizers.includes(CROSSPLANE.finalizer) ? undefined : { finalizers: [...finalizers, CROSSPLANE.finalizer] };
}

function subjectOf({ resource, behaviour }: Situation): ManagedResource & { readonly kind: ManagedKind } {
  return { ...resource, kind: behaviour.kind };
}

function targetOf({ resource, behaviour, scope, memory }: Situation): Target {
  return { resource, behaviour, scope, rememberedName: memory.rememberedName };
}

function released(situation: Situation): Step {
  const { finalizers } = situation.resource;
  const others = finalizers.filter((finalizer) => finalizer !== CROSSPLANE.finalizer);
  if (others.length === finalizers.length) return { type: 'Rest', again: 'Never' };
  return update(situation, { finalizers: others });
}

function update({ resource }: Situation, edit: Edit): Extract<Step, { type: 'Update' }> {
  return { type: 'Update', object: edited(resource, edit) };
}

function error(situation: Situation, message: string, again: 'Backoff' | 'Never' = 'Backoff'): Step {
  return rest(situation, [syncError(message, situation.resource.generation)], again);
}

/** The verdict on a background operation, as its callback writes it: without a generation, before anything is observed. */
export function callback(
  { resource, memory, now }: Pick<Situation, 'resource' | 'memory' | 'now'>,
  operation: Operation,
  outcome: Outcome,
): { readonly status: JsonObject; readonly memory: Memory; readonly again: 'Now' | 'Backoff' } {
  const { running: _, ...idle } = memory;
  const withStatus = (changes: readonly ConditionChange[]) => ({
    ...resource.status,
    conditions: withConditions(resource.conditions, changes, now) as unknown as JsonObject[],
  });
  if (outcome.type === 'Done') {
    const remembered = outcome.name === undefined ? {} : { rememberedName: outcome.name };
    return { status: withStatus([CALLBACK_SUCCESS, ASYNC_SUCCESS]), memory: { ...idle, ...remembered }, again: 'Now' };
  }
  const verb = operation.toLowerCase();
  const message = `async ${verb} failed: ${outcome.message}`;
  return {
    status: withStatus([syncError(`${verb} failed: ${message}`), asyncFailure(operation, message)]),
    memory: { ...idle, failure: { operation, message } },
    again: 'Backoff',
  };
}

/** A failed background operation, reported a second time by the reconcile that follows. */
function told(
  situation: Situation,
  changes: readonly ConditionChange[],
  verb: string,
  message: string,
  memory: Memory,
  seen: JsonObject = {},
): Step {
  const failure = syncError(`${verb} failed: ${message}`, situation.resource.generation);
  return { ...rest(situation, [...changes, failure], 'Backoff', seen), memory };
}

function rest(
  { resource, now }: Situation,
  changes: readonly ConditionChange[],
  again: 'Now' | 'Poll' | 'Backoff' | 'Never',
  seen: JsonObject = {},
): Extract<Step, { type: 'Rest' }> {
  const requested = resource.annotations['crossplane.io/reconcile-requested-at'];
  const conditions = withConditions(resource.conditions, changes, now) as unknown as JsonObject[];
  const handled = requested === undefined ? {} : { lastHandledReconcileAt: requested };
  return { type: 'Rest', status: { ...resource.status, ...seen, ...handled, conditions }, again };
}
