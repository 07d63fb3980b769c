/**
 * Every name that is given, in Kubernetes and in AWS.
 *
 * Names depend on namespace, pipeline, account, region and component only, so the same object has the same name in every
 * render, and ARNs can be written down before AWS made anything. A name that fits its service is the plain join of its
 * parts; one that does not fit (length, or a character outside the alphabet) is cut and ends in 8 hex digits of a digest
 * of the parts, taken before they are joined. Plain joins of different parts can be equal ("a-b"+"c", "a"+"b-c");
 * such pairs are one identity and the controller refuses the later pipeline (see claims.ts).
 */
import { createHash } from 'node:crypto';

/** What every name of one pipeline is made from. */
export interface NameScope {
  readonly namespace: string;
  readonly pipeline: string;
  readonly accountId: string;
  readonly region: string;
  readonly bucketNamespace: 'AccountRegional' | 'Global';
}

/** Longest names, in characters; sources: the services' API references. */
export const NAME_LIMIT = {
  kubernetes: 63,
  bucket: 63,
  role: 64,
  database: 255,
  crawler: 255,
  stream: 128,
  queue: 80,
  /** Without the prefix "alias/", which takes 6 of 256. */
  alias: 250,
  scheduleGroup: 64,
} as const;

/** metadata.name of a managed resource: `<pipeline>[-<component>]`, a DNS label. */
export function objectName(scope: NameScope, ...component: readonly string[]): string {
  const parts = [scope.pipeline, ...component];
  // Catalog names come with underscores; a dash stands for each, which is unambiguous as long as they hold no dash.
  const dashed = parts.map((part) => (/^[a-z0-9]+(?:_[a-z0-9]+)+$/.test(part) ? part.replaceAll('_', '-') : part));
  return within(parts, dashed.join('-'), NAME_LIMIT.kubernetes);
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
  return within(parts, plain, NAME_LIMIT.bucket - suffix.length) + suffix;
}

/** `<namespace>_<name>_<zone>`: Athena folds case and takes no dash without quotes. */
export function databaseName(scope: NameScope, zone: string): string {
  const parts = [scope.namespace, scope.pipeline, zone];
  return within(parts, parts.join('-'), NAME_LIMIT.database).replaceAll('-', '_');
}

/** IAM names are one space for all regions of an account. */
export function roleName(scope: NameScope, ...component: readonly string[]): string {
  return serviceName(scope, component, NAME_LIMIT.role);
}

export function crawlerName(scope: NameScope, ...component: readonly string[]): string {
  return serviceName(scope, component, NAME_LIMIT.crawler);
}

export function streamName(scope: NameScope, stream: string): string {
  return serviceName(scope, [stream], NAME_LIMIT.stream);
}

export function queueName(scope: NameScope, ...component: readonly string[]): string {
  return serviceName(scope, component, NAME_LIMIT.queue);
}

/** Without "alias/": the provider takes the bare form. */
export function aliasName(scope: NameScope): string {
  return serviceName(scope, [], NAME_LIMIT.alias);
}

export function scheduleGroupName(scope: NameScope): string {
  return serviceName(scope, [], NAME_LIMIT.scheduleGroup);
}

function serviceName(scope: NameScope, component: readonly string[], limit: number): string {
  const parts = [scope.namespace, scope.pipeline, ...component];
  return within(parts, parts.join('-'), limit);
}

/** A label value (≤ 63 characters) for text that may be longer or hold "/"; the annotation holds the text itself. */
export function labelValue(text: string): string {
  const safe = text.replaceAll('/', '.');
  const valid = safe.length <= 63 && /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(safe);
  return valid ? safe : within([text], safe.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-'), 63);
}

const SAFE = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** `plain` when it is a lower-case DNS-like name within `limit`, else as much of it as fits and a digest of `parts`. */
function within(parts: readonly string[], plain: string, limit: number): string {
  if (plain.length <= limit && SAFE.test(plain)) return plain;
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
