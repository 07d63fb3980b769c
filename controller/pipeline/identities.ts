/**
 * What AWS assigned and must not be made twice, remembered in status: the ids of objects that hold or protect data. Pure.
 *
 * A managed resource can be lost (deleted by mistake, or with its CRD when the provider package is replaced). The provider
 * would answer the new one with a second AWS object: another key, under which nothing old can be read. So the id is
 * written down before anything depends on it, and given back when the managed resource must be made again. Those that are
 * no longer current stay, marked as former: what they encrypted is still there.
 */
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import type { RenderedObject } from '../../charts/rendered.ts';
import type { DataPipelineStatus } from '../../crds/datapipeline.ts';
import type { Child } from './child.ts';
import type { Owner } from './guard.ts';

export type Identity = NonNullable<DataPipelineStatus['identities']>[number];

const MAX_IDENTITIES = 32;

/** Kinds for which AWS draws an id, and without which data is lost or out of reach. */
export function isRemembered(kind: ManagedKind): boolean {
  return (
    kind.identity === 'Assigned' && kind.namedBy === undefined && kind.partOf === undefined && kind.holdsOrProtectsData
  );
}

/** "kms.Key/lake" */
export function identityObject({ kind, manifest }: Pick<RenderedObject, 'kind' | 'manifest'>): string {
  return `${kind.key}/${manifest.metadata.name}`;
}

export function currentIdentity(identities: readonly Identity[], object: RenderedObject): Identity | undefined {
  const name = identityObject(object);
  return identities.find((identity) => identity.object === name && identity.former !== true);
}

/** Under these policies an object only looks at what is in AWS. */
export function isLooking({ policies }: Child): boolean {
  return policies.length === 1 && policies[0] === 'Observe';
}

/** What the provider shows is this very object, and not what it showed before its external name changed. */
export function shows(child: Child, { externalName, arn }: Pick<Identity, 'externalName' | 'arn'>): boolean {
  return (
    child.externalName === externalName &&
    Object.values(child.observed).some((value) => value === externalName || value === arn)
  );
}

/** The managed resource works on the object that is remembered, and not only looks at it. */
export function isEstablished(child: Child | undefined, identity: Identity): boolean {
  return child !== undefined && !isLooking(child) && child.externalName === identity.externalName;
}

/** The spec names it as a former key: its pipeline may go on without it. */
export function isGivenUp({ arn }: Pick<Identity, 'arn'>, { formerArns }: Owner): boolean {
  return arn !== undefined && formerArns.includes(arn);
}

/** What is to be remembered from now on; the same list when nothing is new. `nowMs` dates what bears no date. */
export function identitiesAfter(
  known: readonly Identity[],
  objects: readonly RenderedObject[],
  children: ReadonlyMap<string, Child>,
  owner: Owner,
  nowMs: number,
): readonly Identity[] {
  const remembered = objects.filter(({ kind }) => isRemembered(kind));
  const wanted = new Set(remembered.map(identityObject));
  const others = known.map((identity) =>
    wanted.has(identity.object) || identity.former === true ? identity : { ...identity, former: true },
  );
  const next = remembered.reduce<readonly Identity[]>(
    (identities, object) => withObject(identities, object, children.get(object.id), owner, nowMs),
    others,
  );
  return next.length <= MAX_IDENTITIES ? next : withoutOldest(next);
}

/** ARNs of what is not in use any more, but protects what was written when it was. */
export function formerArnsIn(identities: readonly Identity[]): readonly string[] {
  return identities.flatMap(({ former, arn }) => (former === true && arn !== undefined ? [arn] : [])).sort();
}

/**
 * A key that the pipeline was given and does not use any more is a former one as well.
 * @param before ARN that was in use; `now` the one that is, undefined while it is not known
 */
export function withFormerKey(
  identities: readonly Identity[],
  before: string | undefined,
  now: string | undefined,
  nowMs: number,
): readonly Identity[] {
  const isKnown = before === undefined || now === undefined || before === now;
  if (isKnown || identities.some(({ arn }) => arn === before) || identities.length >= MAX_IDENTITIES) return identities;
  const externalName = before.slice(before.lastIndexOf('/') + 1);
  return [
    ...identities,
    { object: `kms.Key/${externalName}`, externalName, arn: before, since: rfc3339(nowMs), former: true },
  ];
}

function withObject(
  known: readonly Identity[],
  object: RenderedObject,
  child: Child | undefined,
  owner: Owner,
  nowMs: number,
): readonly Identity[] {
  const name = identityObject(object);
  const current = currentIdentity(known, object);
  const live = child === undefined ? undefined : identityOf(name, child, nowMs);
  if (current !== undefined && (isEstablished(child, current) || !isGivenUp(current, owner))) {
    const arn = live?.externalName === current.externalName ? live.arn : undefined;
    return current.arn !== undefined || arn === undefined
      ? known
      : known.map((each) => (each === current ? { ...current, arn } : each));
  }
  const rest = known.map((each) => (each === current ? { ...each, former: true } : each));
  if (live !== undefined) {
    return [...rest.filter((each) => each.object !== name || each.externalName !== live.externalName), live];
  }
  // It is wanted again after it had left the spec: the same one, not another.
  const earlier = rest.findLast((each) => each.object === name && !isGivenUp(each, owner));
  if (earlier === undefined || child !== undefined) return rest;
  const { former: _, ...again } = earlier;
  return rest.map((each) => (each === earlier ? again : each));
}

/** What a managed resource that works stands for; undefined while that is not certain. */
function identityOf(object: string, child: Child, nowMs: number): Identity | undefined {
  const { externalName, ready, deleting, observed, createdAt } = child;
  if (externalName === undefined || externalName === '' || ready?.status !== 'True') return undefined;
  if (deleting || isLooking(child)) return undefined;
  const arn = typeof observed.arn === 'string' ? observed.arn : undefined;
  const identity = { object, externalName, ...(arn !== undefined && { arn }) };
  if (!shows(child, { externalName })) return undefined;
  return { ...identity, since: createdAt ?? rfc3339(nowMs) };
}

function rfc3339(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function withoutOldest(identities: readonly Identity[]): readonly Identity[] {
  const former = identities.filter((identity) => identity.former === true);
  const surplus = new Set(former.slice(0, identities.length - MAX_IDENTITIES));
  return identities.filter((identity) => !surplus.has(identity));
}
