/** What EventBridge Scheduler refuses of schedules and groups. */
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { text } from '../behaviour.ts';

const GRACE_MS = 5 * 60_000;
const NAME = /^[0-9A-Za-z_.-]{1,64}$/;
const EXPRESSION =
  /^(?:rate\([1-9]\d* (?:minutes?|hours?|days?)\)|cron\([^\s()]+(?: [^\s()]+){5}\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\))$/;

const invalid = (message: string) => serviceError(400, 'ValidationException', message);

export function refusesName(name: string): AwsFault | undefined {
  return NAME.test(name)
    ? undefined
    : invalid(`Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern`);
}

/** Create and update alike: the call gives the whole schedule each time. */
export function refusesSchedule(desired: JsonObject, nowMs: number): AwsFault | undefined {
  const expression = text(desired, 'scheduleExpression');
  if (!EXPRESSION.test(expression)) return invalid(`Invalid Schedule Expression ${expression}.`);
  // A one-time schedule has its instant in the expression; both dates are ignored.
  if (expression.startsWith('at(')) return refusesName(text(desired, 'name'));
  const start = instantOf(desired, 'startDate');
  const end = instantOf(desired, 'endDate');
  if (start !== undefined && start < nowMs - GRACE_MS)
    return invalid('The StartDate you specify cannot be earlier than 5 minutes ago.');
  if (end !== undefined && end <= nowMs) return invalid('The EndDate you specify cannot be in the past.');
  if (start !== undefined && end !== undefined && end <= start)
    return invalid('The EndDate you specify must be later than the StartDate.');
  return refusesName(text(desired, 'name'));
}

/** A one-time schedule is refused when it is made too late; one whose time has passed may still be changed. */
export function refusesPastInstant(desired: JsonObject, nowMs: number): AwsFault | undefined {
  const expression = text(desired, 'scheduleExpression');
  const [, local] = /^at\((.+)\)$/.exec(expression) ?? [];
  if (local === undefined) return undefined;
  const instant = instantIn(text(desired, 'scheduleExpressionTimezone') || 'UTC', local);
  return instant < nowMs ? invalid(`Invalid Schedule Expression ${expression}. The time is in the past.`) : undefined;
}

function instantOf(desired: JsonObject, field: string): number | undefined {
  const instant = Date.parse(text(desired, field));
  return Number.isNaN(instant) ? undefined : instant;
}

/** Milliseconds since the epoch of a local time. What the clock skips is taken with the offset before the change. */
function instantIn(timeZone: string, local: string): number {
  const asUtc = Date.parse(`${local}Z`);
  const guess = asUtc - offsetMs(timeZone, asUtc);
  return asUtc - offsetMs(timeZone, guess);
}

function offsetMs(timeZone: string, instant: number): number {
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(instant);
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(instant / 1_000) * 1_000;
}
