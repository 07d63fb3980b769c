import { describe, expect, test } from '@jest/globals';
import { KINESIS } from '../../../charts/kinds/kinesis.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { SimulatedAws } from '../aws.ts';
import { apply, play, settle, verdict } from '../testing/a-play.ts';
import type { Play } from '../testing/play.ts';

const PROVISIONED = { streamModeDetails: { streamMode: 'PROVISIONED' } };
const ON_DEMAND = { streamModeDetails: { streamMode: 'ON_DEMAND' }, shardCount: 0 };
const HOUR_MS = 3_600_000;

function stream(forProvider: JsonObject): { actor: Play; aws: SimulatedAws; later: (ms: number) => void } {
  let now = 0;
  const aws = new SimulatedAws(() => now);
  const { play: actor } = play(KINESIS.Stream, 'main', { aws, forProvider });
  settle(actor);
  return {
    actor,
    aws,
    later: (ms) => {
      now += ms;
    },
  };
}

describe('shards', () => {
  test.each([
    [2, 4, 'Success'],
    [
      2,
      5,
      'cannot scale up over double your current open shard count. Current open shard count: 2 Target shard count: 5',
    ],
    [8, 4, 'Success'],
    [
      8,
      3,
      'cannot scale down below half your current open shard count. Current open shard count: 8 Target shard count: 3',
    ],
    [5, 3, 'Success'],
    [5, 2, 'cannot scale down below half'],
  ])('from %i to %i: %s', (from, to, message) => {
    const { actor } = stream({ ...PROVISIONED, shardCount: from });
    apply(actor, { shardCount: to });
    expect(verdict(actor)).toContain(message);
    expect(actor.atProvider.shardCount).toBe(message === 'Success' ? to : from);
  });

  test('change at most ten times in 24 hours', () => {
    const { actor, later } = stream({ ...PROVISIONED, shardCount: 10 });
    for (let shardCount = 11; shardCount <= 20; shardCount += 1) apply(actor, { shardCount });
    expect(verdict(actor)).toBe('Success');
    apply(actor, { shardCount: 21 });
    expect(verdict(actor)).toContain('at most 10 times in 24 hours');
    later(24 * HOUR_MS);
    settle(actor);
    expect(verdict(actor)).toBe('Success');
  });
});

describe('the mode', () => {
  test('an on-demand stream counts as its open shards, and a refusal of the count leaves the mode changed', () => {
    const { actor } = stream({ streamModeDetails: { streamMode: 'ON_DEMAND' } });
    apply(actor, { ...PROVISIONED, shardCount: 10 });
    expect(verdict(actor)).toContain('Current open shard count: 4 Target shard count: 10');
    expect(actor.atProvider).toMatchObject({ ...PROVISIONED, shardCount: 4 });
    apply(actor, { shardCount: 8 });
    expect(verdict(actor)).toBe('Success');
    apply(actor, { shardCount: 10 });
    expect(actor.atProvider.shardCount).toBe(10);
  });

  test('an on-demand stream that grew counts as what it grew to', () => {
    const { actor, aws } = stream({ streamModeDetails: { streamMode: 'ON_DEMAND' } });
    for (const grown of aws.list()) aws.edit(grown, { internals: { ...grown.internals, openShards: 12 } });
    apply(actor, { ...PROVISIONED, shardCount: 20 });
    expect(verdict(actor)).toBe('Success');
  });

  test('changes at most twice in 24 hours', () => {
    const { actor, later } = stream({ ...PROVISIONED, shardCount: 2 });
    apply(actor, ON_DEMAND);
    apply(actor, { ...PROVISIONED, shardCount: 2 });
    expect(verdict(actor)).toBe('Success');
    apply(actor, ON_DEMAND);
    expect(verdict(actor)).toMatch(/Kinesis: UpdateStreamMode.*switched between modes 2 times/);
    later(24 * HOUR_MS);
    settle(actor);
    expect(verdict(actor)).toBe('Success');
  });
});

test.each([
  [23, 'Minimum allowed retention period is 24 hours'],
  [8_761, 'Maximum allowed retention period is 8760 hours'],
])('%i hours of retention are refused, at creation and later', (retentionPeriod, message) => {
  const { actor: fresh } = stream({ ...PROVISIONED, shardCount: 1, retentionPeriod });
  expect(verdict(fresh)).toContain(message);
  const { actor } = stream({ ...PROVISIONED, shardCount: 1 });
  apply(actor, { retentionPeriod });
  expect(verdict(actor)).toContain(message);
});
