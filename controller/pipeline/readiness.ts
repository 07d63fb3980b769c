/**
 * When is a managed resource ready? `Ready=True` of the provider only means that the AWS object exists. We also ask that
 * the provider took our latest spec (Synced, generation), that no background operation failed, that the id that AWS
 * assigned is persisted on the object (or a provider restart would create it twice), and that the values others wait
 * for are there.
 *
 * Asynchronous callbacks of the provider drop `observedGeneration` until the next poll, minutes later. Without it an object
 * counts as taken, unless a write of ours came after the last one that had it: the provider names that generation before
 * its next callback.
 */
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import type { Child, ChildCondition } from './child.ts';
import { observedValue } from './child.ts';
import { providerMessage } from './provider-message.ts';

export type Readiness =
  | { readonly state: 'Ready' }
  | { readonly state: 'Progressing'; readonly reason: string }
  | { readonly state: 'Failed'; readonly reason: ProblemReason; readonly message: string };

/** Each has its row in docs/runbooks/pipeline-not-ready.md. */
export const PROBLEM_REASONS = [
  'AWSError',
  'Paused',
  'CreationUnclear',
  'NothingObserved',
  'ExternalNameMissing',
  'UpdateLoop',
  'ApplyRefused',
  'Forbidden',
  'AdmissionRefused',
  'KindMissing',
  'NamespaceTerminating',
  'Immutable',
  'DeletionBlocked',
  'ProviderConfig',
  'NotAdmitted',
] as const;

export type ProblemReason = (typeof PROBLEM_REASONS)[number];

/** Why a write of an object was refused; it is tried again, but somebody has to mend something first. */
export interface Refusal {
  readonly reason: ProblemReason;
  readonly message: string;
}

const PROGRESSING = (reason: string): Readiness => ({ state: 'Progressing', reason });

/**
 * `needed` are the paths that tokens of other objects read from this one. `isPromoting`: the one change that the provider may
 * not have taken yet is that it has its full policies (promotions.ts), which changes nothing in AWS.
 */
export function readinessOf(child: Child, needed: readonly string[] = [], isPromoting = false): Readiness {
  if (child.deleting) return PROGRESSING('is being deleted');
  if (child.paused || child.synced?.reason === 'ReconcilePaused') {
    return {
      state: 'Failed',
      reason: 'Paused',
      message: 'is paused, so the provider ignores it; remove the annotation crossplane.io/paused to go on',
    };
  }
  const failure = [child.synced, child.lastAsync].find((condition) => condition?.status === 'False');
  if (failure !== undefined) return failed(failure, child);
  if (child.ready?.status !== 'True')
    return PROGRESSING(child.ready === undefined ? 'is not yet seen by the provider' : 'is being created');
  if (child.synced?.status !== 'True') return PROGRESSING('is not yet synced');
  if (!hasTakenSpec(child) && !isPromoting) {
    return PROGRESSING('has a change that the provider has not taken yet');
  }
  if (child.externalName === undefined || child.externalName === '') {
    return {
      state: 'Failed',
      reason: 'ExternalNameMissing',
      message:
        'exists in AWS but its id is not saved on the object, so a provider restart would create it again; it needs the management policy LateInitialize',
    };
  }
  if (!child.seen) return { state: 'Failed', reason: 'NothingObserved', message: nothingObserved(child) };
  const missing = needed.find((path) => isEmpty(observedValue(child, path)));
  if (missing !== undefined) return PROGRESSING(`has no ${missing} yet`);
  return { state: 'Ready' };
}

/** What the provider says is about the object as it now is, as far as anybody can tell. */
export function hasTakenSpec({ synced, generation, awaited }: Child): boolean {
  return synced?.observedGeneration === undefined ? awaited === undefined : synced.observedGeneration >= generation;
}

function failed(condition: ChildCondition, { kind }: Child): Readiness {
  const message = providerMessage(condition.message);
  // In the provider's own words, and not by its marks: they look alike at every retry of a creation.
  if (condition.message.includes('cannot determine creation result'))
    return { state: 'Failed', reason: 'CreationUnclear', message: creationUnclear(kind) };
  if (condition.message.includes('Missing Resource Identity After Read'))
    return { state: 'Failed', reason: 'AWSError', message: `${message}; ${tooOld(kind)}` };
  if (/refuse to update|requires replacing it/.test(condition.message)) {
    return { state: 'Failed', reason: 'Immutable', message };
  }
  if (/ProviderConfig|connect failed/.test(condition.message))
    return { state: 'Failed', reason: 'ProviderConfig', message };
  return { state: 'Failed', reason: 'AWSError', message };
}

function creationUnclear({ identity }: ManagedKind): string {
  const stopped = 'the provider stopped while creating it and cannot tell whether AWS made it';
  const goOn = 'remove the annotation crossplane.io/external-create-pending';
  return identity === 'Named'
    ? `${stopped}; ${goOn}: the provider then looks for it by its name before it makes it`
    : `${stopped}; look in AWS: if it exists, set the annotation crossplane.io/external-name to its id; then ${goOn}`;
}

function nothingObserved({ kind }: Child): string {
  return `the provider calls it ready but shows nothing of it in status.atProvider, so it may not exist in AWS; look there; ${tooOld(kind)}`;
}

function tooOld({ family }: ManagedKind): string {
  return `${family} before v2.6.0 is known to do this: use v2.6.0 or newer`;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
