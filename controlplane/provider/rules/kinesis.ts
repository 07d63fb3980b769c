/** What Kinesis refuses when a stream is resized or changes its mode, and what of a stream it must know for that. */
import type { JsonObject } from '../../../crds/kubernetes.ts';
import type { AwsObject } from '../aws.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { isObject, type UpdateFault } from '../behaviour.ts';

/** An on-demand stream starts with so many shards, and an on-demand stream that was provisioned keeps those it has. */
const ON_DEMAND_SHARDS = 4;
const MOST_RESIZES_A_DAY = 10;
const MOST_SWITCHES_A_DAY = 2;
const DAY_MS = 24 * 3_600_000;
const RETENTION_HOURS = { least: 24, most: 8_760 } as const;

/** What AWS knows of a stream and Terraform does not show. */
export interface StreamInternals {
  readonly openShards: number;
  /** Instants of resizes and of switches of the mode, in ms. */
  readonly resizes: readonly number[];
  readonly switches: readonly number[];
}

export function modeOf(attributes: JsonObject): string {
  const { streamModeDetails: details } = attributes;
  return isObject(details) && typeof details.streamMode === 'string' ? details.streamMode : 'PROVISIONED';
}

export function internalsOf({ attributes, internals }: Pick<AwsObject, 'attributes' | 'internals'>): StreamInternals {
  const numbers = (value: unknown) => (Array.isArray(value) ? value.filter((each) => typeof each === 'number') : []);
  const { openShards } = internals;
  const started = modeOf(attributes) === 'ON_DEMAND' ? ON_DEMAND_SHARDS : shardsOf(attributes);
  return {
    openShards: typeof openShards === 'number' ? openShards : started,
    resizes: numbers(internals.resizes),
    switches: numbers(internals.switches),
  };
}

/** What AWS knows of the stream once it is as `after`. */
export function changedInternals(before: AwsObject | undefined, after: JsonObject, nowMs: number): JsonObject {
  if (before === undefined) return { ...internalsOf({ attributes: after, internals: {} }) };
  const { openShards, resizes, switches } = internalsOf(before);
  const switched = modeOf(before.attributes) !== modeOf(after);
  const target = modeOf(after) === 'ON_DEMAND' ? openShards : shardsOf(after);
  return {
    openShards: target,
    resizes: target === openShards ? resizes : [...resizes, nowMs],
    switches: switched ? [...switches, nowMs] : switches,
  };
}

/** The calls of one update in their order: mode, shards, retention. `done` is what the earlier ones changed already. */
export function refusesStreamUpdate(before: AwsObject, after: JsonObject, nowMs: number): UpdateFault | undefined {
  const known = internalsOf(before);
  const recent = (instants: readonly number[]) => instants.filter((instant) => nowMs - instant < DAY_MS).length;
  const switched = modeOf(before.attributes) !== modeOf(after);
  if (switched && recent(known.switches) >= MOST_SWITCHES_A_DAY) {
    const limit = `Stream ${before.address} has already been switched between modes ${MOST_SWITCHES_A_DAY} times in the last 24 hours`;
    return { ...serviceError(400, 'LimitExceededException', limit), operation: 'Kinesis: UpdateStreamMode' };
  }
  const target = modeOf(after) === 'ON_DEMAND' ? known.openShards : shardsOf(after);
  const refused =
    target === known.openShards ? undefined : refusesShards(known.openShards, target, recent(known.resizes));
  if (refused !== undefined) {
    if (!switched) return refused;
    const { streamModeDetails = { streamMode: modeOf(after) } } = after;
    return { ...refused, done: { streamModeDetails, shardCount: known.openShards } };
  }
  return refusesRetention(after);
}

export function refusesRetention({ retentionPeriod: hours }: JsonObject): AwsFault | undefined {
  if (typeof hours !== 'number' || (hours >= RETENTION_HOURS.least && hours <= RETENTION_HOURS.most)) return undefined;
  const [bound, limit, too] =
    hours < RETENTION_HOURS.least
      ? (['Minimum', RETENTION_HOURS.least, 'short'] as const)
      : (['Maximum', RETENTION_HOURS.most, 'long'] as const);
  const message = `${bound} allowed retention period is ${limit} hours. Requested retention period (${hours} hours) is too ${too}.`;
  const operation = `Kinesis: ${too === 'short' ? 'DecreaseStreamRetentionPeriod' : 'IncreaseStreamRetentionPeriod'}`;
  return { ...serviceError(400, 'InvalidArgumentException', message), operation };
}

function refusesShards(open: number, target: number, resizedToday: number): AwsFault | undefined {
  const counts = `Current open shard count: ${open} Target shard count: ${target}`;
  if (target > 2 * open) {
    const message = `UpdateShardCount cannot scale up over double your current open shard count. ${counts}`;
    return serviceError(400, 'LimitExceededException', message);
  }
  if (target < open / 2) {
    const message = `UpdateShardCount cannot scale down below half your current open shard count. ${counts}`;
    return serviceError(400, 'LimitExceededException', message);
  }
  if (resizedToday < MOST_RESIZES_A_DAY) return undefined;
  const message = `UpdateShardCount can be called at most ${MOST_RESIZES_A_DAY} times in 24 hours for a stream`;
  return serviceError(400, 'LimitExceededException', message);
}

function shardsOf({ shardCount }: JsonObject): number {
  return typeof shardCount === 'number' ? shardCount : 0;
}
