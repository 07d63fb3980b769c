/** A zone's lifecycle as rules of its bucket: the one of all objects first, then those of some. */
import type { Lifecycle, LifecycleRule } from '../../../crds/datapipeline.ts';
import { ZONE_RULE } from '../../../crds/schema/lifecycle.ts';
import type {
  BucketLifecycleConfigurationSpecForProviderRule as Rule,
  BucketLifecycleConfigurationSpecForProviderRuleFilter as RuleFilter,
} from '../../../imports/s3.ts';

/** The provider keeps singletons of this kind as lists of one. */
export function bucketRules(lifecycle: Lifecycle, further: readonly LifecycleRule[]): Rule[] {
  return [zoneRule(lifecycle), ...further.map(furtherRule)];
}

function zoneRule(lifecycle: Lifecycle): Rule {
  const { expireAfterDays } = lifecycle;
  return {
    id: ZONE_RULE,
    status: 'Enabled',
    filter: [{ prefix: '' }],
    ...moves(lifecycle),
    // An expiry by age also clears delete markers that nothing is left behind; S3 takes only one of the two.
    expiration: [expireAfterDays === undefined ? { expiredObjectDeleteMarker: true } : { days: expireAfterDays }],
    ...endOfVersions(lifecycle),
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: lifecycle.abortIncompleteUploadsAfterDays }],
  };
}

/** Uploads and delete markers are left to the zone's own rule: S3 takes neither in a rule with tags. */
function furtherRule(rule: LifecycleRule): Rule {
  const { name, expireAfterDays } = rule;
  return {
    id: name,
    status: 'Enabled',
    filter: [filterOf(rule)],
    ...moves(rule),
    ...(expireAfterDays === undefined ? {} : { expiration: [{ days: expireAfterDays }] }),
    ...endOfVersions(rule),
  };
}

/** S3 takes one criterion as it is, and several joined by `and`. */
function filterOf({ prefix, tags = {}, sizeGreaterThanBytes, sizeLessThanBytes }: LifecycleRule): RuleFilter {
  const objectSizeGreaterThan =
    sizeGreaterThanBytes === undefined ? {} : { objectSizeGreaterThan: sizeGreaterThanBytes };
  const objectSizeLessThan = sizeLessThanBytes === undefined ? {} : { objectSizeLessThan: sizeLessThanBytes };
  const plain = { ...(prefix === undefined ? {} : { prefix }), ...objectSizeGreaterThan, ...objectSizeLessThan };
  const tagList = Object.entries(tags).map(([key, value]) => ({ key, value }));
  const criteria = Object.keys(plain).length + tagList.length;
  if (criteria === 0) return { prefix: '' };
  if (criteria > 1) return { and: [{ ...plain, ...(tagList.length === 0 ? {} : { tags: { ...tags } }) }] };
  return tagList.length === 0 ? plain : { tag: tagList };
}

type Moves = Pick<LifecycleRule, 'transitions' | 'noncurrentTransitions' | 'noncurrentVersionsKept'>;

function moves({ transitions = [], noncurrentTransitions = [], noncurrentVersionsKept }: Moves): Partial<Rule> {
  const transition = transitions.map(({ afterDays, storageClass }) => ({ days: afterDays, storageClass }));
  const noncurrentVersionTransition = noncurrentTransitions.map(({ afterDays, storageClass }) => ({
    noncurrentDays: afterDays,
    storageClass,
    ...newest(noncurrentVersionsKept),
  }));
  return {
    ...(transition.length === 0 ? {} : { transition }),
    ...(noncurrentVersionTransition.length === 0 ? {} : { noncurrentVersionTransition }),
  };
}

function endOfVersions({
  noncurrentExpireAfterDays,
  noncurrentVersionsKept,
}: Pick<LifecycleRule, 'noncurrentExpireAfterDays' | 'noncurrentVersionsKept'>): Partial<Rule> {
  if (noncurrentExpireAfterDays === undefined) return {};
  return {
    noncurrentVersionExpiration: [{ noncurrentDays: noncurrentExpireAfterDays, ...newest(noncurrentVersionsKept) }],
  };
}

function newest(kept: number | undefined): { readonly newerNoncurrentVersions?: number } {
  return kept === undefined ? {} : { newerNoncurrentVersions: kept };
}
