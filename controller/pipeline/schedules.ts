/**
 * When does a schedule run next? Only for people to read: AWS does the running, also while the cluster is down.
 * Daylight saving is EventBridge Scheduler's: a time that the clock skips is skipped, one that it shows twice runs once.
 */
import { Cron } from 'croner';
import type { ScheduleFacts, ScheduleTime } from '../../charts/facts.ts';
import { isRepeated } from '../../crds/local-time.ts';
import { rfc3339 } from '../runtime/rfc3339.ts';

export interface NextRun {
  readonly state: 'Enabled' | 'Disabled' | 'Completed';
  /** RFC 3339 UTC; absent when it never runs again, is disabled, or AWS counts from the moment it made the schedule. */
  readonly nextRun?: string;
  readonly suspendedBy?: string;
}

export function nextRunOf({ suspendedBy, time }: Omit<ScheduleFacts, 'name'>, nowMs: number): NextRun {
  if (suspendedBy !== undefined) return { state: 'Disabled', suspendedBy };
  const next = nextTime(time, nowMs);
  if (next === 'Never') return { state: 'Completed' };
  return { state: 'Enabled', ...(next !== undefined && { nextRun: rfc3339(next.getTime()) }) };
}

/** Whether no due time is left after `sinceMs`. Only what was given an end can be over. */
export function isOver(time: ScheduleTime, sinceMs: number): boolean {
  return (time.at !== undefined || time.endAt !== undefined) && nextTime(time, sinceMs) === 'Never';
}

interface KnownTime {
  readonly asOfMs: number;
  readonly next: Date | 'Never' | undefined;
}

/** Following a cron expression through a time zone is the dearest step of a whole status, and its answer holds until that run. */
const KNOWN = new WeakMap<ScheduleTime, KnownTime>();

function nextTime(schedule: ScheduleTime, nowMs: number): Date | 'Never' | undefined {
  const known = KNOWN.get(schedule);
  const isPast = known?.next instanceof Date && nowMs >= known.next.getTime();
  if (known !== undefined && nowMs >= known.asOfMs && !isPast) return known.next;
  const next = computeNextTime(schedule, nowMs);
  KNOWN.set(schedule, { asOfMs: nowMs, next });
  return next;
}

function computeNextTime(schedule: ScheduleTime, nowMs: number): Date | 'Never' | undefined {
  const startMs = schedule.startAt === undefined ? undefined : Date.parse(schedule.startAt);
  const endMs = schedule.endAt === undefined ? undefined : Date.parse(schedule.endAt);
  const fromMs = Math.max(nowMs, (startMs ?? 0) - 1);
  const found = candidate(schedule, fromMs, startMs);
  if (found === undefined) return endMs !== undefined && fromMs > endMs ? 'Never' : undefined;
  if (found === null || (endMs !== undefined && found.getTime() > endMs)) return 'Never';
  return found;
}

/** null: never again; undefined: cannot be known from here. */
function candidate(schedule: ScheduleTime, fromMs: number, startMs: number | undefined): Date | null | undefined {
  const timezone = schedule.timeZone;
  const text = schedule.cron ?? schedule.at;
  if (text !== undefined) {
    const cron = new Cron(text, { timezone, paused: true });
    let next = cron.nextRun(new Date(fromMs));
    while (next !== null && (!cron.match(next) || isRepeated(timezone, next.getTime()))) next = cron.nextRun(next);
    cron.stop();
    return next;
  }
  const everyMs = rateMs(schedule.rate);
  if (everyMs === undefined || startMs === undefined) return undefined;
  return new Date(startMs + Math.max(0, Math.ceil((fromMs - startMs) / everyMs)) * everyMs);
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of "15m", "2h", "1d"; undefined without a rate. */
export function rateMs(rate: string | undefined): number | undefined {
  const match = /^(\d+)([mhd])$/.exec(rate ?? '');
  const unit = UNIT_MS[match?.[2] ?? ''];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}
