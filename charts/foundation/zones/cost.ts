/** What a zone costs: what is stored, in the classes to which its lifecycle has moved it. */
import { type CostItem, usage } from '../../cost/item.ts';
import type { PriceName } from '../../cost/prices.ts';
import { FIXED, type Usage } from '../../cost/usage.ts';
import type { ZoneModel } from './model.ts';

type StorageClass = NonNullable<ZoneModel['lifecycle']['transitions']>[number]['storageClass'] | 'STANDARD';

/** What nobody reads for a while, INTELLIGENT_TIERING asks less for; what somebody reads, as much as STANDARD. */
const PRICE_OF: Readonly<Record<StorageClass, PriceName>> = {
  STANDARD: 's3Standard',
  INTELLIGENT_TIERING: 's3Standard',
  STANDARD_IA: 's3StandardIa',
  GLACIER_IR: 's3GlacierIr',
  GLACIER: 's3Glacier',
  DEEP_ARCHIVE: 's3DeepArchive',
};

export function zoneCost(
  { lifecycle: { transitions = [], expireAfterDays } }: ZoneModel,
  { gibPerDay }: Usage,
): readonly CostItem[] {
  const oldest = Math.min(expireAfterDays ?? FIXED.storedDays, FIXED.storedDays);
  const classes: readonly { readonly from: number; readonly storageClass: StorageClass }[] = [
    { from: 0, storageClass: 'STANDARD' },
    ...transitions.map(({ afterDays, storageClass }) => ({ from: afterDays, storageClass })),
  ];
  return classes.flatMap(({ from, storageClass }, index) => {
    const days = Math.min(classes[index + 1]?.from ?? oldest, oldest) - from;
    return days <= 0 ? [] : [usage(`${storageClass}, ${days} days`, PRICE_OF[storageClass], days * gibPerDay)];
  });
}
