/** What S3 refuses in the lifecycle of a bucket. */
import type { Json, JsonObject } from '../../../crds/kubernetes.ts';
import { type AwsFault, apiError } from '../aws-fault.ts';
import { isObject } from '../behaviour.ts';

const MOST_RULES = 1_000;
const MOST_VERSIONS = 100;
/** Warm to cold; objects only go down. */
const WATERFALL = ['STANDARD_IA', 'INTELLIGENT_TIERING', 'ONEZONE_IA', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'];
/** Also the shortest stay in them before an archive class. */
const INFREQUENT = { classes: ['STANDARD_IA', 'ONEZONE_IA'], days: 30 } as const;
const ARCHIVES = ['GLACIER', 'DEEP_ARCHIVE'];
const CRITERIA = ['prefix', 'tag', 'objectSizeGreaterThan', 'objectSizeLessThan', 'and'];

interface Step {
  readonly days: number;
  readonly storageClass: string;
}

export function refusesLifecycle({ rule }: JsonObject): AwsFault | undefined {
  const rules = objectsIn(rule);
  if (rules.length === 0 || rules.length > MOST_RULES)
    return apiError(
      400,
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  const ids = rules.map(({ id }) => id);
  if (new Set(ids).size < ids.length) return invalid('Rule ID must be unique. Found same ID for more than one rule');
  return first(rules.map(refusesRule));
}

function refusesRule(rule: JsonObject): AwsFault | undefined {
  const filter = objectsIn(rule.filter)[0] ?? {};
  const criteria = CRITERIA.filter((key) => filter[key] !== undefined && !isEmptyList(filter[key]));
  if (criteria.length > 1)
    return apiError(400, 'MalformedXML', `a filter takes one of ${criteria.join(', ')}; several go into "and"`);
  const { objectSizeGreaterThan: least, objectSizeLessThan: most } = objectsIn(filter.and)[0] ?? {};
  if (typeof least === 'number' && typeof most === 'number' && least >= most)
    return invalid("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'");
  const tagged = criteria.includes('tag') || objectsIn(filter.and).some(({ tags }) => tags !== undefined);
  if (tagged && objectsIn(rule.abortIncompleteMultipartUpload).length > 0)
    return invalid('AbortIncompleteMultipartUpload cannot be specified with Tags.');
  const onVersions = [...objectsIn(rule.noncurrentVersionExpiration), ...objectsIn(rule.noncurrentVersionTransition)];
  if (
    onVersions.some(
      ({ newerNoncurrentVersions: kept }) => typeof kept === 'number' && (kept < 1 || kept > MOST_VERSIONS),
    )
  )
    return invalid(`'NewerNoncurrentVersions' must be between 1 and ${MOST_VERSIONS}`);
  const steps = stepsOf(rule.transition, 'days');
  const noncurrent = stepsOf(rule.noncurrentVersionTransition, 'noncurrentDays');
  return (
    refusesSteps(steps, 'Transition', 'Days') ??
    refusesSteps(noncurrent, 'NoncurrentVersionTransition', 'NoncurrentDays') ??
    refusesExpiry(steps, daysOf(rule.expiration, 'days'), 'Days', ['Expiration', 'Transition']) ??
    refusesExpiry(noncurrent, daysOf(rule.noncurrentVersionExpiration, 'noncurrentDays'), 'NoncurrentDays', [
      'NoncurrentVersionExpiration',
      'NoncurrentVersionTransition',
    ])
  );
}

function refusesSteps(steps: readonly Step[], action: string, days: string): AwsFault | undefined {
  const inTime = [...steps].sort((a, b) => a.days - b.days || rank(a) - rank(b));
  return first(
    inTime.map((step, index) => {
      const { storageClass } = step;
      if (rank(step) === -1) return apiError(400, 'MalformedXML', `${storageClass} is no storage class to go to`);
      if (INFREQUENT.classes.some((each) => each === storageClass) && step.days < INFREQUENT.days)
        return invalid(
          `'${days}' in ${action} action must be greater than or equal to ${INFREQUENT.days} for storageClass '${storageClass}'`,
        );
      const before = inTime[index - 1];
      if (before === undefined) return undefined;
      if (rank(before) === rank(step))
        return invalid(`'StorageClass' must be different for '${action}' actions in same 'Rule'`);
      if (rank(before) > rank(step) || before.days === step.days)
        return invalid(
          `'${days}' in the '${action}' action for StorageClass '${before.storageClass}' must be greater than for StorageClass '${storageClass}'`,
        );
      const stay = INFREQUENT.classes.some((each) => each === before.storageClass) && ARCHIVES.includes(storageClass);
      return stay && step.days < before.days + INFREQUENT.days
        ? invalid(
            `'${days}' in the '${action}' action for StorageClass '${storageClass}' must be ${INFREQUENT.days} days more than in the '${action}' action for StorageClass '${before.storageClass}'`,
          )
        : undefined;
    }),
  );
}

function refusesExpiry(
  steps: readonly Step[],
  expiry: number | undefined,
  days: string,
  [expires, transitions]: readonly [string, string],
): AwsFault | undefined {
  if (expiry === undefined) return undefined;
  if (expiry < 1) return invalid(`'${days}' for ${expires} action must be a positive integer`);
  return steps.some((step) => step.days >= expiry)
    ? invalid(`'${days}' in the ${expires} action must be greater than '${days}' in the ${transitions} action`)
    : undefined;
}

function invalid(message: string): AwsFault {
  return apiError(400, 'InvalidArgument', message);
}

function first(faults: readonly (AwsFault | undefined)[]): AwsFault | undefined {
  return faults.find((fault) => fault !== undefined);
}

function rank({ storageClass }: Step): number {
  return WATERFALL.indexOf(storageClass);
}

function stepsOf(transitions: Json | undefined, field: string): readonly Step[] {
  return objectsIn(transitions).map((each) => {
    const days = each[field];
    return { days: typeof days === 'number' ? days : 0, storageClass: String(each.storageClass) };
  });
}

function daysOf(expirations: Json | undefined, field: string): number | undefined {
  const days = objectsIn(expirations)[0]?.[field];
  return typeof days === 'number' ? days : undefined;
}

function objectsIn(list: Json | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function isEmptyList(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}
