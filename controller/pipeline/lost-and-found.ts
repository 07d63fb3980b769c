/**
 * Objects whose id AWS draws and that hold or protect data: which AWS object does a managed resource of ours stand for?
 * Pure. identities.ts keeps what is known; this decides what to do with it.
 *
 * A managed resource that was lost is made again with its id and only looks, until AWS shows that very object with our uid
 * on it. A pipeline without a memory asks first: a name in AWS that points to such an object (an alias to a key) outlives
 * the cluster's memory. Only when AWS says that there is none is a new object made.
 */
import type { RenderedObject } from '../../charts/rendered.ts';
import { type Approach, STRAIGHT } from './approach.ts';
import type { Child } from './child.ts';
import { type Owner, type Stall, wasLeftByNamesake } from './guard.ts';
import { currentIdentity, type Identity, isEstablished, isGivenUp, isLooking, shows } from './identities.ts';
import { hasTakenSpec } from './readiness.ts';

export interface Surroundings {
  readonly owner: Owner;
  readonly objects: readonly RenderedObject[];
  readonly children: ReadonlyMap<string, Child>;
  /** What status remembers. */
  readonly identities: readonly Identity[];
  /** ids of objects that exist, work and are ours. */
  readonly settled: ReadonlySet<string>;
}

type Answer = { readonly found: Pick<Identity, 'externalName' | 'arn'> } | 'None' | 'NotYet';

const LOOKING = { policies: ['Observe'], looks: true } as const;

export function approachRemembered(object: RenderedObject, child: Child | undefined, around: Surroundings): Approach {
  const known = currentIdentity(around.identities, object);
  if (known !== undefined && isEstablished(child, known)) return { externalName: known.externalName };
  if (known === undefined && child !== undefined && !isLooking(child)) return STRAIGHT;
  const pointer = pointerTo(object, around.objects);
  const answer: Answer = known === undefined ? answerOf(pointer, around.children) : { found: known };
  if (answer === 'NotYet') return { ...keptLooking(child), waitsFor: pointer === undefined ? [] : [pointer.id] };
  if (answer === 'None' || isGivenUp(answer.found, around.owner)) {
    return child === undefined ? STRAIGHT : { ...keptLooking(child), replace: true };
  }
  return approachFound(object, child, answer.found, around.owner);
}

function approachFound(
  object: RenderedObject,
  child: Child | undefined,
  found: Pick<Identity, 'externalName' | 'arn'>,
  owner: Owner,
): Approach {
  const { externalName } = found;
  const looking = { ...LOOKING, externalName };
  if (child === undefined || !isLooking(child) || child.externalName !== externalName) return looking;
  if (isAbsent(child)) return { ...looking, stall: lost(object, found) };
  if (child.ready?.status !== 'True' || !hasTakenSpec(child) || !shows(child, found)) return looking;
  return child.ownerTags?.uid === owner.uid
    ? { externalName }
    : { ...looking, stall: foreign(object, child, found, owner) };
}

/** The answer of AWS: the provider looked at what the object now says, and found nothing. */
export function isAbsent(child: Child): boolean {
  return (
    child.synced?.status === 'False' &&
    hasTakenSpec(child) &&
    child.synced.message.includes('external resource does not exist')
  );
}

/** The rendered object that is a name in AWS for this one. */
function pointerTo({ id }: RenderedObject, objects: readonly RenderedObject[]): RenderedObject | undefined {
  return objects.find(({ kind, tokens }) => kind.pointer !== undefined && tokens.some(({ from }) => from === id));
}

function answerOf(pointer: RenderedObject | undefined, children: ReadonlyMap<string, Child>): Answer {
  if (pointer === undefined) return 'None';
  const child = children.get(pointer.id);
  if (child === undefined || child.deleting) return 'NotYet';
  if (isAbsent(child)) return 'None';
  const arn = pointer.kind.pointer === undefined ? undefined : child.observed[pointer.kind.pointer.shows];
  if (typeof arn !== 'string' || arn === '' || child.ready?.status !== 'True') return 'NotYet';
  return { found: { arn, externalName: arn.slice(arn.lastIndexOf('/') + 1) } };
}

/** What it looks at, it goes on looking at. */
function keptLooking(child: Child | undefined): Approach {
  return child?.externalName === undefined ? LOOKING : { ...LOOKING, externalName: child.externalName };
}

function lost(
  { kind, component }: RenderedObject,
  { arn, externalName }: Pick<Identity, 'externalName' | 'arn'>,
): Stall {
  return {
    reason: 'IdentityLost',
    message: `${kind.kind} ${arn ?? externalName} (${component}) is the one of this pipeline, but AWS does not have it, or has its deletion pending; no other was made, because what it encrypted can only be read with it; rescue it (docs/runbooks/lost-key.md), or name it in spec.encryption.formerKeyArns to go on with a new one`,
  };
}

function foreign(
  { kind, component }: RenderedObject,
  child: Child,
  { arn, externalName }: Pick<Identity, 'externalName' | 'arn'>,
  owner: Owner,
): Stall {
  const whose =
    child.ownerTags?.uid === undefined
      ? 'was not made by this operator'
      : wasLeftByNamesake(child, owner)
        ? 'was left by an earlier pipeline of this namespace and name'
        : 'belongs to another pipeline';
  return {
    reason: 'ForeignObject',
    message: `${kind.kind} ${arn ?? externalName} (${component}) has the name that this pipeline would give to its own, and ${whose}; none was made and nothing was changed; set spec.encryption.existingKeyArn to go on with it, or name it in spec.encryption.formerKeyArns to make a new one and still read what it encrypted`,
  };
}
