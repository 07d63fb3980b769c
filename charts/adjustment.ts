/**
 * What AWS takes only within bounds that the clock or the live object sets. Charts know neither: a manifest holds what the
 * spec says, and this tells the controller what it needs to give AWS what AWS takes now, and to come to the spec in the end.
 * Without a controller (`cdk8s synth`, `render`) the manifest stands as it is.
 */
import type { ScheduleTime } from './facts.ts';

export type Adjustment = TimeAdjustment | ShardAdjustment | RunningAdjustment;

/** A schedule: no date in the past, and nothing at all once it never runs again. */
export interface TimeAdjustment {
  readonly by: 'Time';
  readonly time: ScheduleTime;
  /** So long after its last due time a start may still be tried: until then it stays. */
  readonly lingerMs: number;
}

/** A stream: at most double and at least half of its open shards at once. */
export interface ShardAdjustment {
  readonly by: 'Shards';
  readonly shards: number;
}

/** An application that is to run: the provider starts it only when startApplication changes. */
export interface RunningAdjustment {
  readonly by: 'Running';
  /** Where it says why it stopped. */
  readonly logGroup: string;
}
