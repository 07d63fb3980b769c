import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aChild } from '../testing/a-child.ts';
import { adjustShards } from './shards.ts';

const wanted = (shards: number, mode?: string, shardCount = 0) =>
  adjustShards(
    { by: 'Shards', shards },
    aChild({ observed: mode === undefined ? {} : { shardCount, 'streamModeDetails.streamMode': mode } }),
  );

describe('the shards of a stream', () => {
  test('are as many as wanted where none is open yet', () => {
    expect(adjustShards({ by: 'Shards', shards: 30 }, undefined)).toEqual({ is: 'Wanted' });
    expect(wanted(30)).toEqual({ is: 'Wanted' });
  });

  test('are left alone when they are there', () => {
    expect(wanted(30, 'PROVISIONED', 30)).toEqual({ is: 'Wanted' });
  });

  test.each([
    [30, 4, 8, 'now 4 shards, then 8, then 16, then 30'],
    [30, 16, 30, 'now 16 shards, then 30'],
    [1, 7, 4, 'now 7 shards, then 4, then 2, then 1'],
    [3, 2, 3, 'now 2 shards, then 3'],
  ])('come to %i from %i by steps, each told', (shards, open, shardCount, note) => {
    expect(wanted(shards, 'PROVISIONED', open)).toEqual({ is: 'Wanted', changes: { shardCount }, note });
  });

  test.each([
    [30, 8, 'now ON_DEMAND, then 8, then 16, then 30'],
    [1, 2, 'now ON_DEMAND, then 2, then 1'],
    [4, 4, 'now ON_DEMAND, then 4'],
  ])('come to %i from on demand, which AWS does not count, as from four', (shards, shardCount, note) => {
    expect(wanted(shards, 'ON_DEMAND')).toEqual({ is: 'Wanted', changes: { shardCount }, note });
  });

  test('come to any number from any other, in steps that AWS takes, in less than the ten of a day', () => {
    const count = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(count, count, (from, to) => {
        let open = from;
        let steps = 0;
        for (; open !== to; steps += 1) {
          const adjusted = wanted(to, 'PROVISIONED', open);
          const next = adjusted.is === 'Wanted' ? Number(adjusted.changes?.shardCount) : Number.NaN;
          expect(next).toBeLessThanOrEqual(open * 2);
          expect(next).toBeGreaterThanOrEqual(open / 2);
          open = next;
        }
        expect(steps).toBeLessThan(10);
      }),
    );
  });
});
