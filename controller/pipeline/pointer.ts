/**
 * Names in AWS that point to an object of ours (an alias to a key). They bear no tags, so whose one is shows only in what
 * it points to. Pure.
 *
 * Such a name is looked at before anything is made: it may be all that is left of an earlier pipeline. It is made only
 * when AWS has none, and taken only when it points to our object already, or to one that is known to be a former one.
 */
import type { RenderedObject } from '../../charts/rendered.ts';
import { type Approach, STRAIGHT } from './approach.ts';
import type { Child } from './child.ts';
import { CANNOT_CHANGE, type Stall } from './guard.ts';
import { isLooking } from './identities.ts';
import { isAbsent, type Surroundings } from './lost-and-found.ts';

export function approachPointer(object: RenderedObject, child: Child | undefined, around: Surroundings): Approach {
  const { pointer } = object.kind;
  const target = object.tokens[0]?.from;
  if (pointer === undefined || target === undefined) return STRAIGHT;
  if (child?.policies.includes('Update')) return STRAIGHT;
  const looking: Approach = { policies: ['Observe'], without: pointer.by, looks: true };
  if (child === undefined) return looking;
  const ours = around.settled.has(target) ? around.children.get(target)?.observed.arn : undefined;
  if (isLooking(child) && isAbsent(child)) {
    return ours === undefined ? { ...looking, waitsFor: [target] } : { policies: CANNOT_CHANGE };
  }
  const current: Approach = isLooking(child) ? looking : { policies: CANNOT_CHANGE };
  const seen = child.observed[pointer.shows];
  if (child.ready?.status !== 'True' || typeof seen !== 'string' || seen === '') return current;
  if (ours === undefined) return { ...current, waitsFor: [target] };
  if (seen === ours || (!isLooking(child) && child.createdByProvider) || isFormer(seen, around)) return STRAIGHT;
  return { ...current, stall: foreign(object, child, seen) };
}

function isFormer(arn: string, { identities, owner }: Surroundings): boolean {
  return (
    owner.formerArns.includes(arn) || identities.some((identity) => identity.former === true && identity.arn === arn)
  );
}

function foreign({ kind, component }: RenderedObject, { externalName, name }: Child, seen: string): Stall {
  return {
    reason: 'ForeignObject',
    message: `${kind.kind} ${externalName ?? name} (${component}) exists in AWS and points to ${seen}, which is not this pipeline's; nothing was changed in it; remove it from AWS if nobody needs it, or delete this pipeline and make it under another name`,
  };
}
