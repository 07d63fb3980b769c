/**
 * Every name that is given, in Kubernetes and in AWS.
 *
 * Names depend on namespace, pipeline, account, region and component only, so the same object has the same name in every
 * render, and ARNs can be written down before AWS made anything. A name that fits its service is the plain join of its
 * parts; one that does not fit (length, or a character outside the alphabet) is cut and ends in 8 hex digits of a digest
 * of the parts, taken before they are joined.
 *
 * Inside a pipeline no two names meet: words of the user's are joined by a dot, which is in none of them. Between pipelines
 * plain joins can be equal ("a-b"+"c", "a"+"b-c"); such pairs are one identity and the controller refuses the later
 * pipeline (see claims.ts).
 */
import { createHash } from 'node:crypto';
import { CLOUDTRAIL } from './kinds/cloudtrail.ts';
import { LOGS } from './kinds/cloudwatchlogs.ts';
import { GLUE } from './kinds/glue.ts';
import { S3 } from './kinds/s3.ts';

/** What every name of one pipeline is made from. */
export interface NameScope {
  readonly namespace: string;
  readonly pipeline: string;
  readonly accountId: string;
  readonly region: string;
  readonly bucketNamespace: 'AccountRegional' | 'Global';
}

/** metadata.name of a managed resource, in characters: it is also the value of a label. The limits of AWS's names are facts of kinds. */
export const OBJECT_NAME_LIMIT = 63;

/** The bucket for access logs. No zone begins with a dash, so none is called so. */
export const ACCESS_LOGS = '-access-logs';

/** The bucket for records of accesses, likewise. */
export const AUDIT = '-audit';

/** The bucket for code, likewise. */
export const CODE = '-code';

/** The database of tables whose objects are somebody else's, likewise. */
export const EXTERNAL = '-external';

/** metadata.name of a managed resource: `<pipeline>[-<word>[.<word>]…]`, a DNS subdomain that is also a label value. */
export function objectName(scope: NameScope, ...component: readonly string[]): string {
  // Catalog names have underscores and no dashes; a dash stands for each. More of them in a row leave the plain form.
  const dashed = component.map((part) => (/^[a-z0-9]+(?:_[a-z0-9]+)+$/.test(part) ? part.replaceAll('_', '-') : part));
  const plain = join([scope.pipeline], dashed);
  return within([scope.pipeline, ...component], plain, OBJECT_NAME_LIMIT);
}

/**
 * `<namespace>-<name>-<zone>-<account>-<region>` and, in the account-regional namespace, the suffix `-an` that makes S3
 * reserve the name for the account. Account and region are never cut.
 */
export function bucketName(scope: NameScope, zone: string): string {
  const suffix = `-${scope.accountId}-${scope.region}${scope.bucketNamespace === 'AccountRegional' ? '-an' : ''}`;
  const parts = [scope.namespace, scope.pipeline, zone];
  // S3 keeps these beginnings for itself.
  const reserved = /^(?:xn--|sthree-|amzn-s3-demo-)/.test(scope.namespace);
  const plain = reserved ? `dpl-${parts.join('-')}` : parts.join('-');
  return within(parts, plain, S3.Bucket.nameLimit - suffix.length) + suffix;
}

/** `<namespace>_<name>_<zone>`: Athena folds case and takes no dash without quotes. */
export function databaseName(scope: NameScope, zone: string): string {
  const parts = [scope.namespace, scope.pipeline, zone];
  return within(parts, parts.join('-'), GLUE.CatalogDatabase.nameLimit).replaceAll('-', '_');
}

/** `/datapipelines/<namespace>/<pipeline>/<word>/…`: what all groups of a pipeline begin with is its own. */
export function logGroupName(scope: NameScope, vendedBy: string | undefined, ...component: readonly string[]): string {
  const plain = [logGroupPrefix(scope, vendedBy), ...component].join('/');
  if (plain.length > LOGS.Group.nameLimit)
    throw new Error(`log group ${plain} has more than ${LOGS.Group.nameLimit} characters`);
  return plain;
}

/** `vendedBy`: see logGroupModel. */
export function logGroupPrefix(
  { namespace, pipeline }: Pick<NameScope, 'namespace' | 'pipeline'>,
  vendedBy?: string,
): string {
  const vended = vendedBy === undefined ? '' : `/aws/vendedlogs/${vendedBy}`;
  return `${vended}/datapipelines/${namespace}/${pipeline}`;
}

/**
 * The name in AWS of what a kind stands for: `<namespace>-<name>[-<word>[.<word>]…]`, within the kind's limit. Several words
 * only where the service takes a dot.
 */
export function awsName(kind: { readonly nameLimit: number }, scope: NameScope, ...words: readonly string[]): string {
  const owner = [scope.namespace, scope.pipeline];
  return within([...owner, ...words], join(owner, words), kind.nameLimit);
}

/** CloudTrail takes no two marks in a row, which a namespace may have. */
export function trailName({ namespace, pipeline }: NameScope): string {
  const parts = [namespace, pipeline];
  const plain = join(parts, []);
  const { nameLimit } = CLOUDTRAIL.Trail;
  return /[._-]{2}/.test(plain) ? cut(parts, plain, nameLimit) : within(parts, plain, nameLimit);
}

function join(owner: readonly string[], component: readonly string[]): string {
  return [...owner, ...(component.length === 0 ? [] : [component.join('.')])].join('-');
}

/** A label value (≤ 63 characters) for text that may be longer or hold "/"; the annotation holds the text itself. */
export function labelValue(text: string): string {
  const safe = text.replaceAll('/', '.');
  const valid = safe.length <= 63 && /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(safe);
  return valid ? safe : cut([text], safe, 63);
}

const SAFE = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;

/** `plain` when it is a lower-case name of letters, digits, dots and dashes within `limit`. */
function within(parts: readonly string[], plain: string, limit: number): string {
  const ours = plain.length <= limit && SAFE.test(plain) && !parts.some((part) => part.includes('.'));
  return ours ? plain : cut(parts, plain, limit);
}

/** As much of `plain` as fits and a digest of `parts`. */
function cut(parts: readonly string[], plain: string, limit: number): string {
  const head = plain
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, limit - 9)
    .replaceAll(/^-+|-+$/g, '');
  const hash = shortHash(parts);
  return head === '' ? hash : `${head}-${hash}`;
}

/** 8 hex digits over parts that cannot be confused with each other. */
export function shortHash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8);
}
