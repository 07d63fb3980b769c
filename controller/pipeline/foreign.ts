/**
 * What a pipeline uses and does not own: an existing bucket, and the configurations that it had before. Pure.
 *
 * The bucket is only looked at. Its owner says by a tag on it which pipeline may use it: whoever writes a spec could
 * otherwise give roles of the pipeline rights on any bucket of the account. A configuration is looked at first. What it would
 * replace is held like a change that deletes data, so status names it, and nothing is written before just that is approved.
 *
 * The same goes for the notifications of a bucket of ours that stood there before its managed resource did (after a restore,
 * or taken over from an earlier pipeline): what others put beside ours is named before it is taken out.
 */
import { createHash } from 'node:crypto';
import { S3 } from '../../charts/kinds/s3.ts';
import type { Foreign, RenderedObject } from '../../charts/rendered.ts';
import { TAG } from '../../crds/identifiers.ts';
import type { Json } from '../../crds/kubernetes.ts';
import { type Approach, STRAIGHT } from './approach.ts';
import type { Child } from './child.ts';
import type { Owner } from './guard.ts';
import type { HeldChange } from './held.ts';
import { isLooking } from './identities.ts';
import { isAbsent, type Surroundings } from './lost-and-found.ts';
import { hasTakenSpec } from './readiness.ts';

type Fields = { readonly [field: string]: Json };

/** undefined: it is the pipeline's own, and nothing of others can be in it. */
export function approachForeign(
  object: RenderedObject,
  child: Child | undefined,
  around: Surroundings & { readonly letThrough: boolean },
): Approach | undefined {
  const { foreign } = object;
  if (foreign !== undefined && foreign.says === undefined) return approachLookedAt(object, child, around.owner);
  const found = foreign ?? foundBefore(object, around.children);
  if (found === undefined) return undefined;
  const { externalName, says = '' } = found;
  const ours: Approach = { externalName };
  if (child !== undefined && !isLooking(child)) return ours;
  const looking: Approach = { policies: ['Observe'], externalName };
  if (child === undefined || !hasAnswered(child)) return looking;
  const replaced = replacedBy(object, child, says, foreign !== undefined);
  if (replaced === undefined || around.letThrough) return ours;
  return { ...looking, held: [replaced] };
}

function approachLookedAt(object: RenderedObject, child: Child | undefined, owner: Owner): Approach {
  if (child === undefined) return STRAIGHT;
  const bucket = `bucket ${object.foreign?.externalName}`;
  if (isAbsent(child)) {
    const message = `${bucket} does not exist in AWS account ${owner.accountId} and this Region; make it, or name another in a new zone`;
    return { failed: { reason: 'NotAdmitted', message } };
  }
  if (!hasAnswered(child)) return STRAIGHT;
  const tag = (child.observed.tags as Fields | undefined)?.[TAG.admits];
  if (tag === `${owner.namespace}/${owner.name}`) return STRAIGHT;
  const message = `${bucket} is not opened to this pipeline, so nothing uses it yet; have its owner give it the tag ${TAG.admits}: ${owner.namespace}/${owner.name}`;
  return { failed: { reason: 'NotAdmitted', message } };
}

/** The provider looked at what the object now says. */
function hasAnswered(child: Child): boolean {
  return isAbsent(child) || (child.ready?.status === 'True' && child.synced?.status === 'True' && hasTakenSpec(child));
}

/** Notifications of a bucket of ours that was there before its managed resource: others may have added theirs. */
function foundBefore({ kind, manifest }: RenderedObject, children: ReadonlyMap<string, Child>): Foreign | undefined {
  if (kind.key !== S3.BucketNotification.key) return undefined;
  const { bucket } = fieldsOf(manifest);
  const whole = [...children.values()].find((child) => child.kind.key === 's3.Bucket' && child.externalName === bucket);
  if (typeof bucket !== 'string' || whole === undefined || whole.createdByProvider) return undefined;
  return { externalName: bucket, says: 'notifications' };
}

/**
 * `always`: whatever is written there is somebody else's to allow. Otherwise only what would be lost counts.
 */
function replacedBy(object: RenderedObject, child: Child, says: string, always: boolean): HeldChange | undefined {
  const before = isAbsent(child) ? {} : child.observed;
  const [from, to] = [itemsOf(before), itemsOf(fieldsOf(object.manifest))];
  const lost = from.filter((item) => !to.includes(item));
  if (!always && lost.length === 0) return undefined;
  const bucket = child.externalName ?? '';
  return {
    id: object.id,
    component: object.component,
    field: says,
    from: listed(from),
    to: listed(to),
    why:
      lost.length === 0
        ? `bucket ${bucket} was there before the pipeline, and would be given these ${says}`
        : `bucket ${bucket} has ${says} that would be taken out: ${listed(lost)}`,
    // Two rules of one name may say different things.
    seen: createHash('sha256').update(JSON.stringify(before)).digest('hex').slice(0, 16),
  };
}

/** What stands in a configuration of a bucket, in words: names of rules, receivers, origins. */
function itemsOf(fields: Fields): readonly string[] {
  const list = (field: string): readonly Fields[] =>
    Array.isArray(fields[field]) ? (fields[field] as readonly Fields[]) : [];
  const texts = (value: Json | undefined): string => (Array.isArray(value) ? value.join(' ') : String(value ?? ''));
  return [
    ...(fields.eventbridge === true ? ['EventBridge'] : []),
    ...['queue', 'topic', 'lambdaFunction'].flatMap((field) =>
      list(field).map((each) => `${texts(each.id)} to ${texts(each[`${field}Arn`])}`),
    ),
    ...list('rule').map((each) => texts(each.id)),
    ...list('corsRule').map((each) => `${texts(each.allowedMethods)} of ${texts(each.allowedOrigins)}`),
  ];
}

/** As much as status takes. */
function listed(items: readonly string[]): string {
  const text = items.length === 0 ? 'none' : items.join(', ');
  return text.length > 512 ? `${text.slice(0, 511)}…` : text;
}

function fieldsOf(manifest: RenderedObject['manifest']): Fields {
  return (manifest.spec as { readonly forProvider: Fields }).forProvider;
}

/**
 * How an existing bucket differs from one that the pipeline would make: for its owner to know, and to mend.
 */
export function bucketDifferences({ observed }: Child): readonly string[] {
  const policy = observed.policy;
  const key = observed[KEY];
  return [
    ...(observed['versioning.enabled'] === true
      ? []
      : ['versioning is off: what is overwritten or deleted is gone at once']),
    ...(typeof policy === 'string' && policy.includes('aws:SecureTransport')
      ? []
      : ['the policy takes requests without TLS']),
    ...(typeof key === 'string' && key !== ''
      ? [`objects are encrypted with ${key}, which roles may use only if spec.encryption names it`]
      : ['objects are not encrypted with a customer-managed key unless whoever writes them asks for it']),
  ];
}

/** Of the bucket's default encryption. */
const KEY = 'serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.kmsMasterKeyId';
