/**
 * Instants in the past. EventBridge Scheduler refuses a StartDate that is more than five minutes back, with every update, for
 * each gives the whole schedule: one that has started could never be changed or suspended. Without the date a cron is the
 * same, but a rate counts from the moment of the update; so it is given the next of its due times. What has no run left
 * can neither be made nor changed.
 */
import type { TimeAdjustment } from '../../../charts/adjustment.ts';
import { rfc3339 } from '../../runtime/rfc3339.ts';
import type { Child } from '../child.ts';
import { isOver, rateMs } from '../schedules.ts';
import type { Adjusted, Changes } from './adjust.ts';

export function adjustTime({ time, lingerMs }: TimeAdjustment, nowMs: number): Adjusted {
  if (isOver(time, nowMs - lingerMs)) return { is: 'Gone' };
  if (isOver(time, nowMs)) return { is: 'Over' };
  const startMs = startOf({ time });
  if (startMs === undefined || startMs >= nowMs) return { is: 'Wanted' };
  const everyMs = rateMs(time.rate);
  if (everyMs === undefined) return { is: 'Wanted', changes: { startDate: null } };
  const nextMs = startMs + Math.ceil((nowMs - startMs) / everyMs) * everyMs;
  return { is: 'Wanted', changes: { startDate: rfc3339(nextMs) } };
}

/** undefined when the live date is not one of the schedule that the spec asks for. */
export function startDateAsApplied({ time }: Pick<TimeAdjustment, 'time'>, child: Child): Changes | undefined {
  const startMs = startOf({ time });
  const { startDate } = child.applied;
  if (startMs === undefined) return undefined;
  const everyMs = rateMs(time.rate);
  if (typeof startDate !== 'string') return everyMs === undefined ? { startDate: null } : undefined;
  const sinceMs = Date.parse(startDate) - startMs;
  const isOfRate = everyMs !== undefined && sinceMs >= 0 && sinceMs % everyMs === 0;
  return sinceMs === 0 || isOfRate ? { startDate } : undefined;
}

/** Whole seconds: AWS keeps no more. */
function startOf({ time: { startAt } }: Pick<TimeAdjustment, 'time'>): number | undefined {
  return startAt === undefined ? undefined : Math.floor(Date.parse(startAt) / 1_000) * 1_000;
}
