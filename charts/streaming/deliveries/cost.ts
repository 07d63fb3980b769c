/** What a delivery costs: nothing idle, all by what flows. */
import { type CostItem, MONTH_DAYS, MONTH_SECONDS, usage } from '../../cost/item.ts';
import { FIXED, type Usage } from '../../cost/usage.ts';
import { logCost } from '../../foundation/logs/cost.ts';
import type { PipelineModel } from '../../model.ts';
import type { DeliveryModel } from './model.ts';

/** Firehose rounds each record up to the next of these. */
const BILLED_KIB = 5;

export function deliveryCost(model: PipelineModel, delivery: DeliveryModel): readonly CostItem[] {
  const { recordKiB } = model.usage;
  const gib = flowing(model.usage);
  const billed = (gib * Math.ceil(recordKiB / BILLED_KIB) * BILLED_KIB) / recordKiB;
  const objects = writtenObjects(model.usage, delivery);
  return [
    usage(`taken in, records rounded up to ${BILLED_KIB} KB`, 'firehoseIn', billed),
    ...(delivery.conversion === undefined ? [] : [usage('converted', 'firehoseConversion', billed)]),
    ...(delivery.byKeys
      ? [
          usage('partitioned by keys', 'firehosePartitioned', gib),
          usage('objects partitioned by keys', 'firehosePartitionedObjects', objects / 1_000),
        ]
      : []),
    usage('objects written', 's3Put', objects / 1_000),
    ...logCost(1),
  ];
}

/** Objects a month: its buffer ends by time or by size, whichever comes first. */
export function writtenObjects(assumed: Usage, { buffer }: DeliveryModel): number {
  const byTime = MONTH_SECONDS / Math.max(buffer.seconds, 1);
  return Math.max(byTime, (flowing(assumed) * 1_024) / buffer.sizeMiB);
}

/** Calls a month of the function that transforms. */
export function transformCalls(assumed: Usage, { transform }: DeliveryModel): number {
  if (transform === undefined) return 0;
  return (flowing(assumed) * 1_024) / (transform.batch?.bufferSizeMiB ?? FIXED.functionBatchMiB);
}

/** GiB a month. */
function flowing({ gibPerDay }: Usage): number {
  return gibPerDay * MONTH_DAYS;
}
