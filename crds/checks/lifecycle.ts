/** What a lifecycle costs without need, and what of it S3 never comes to do. */
import type { Lifecycle, LifecycleRule, StorageClass, Transition } from '../datapipeline.ts';
import type { Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';

/** S3 bills every storage class for a minimum of days, however short objects stay in it. */
const BILLED_DAYS: Readonly<Record<StorageClass, number>> = {
  STANDARD_IA: 30,
  INTELLIGENT_TIERING: 0,
  GLACIER_IR: 90,
  GLACIER: 90,
  DEEP_ARCHIVE: 180,
};

export function lifecycleWarnings(lifecycle: Lifecycle | LifecycleRule, path: Path): Warning[] {
  const { transitions = [], expireAfterDays, noncurrentTransitions = [], noncurrentExpireAfterDays } = lifecycle;
  return [
    ...shortStays(transitions, expireAfterDays, [...path, 'transitions']),
    ...shortStays(noncurrentTransitions, noncurrentExpireAfterDays, [...path, 'noncurrentTransitions']),
  ];
}

function shortStays(transitions: readonly Transition[], endAfterDays: number | undefined, path: Path): Warning[] {
  return transitions.flatMap(({ afterDays, storageClass }, index) => {
    const leavesAfterDays = transitions[index + 1]?.afterDays ?? endAfterDays;
    if (leavesAfterDays === undefined) return [];
    const days = leavesAfterDays - afterDays;
    const billed = BILLED_DAYS[storageClass];
    if (days >= billed) return [];
    const message = `objects leave ${storageClass} after ${days} days but are billed for ${billed}; leave out this transition, or the next step later`;
    return [warning([...path, index], message)];
  });
}

/** Of several rules S3 carries out the shortest expiry, so a further rule cannot keep anything longer than the zone does. */
export function expiryWarnings(zone: Lifecycle, rule: LifecycleRule, path: Path): Warning[] {
  return (['expireAfterDays', 'noncurrentExpireAfterDays'] as const).flatMap((field) => {
    const [ofAll, ofSome] = [zone[field], rule[field]];
    if (ofAll === undefined || ofSome === undefined || ofSome < ofAll) return [];
    const message = `rule "${rule.name}" keeps nothing longer, for the lifecycle of the zone deletes after ${ofAll} days and S3 takes the shorter of two; write fewer days, or a longer ${field} of the zone and rules for what goes earlier`;
    return [warning([...path, field], message)];
  });
}
