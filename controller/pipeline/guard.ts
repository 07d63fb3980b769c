/**
 * Nothing is taken over silently: whose is the AWS object that a managed resource of ours found? Pure.
 *
 * Guarded kinds are created with [Observe, Create], under which the provider makes the AWS object or looks at an existing
 * one, but changes nothing. Only once the object is proven ours does it get its full policies.
 *
 * What an earlier pipeline of the same namespace and name left behind may be adopted. The uid alone is no proof that one
 * may: everybody who can read the managed resource reads it there. So the tags must say the same namespace and name too,
 * and the spec must name the old key, without which the data could not be read. No message tells a stranger the uid, or
 * what to write.
 */
import type { RenderedObject } from '../../charts/rendered.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import { type Approach, STRAIGHT } from './approach.ts';
import type { Child } from './child.ts';

/** Under these policies the provider makes an object or looks at it, and changes nothing. */
export const CANNOT_CHANGE = ['Observe', 'Create'];

/** Something that no retry mends: a user must act. */
export interface Stall {
  readonly reason: 'NameConflict' | 'ForeignObject' | 'WrongAccount' | 'IdentityLost' | 'BudgetExceeded';
  readonly message: string;
}

/** Who asks for AWS objects. */
export interface Owner {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly accountId: string;
  readonly adoption: Adoption | undefined;
  /** ARNs that the spec names as former: not in use any more, but what they encrypted is to be read. */
  readonly formerArns: readonly string[];
}

/** The wish to take over what a deleted pipeline of the same namespace and name left in AWS. */
export interface Adoption {
  /** uid of that pipeline. */
  readonly uid: string;
  /** The spec names the key that its data was encrypted with. */
  readonly keyIsNamed: boolean;
}

/** Under policies that cannot change what is there, until it is proven ours. */
export function approachGuarded(object: RenderedObject, child: Child | undefined, owner: Owner): Approach {
  if (!object.kind.guarded) return STRAIGHT;
  if (child === undefined) return { policies: CANNOT_CHANGE };
  if (isProvenOurs(child, owner)) return STRAIGHT;
  const found = !child.createdByProvider && child.ready?.status === 'True';
  return { policies: CANNOT_CHANGE, ...(found && { stall: foreignObject(object, child, owner) }) };
}

/** An AWS object that the provider found instead of making it, and that is not ours. */
function foreignObject(object: RenderedObject, child: Child, owner: Owner): Stall {
  const what = `${object.kind.kind} ${child.externalName ?? child.name} (${object.component}) exists in AWS account ${owner.accountId}`;
  return { reason: 'ForeignObject', message: `${what} and ${whoseInAws(child, owner)}` };
}

/** A managed resource of a name that we want, and that is not ours. */
export function occupiedName(object: RenderedObject, occupant: Child): Stall {
  return {
    reason: 'NameConflict',
    message: `${object.kind.kind} ${occupant.namespace}/${occupant.name} (${object.component}) already exists and ${whoseInCluster(occupant)}; nothing was changed in it; delete that object if nobody needs it, or delete this pipeline and make it under another name`,
  };
}

function isProvenOurs(child: Child, owner: Owner): boolean {
  // Full policies were only ever given after the proof.
  if (child.policies.includes('Update') || child.policies.includes('*')) return true;
  if (child.createdByProvider && child.ready?.status === 'True') return true;
  return child.ownerTags?.uid === owner.uid || mayAdopt(child, owner);
}

function mayAdopt(child: Child, { adoption, ...owner }: Owner): boolean {
  return adoption?.keyIsNamed === true && child.ownerTags?.uid === adoption.uid && wasLeftByNamesake(child, owner);
}

/** Its tags name a pipeline of the same namespace and name, which is not this one. */
export function wasLeftByNamesake(
  { ownerTags }: Child,
  { namespace, name }: Pick<Owner, 'namespace' | 'name'>,
): boolean {
  return ownerTags?.uid !== undefined && ownerTags.namespace === namespace && ownerTags.pipeline === name;
}

function whoseInAws(child: Child, owner: Owner): string {
  const untouched = 'nothing was changed in it';
  const elsewhere =
    'remove that object from AWS if nobody needs it, or delete this pipeline and make it under another name';
  if (child.ownerTags?.uid === undefined) return `was not made by this operator; ${untouched}; ${elsewhere}`;
  if (!wasLeftByNamesake(child, owner)) return `belongs to another pipeline; ${untouched}; ${elsewhere}`;
  const left = `was left by an earlier pipeline of this namespace and name; ${untouched}`;
  if (owner.adoption === undefined)
    return `${left}; "Taking over what a deleted pipeline left behind" in docs/spec/deletion.md says how to go on with it`;
  if (owner.adoption.uid !== child.ownerTags.uid)
    return `${left}; the annotation ${ANNOTATION.adopt} names another pipeline than the one on its tag`;
  return `${left}; the annotation ${ANNOTATION.adopt} is right, but the key that its data is encrypted with must be named too; set spec.encryption.existingKeyArn`;
}

/** What stands in our place, as its marks tell it. */
function whoseInCluster({ controller, pipeline, pipelineUid }: Child): string {
  if (controller !== undefined && !controller.isPipeline)
    return `is controlled by the ${controller.kind} ${controller.name}`;
  if (pipelineUid !== undefined) return `belongs to the DataPipeline ${pipeline}, or to an earlier one of that name`;
  if (controller !== undefined)
    return `names the DataPipeline ${controller.name} as its owner, but was not made by this operator`;
  if (pipeline !== undefined)
    return `bears the label of the DataPipeline ${pipeline}, but is not controlled by it, as a copy would`;
  return 'was not made by this operator';
}
