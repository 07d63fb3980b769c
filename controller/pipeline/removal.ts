/**
 * Taking managed resources away, in order and without losing data. Pure; used for pruning and for deletion alike, and
 * never needs the chart: the order travels on each object as its wave.
 *
 * Only the highest wave present is worked on; the next begins when it is gone, not when it was asked to go. What holds
 * data has policies without Delete all its life, so AWS keeps it; what shall go is given Delete before its object is
 * deleted. Deleting data takes both consents and then works on the few kinds that AWS empties with everything they hold.
 */
import type { Child } from './child.ts';
import { isLooking } from './identities.ts';
import { providerMessage } from './provider-message.ts';

/** KeepRecords: as KeepData, and what only passes records on (streams) stays too. */
export type RemovalMode = 'KeepData' | 'DeleteData' | 'KeepRecords';

export type RemovalStep =
  /** Merge this into the object's spec first; the delete follows when the live object shows it. */
  | { readonly step: 'Prepare'; readonly child: Child; readonly specPatch: Readonly<Record<string, unknown>> }
  | { readonly step: 'Delete'; readonly child: Child }
  | { readonly step: 'Wait'; readonly child: Child; readonly blockedBy: string | undefined };

/** `staying` are objects that remain: what one of them stands for in AWS is let go here, and never deleted. */
export function planRemoval(
  children: Iterable<Child>,
  mode: RemovalMode,
  staying: Iterable<Child> = [],
): readonly RemovalStep[] {
  const live = [...children];
  const top = Math.max(...live.map((child) => child.wave));
  const inUse = new Set([...staying].flatMap((child) => awsIdentity(child) ?? []));
  return live
    .filter((child) => child.wave === top)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((child) => {
      const identity = awsIdentity(child);
      return stepFor(child, mode, identity !== undefined && inUse.has(identity));
    });
}

/** Two managed resources with one identity stand for one AWS object, as a copy under another name does. */
function awsIdentity({ kind, externalName }: Child): string | undefined {
  return externalName === undefined || externalName === '' ? undefined : `${kind.group}/${kind.kind} ${externalName}`;
}

function stepFor(child: Child, mode: RemovalMode, isInUse: boolean): RemovalStep {
  if (child.deleting) return { step: 'Wait', child, blockedBy: blockerOf(child) };
  const specPatch = preparation(child, mode, isInUse);
  if (specPatch !== undefined) return { step: 'Prepare', child, specPatch };
  const { emptiedBy } = child.kind;
  if (
    emptiedBy !== undefined &&
    wasMade(child) &&
    goesFromAws(child, mode) &&
    !isInUse &&
    child.observed[emptiedBy] !== true
  ) {
    // Deleting in the same breath would race the provider, which must first have taken the field.
    return { step: 'Wait', child, blockedBy: child.paused ? PAUSED : undefined };
  }
  return { step: 'Delete', child };
}

/** All there are, for kinds that are named by us. */
const DELETING = ['Observe', 'Create', 'Update', 'Delete'];

/** undefined when the object is as it must be before its deletion. */
function preparation(child: Child, mode: RemovalMode, isInUse: boolean): Readonly<Record<string, unknown>> | undefined {
  if (!child.kind.holdsOrProtectsData && !isInUse) {
    return isUnderGuard(child) && isProvenOurs(child) ? { managementPolicies: DELETING } : undefined;
  }
  if (!wasMade(child)) return undefined;
  const mayDelete = child.policies.includes('*') || child.policies.includes('Delete');
  const shallDelete = !isInUse && goesFromAws(child, mode);
  if (mayDelete === shallDelete) return undefined;
  const { emptiedBy } = child.kind;
  const assigned = child.kind.identity === 'Assigned';
  const keep = ['Observe', 'Create', 'Update', ...(assigned ? ['LateInitialize'] : [])];
  const remove = assigned ? ['*'] : DELETING;
  return {
    managementPolicies: shallDelete ? remove : keep,
    // AWS refuses to delete a bucket with objects in it unless the provider empties it first.
    ...(shallDelete && emptiedBy !== undefined && { forProvider: { [emptiedBy]: true } }),
  };
}

/** Of what holds or protects data. What is no root goes with its root; it is just let go. */
function goesFromAws(child: Child, mode: RemovalMode): boolean {
  const { retained, dataRoot } = child.kind;
  return isProvenOurs(child) && (retained ? mode === 'DeleteData' && dataRoot : mode !== 'KeepRecords');
}

/** Not promoted yet: deleted like this, what the provider made would stay in AWS. */
function isUnderGuard({ kind, policies }: Child): boolean {
  return kind.guarded && !policies.includes('Update') && !policies.includes('*');
}

/** What was only looked at may be somebody else's, and no consent of ours reaches that. */
function isProvenOurs(child: Child): boolean {
  const { policies, createdByProvider } = child;
  // Whatever its annotations say: they are anybody's to write.
  if (isLooking(child)) return false;
  return createdByProvider || policies.includes('Update') || policies.includes('*');
}

/** Whether there may be something in AWS. What never became ready holds no data and can always go. */
function wasMade(child: Child): boolean {
  return (
    child.createdByProvider ||
    child.creationUnclear ||
    child.ready?.status === 'True' ||
    Object.keys(child.observed).length > 0
  );
}

const PAUSED = 'it is paused; remove the annotation crossplane.io/paused so that the provider can let it go';

/** Why an object that was asked to go may stay; undefined while it simply takes its time. */
function blockerOf(child: Child): string | undefined {
  if (child.paused || child.synced?.reason === 'ReconcilePaused') return PAUSED;
  const failure = [child.synced, child.lastAsync].find((condition) => condition?.status === 'False');
  return failure === undefined ? undefined : providerMessage(failure.message);
}
