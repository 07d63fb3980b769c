/** S3 bills every storage class for a minimum of days, however short objects stay in it. */
import type { Lifecycle, StorageClass } from '../datapipeline.ts';
import type { Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';

const BILLED_DAYS: Readonly<Record<StorageClass, number>> = {
  STANDARD_IA: 30,
  INTELLIGENT_TIERING: 0,
  GLACIER_IR: 90,
  GLACIER: 90,
  DEEP_ARCHIVE: 180,
};

export function lifecycleWarnings(lifecycle: Lifecycle, path: Path): Warning[] {
  const transitions = lifecycle.transitions ?? [];
  return transitions.flatMap(({ afterDays, storageClass }, index) => {
    const next = transitions[index + 1];
    const leavesAfterDays = next?.afterDays ?? lifecycle.expireAfterDays;
    if (leavesAfterDays === undefined) return [];
    const days = leavesAfterDays - afterDays;
    const billed = BILLED_DAYS[storageClass];
    if (days >= billed) return [];
    const message = `objects leave ${storageClass} after ${days} days but are billed for ${billed}; leave out this transition, or the next step later`;
    return [warning([...path, 'transitions', index], message)];
  });
}
