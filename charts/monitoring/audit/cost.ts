/** What the audit costs: each access that is written down. Nobody knows how much is read; that deliveries write is known. */
import { type CostItem, usage } from '../../cost/item.ts';
import type { PipelineModel } from '../../model.ts';
import { writtenObjects } from '../../streaming/deliveries/cost.ts';
import type { AuditModel } from './model.ts';

/** With reads: each object is taken to be read once. */
const EVENTS_OF_OBJECT = { WriteOnly: 1, All: 2 } as const;

export function auditCost(
  { deliveries, usage: assumed }: PipelineModel,
  { readWriteType }: AuditModel,
): readonly CostItem[] {
  const objects = deliveries.reduce((sum, delivery) => sum + writtenObjects(assumed, delivery), 0);
  return [usage('accesses to objects', 'trailEvents', (objects * EVENTS_OF_OBJECT[readWriteType]) / 100_000)];
}
