/** What alarms cost: each by the metrics that it looks at. */
import { type CostItem, idle } from '../../cost/item.ts';
import type { ChosenAlarm } from './choose.ts';

/** The metric itself, and the two bounds of what is usual. */
const METRICS_OF_UNUSUAL = 3;

/** `composites`: alarms over alarms. */
export function alarmCost(alarms: readonly ChosenAlarm[], composites: number): readonly CostItem[] {
  const metrics = alarms.reduce((sum, { when }) => sum + (when === 'Unusual' ? METRICS_OF_UNUSUAL : 1), 0);
  return [
    idle(`alarms: ${alarms.length}`, 'alarmMetric', metrics),
    ...(composites === 0 ? [] : [idle(`alarms over them: ${composites}`, 'alarmComposite', composites)]),
  ];
}
