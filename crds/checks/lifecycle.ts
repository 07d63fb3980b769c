/** What a lifecycle costs, and what it loses. */
import type { Environment, Lifecycle, StorageClass, Zone } from '../datapipeline.ts';
import { defaultLifecycle } from '../profiles.ts';
import type { Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';

/** S3 bills every storage class for a minimum of days, however short objects stay in it. */
const BILLED_DAYS: Readonly<Record<StorageClass, number>> = {
  STANDARD_IA: 30,
  INTELLIGENT_TIERING: 0,
  ONEZONE_IA: 30,
  GLACIER_IR: 90,
  GLACIER: 90,
  DEEP_ARCHIVE: 180,
};

export function lifecycleWarnings(lifecycle: Lifecycle, path: Path): Warning[] {
  const transitions = lifecycle.transitions ?? [];
  return transitions.flatMap(({ afterDays, storageClass }, index) => {
    const at = [...path, 'transitions', index];
    const warnings: Warning[] = [];
    if (storageClass === 'ONEZONE_IA') {
      const message =
        'objects in ONEZONE_IA are lost when their Availability Zone is; use STANDARD_IA for what cannot be made again';
      warnings.push(warning(at, message));
    }
    const leavesAfterDays = transitions[index + 1]?.afterDays ?? lifecycle.expireAfterDays ?? Number.POSITIVE_INFINITY;
    const days = leavesAfterDays - afterDays;
    const billed = BILLED_DAYS[storageClass];
    if (days < billed) {
      const message = `objects leave ${storageClass} after ${days} days but are billed for ${billed}; leave out this transition, or the next step later`;
      warnings.push(warning(at, message));
    }
    return warnings;
  });
}

/** A name that nobody thought of as a setting deletes data: say so while nothing is lost yet. */
export function nameWarnings(zone: Pick<Zone, 'name' | 'lifecycle'>, environment: Environment, path: Path): Warning[] {
  const { lifecycle, ofName } = defaultLifecycle(environment, zone.name);
  if (zone.lifecycle !== undefined || !ofName || lifecycle.expireAfterDays === undefined) return [];
  const message = `objects of zone "${zone.name}" are deleted after ${lifecycle.expireAfterDays} days, the default for this name in ${environment}; write a lifecycle for the zone, {} to keep them for ever`;
  return [warning(path, message)];
}
