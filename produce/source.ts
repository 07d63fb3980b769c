/** The sequence of records to send, made one at a time as they are taken, and the event times it gives them. */
import type { Clock } from '../controller/runtime/clock.ts';
import { recordAt, type StreamRecord } from './event.ts';
import { longestFillMs } from './pacing.ts';

/** Event time of the record with this index, in milliseconds since the epoch. Asked once per record, in order. */
export type EventTimes = (index: number) => number;

export interface SourceOptions {
  readonly seed: number;
  /** Infinity: until nobody takes more. */
  readonly count: number;
  /** 0..100. */
  readonly damagePercent: number;
  readonly times: EventTimes;
}

export function* sampleRecords(options: SourceOptions): Generator<StreamRecord, undefined, undefined> {
  for (let index = 0; index < options.count; index++) {
    yield recordAt(options.seed, index, options.times(index), options.damagePercent);
  }
}

/**
 * Times of events that happen now. Records that go out in one request did not all happen in one instant: they are
 * spread over the time in which the request was filled, else the users' distinct events would look like duplicates.
 */
export function liveTimes(clock: Clock, recordsPerSecond: number): EventTimes {
  const stepMs = 1_000 / recordsPerSecond;
  let lastMs = Number.NEGATIVE_INFINITY;
  return () => {
    const nowMs = clock.now();
    lastMs = Math.min(nowMs, Math.max(lastMs + stepMs, nowMs - longestFillMs));
    return Math.floor(lastMs);
  };
}

/** Times that depend on the index alone, so that a replay is the same on every run. */
export function replayTimes(startMs: number, intervalMs: number): EventTimes {
  return (index) => startMs + Math.floor(index * intervalMs);
}
