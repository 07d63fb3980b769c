/**
 * Keeps a rate in records per second. Pure: a pace is a value, each turn gives the next one.
 * After a stall at most `catchUpMs` of missed sending is made up for, so that a producer which was held up does not
 * answer with a flood.
 */

export interface Pace {
  readonly recordsPerSecond: number;
  readonly catchUpMs: number;
  /** When the next record is due, in milliseconds since the epoch. */
  readonly dueAtMs: number;
}

export interface Turn {
  readonly waitMs: number;
  readonly next: Pace;
}

/** A batch of a slow producer waits no longer than this for company. */
export const longestFillMs = 1_000;

export function startPace(recordsPerSecond: number, nowMs: number): Pace {
  return { recordsPerSecond, catchUpMs: 1_000, dueAtMs: nowMs };
}

/** How long to wait before sending `records` more, and the pace after that. An infinite rate never waits. */
export function takeTurn(pace: Pace, records: number, nowMs: number): Turn {
  const dueAtMs = Math.max(pace.dueAtMs, nowMs - pace.catchUpMs);
  const spanMs = (records / pace.recordsPerSecond) * 1_000;
  return { waitMs: Math.max(0, dueAtMs - nowMs), next: { ...pace, dueAtMs: dueAtMs + spanMs } };
}

/** Records per request at this rate: full requests where the rate allows it, else what one second brings. */
export function recordsPerBatch(recordsPerSecond: number, maxRecords: number): number {
  const perFill = (recordsPerSecond * longestFillMs) / 1_000;
  return Math.max(1, Math.floor(Math.min(maxRecords, perFill)));
}
