import { describe, expect, test } from '@jest/globals';
import type { Stream } from '../../crds/datapipeline.ts';
import { aPipeline, fullSpec } from '../testing/a-pipeline.ts';
import { buildModel } from './build.ts';

describe('zones', () => {
  test('are the four of a lake when none is given', () => {
    const { zones } = buildModel(aPipeline());
    expect(zones.map((zone) => zone.name)).toEqual(['raw', 'processed', 'curated', 'results']);
  });

  test('are exactly those that are given', () => {
    const { zones } = buildModel(aPipeline({ zones: [{ name: 'landing', eventNotifications: false }] }));
    expect(zones.map((zone) => zone.name)).toEqual(['landing']);
  });

  test.each([
    ['Development', 90],
    ['Staging', 365],
    ['Production', 2555],
  ] as const)('named raw keep objects in %s for %d days unless told otherwise', (environment, days) => {
    const [raw] = buildModel(aPipeline({ environment })).zones;
    expect(raw?.lifecycle.expireAfterDays).toBe(days);
  });

  test.each(['landing', 'constructor', '__proto__'])(
    'named %s, which no profile knows, never expire by themselves',
    (name) => {
      const [zone] = buildModel(aPipeline({ zones: [{ name, eventNotifications: false }] })).zones;
      expect(zone?.lifecycle).toEqual({ noncurrentExpireAfterDays: 90, abortIncompleteUploadsAfterDays: 1 });
    },
  );

  test('keep a lifecycle of their own whole', () => {
    const lifecycle = { noncurrentExpireAfterDays: 7, abortIncompleteUploadsAfterDays: 3 };
    const [raw] = buildModel(aPipeline({ zones: [{ name: 'raw', eventNotifications: false, lifecycle }] })).zones;
    expect(raw?.lifecycle).toEqual(lifecycle);
  });

  test('take the classification of the pipeline or raise it', () => {
    const zones = [
      { name: 'raw', eventNotifications: false },
      { name: 'secret', eventNotifications: false, classification: 'Restricted' as const },
    ];
    const model = buildModel(aPipeline({ zones, classification: 'Confidential' }));
    expect(model.zones.map((zone) => zone.classification)).toEqual(['Confidential', 'Restricted']);
  });
});

describe('the mode of a stream', () => {
  test.each([
    ['Development', {}, 'ON_DEMAND', undefined, 'the profile decides'],
    ['Production', {}, 'ON_DEMAND', undefined, 'without shards there is nothing to provision'],
    ['Production', { shards: 3 }, 'PROVISIONED', 3, 'shards say what is meant'],
    ['Development', { mode: 'PROVISIONED', shards: 2 }, 'PROVISIONED', 2, 'the user decides'],
    ['Production', { mode: 'ON_DEMAND', shards: 3 }, 'ON_DEMAND', undefined, 'Kinesis takes no shards on demand'],
  ] as const)(
    'in %s with %j is %s with %s shards: %s',
    (environment, given: Partial<Stream>, mode: string, shards: number | undefined, _reason: string) => {
      const [stream] = buildModel(
        aPipeline({ environment, streams: [{ name: 's', retentionHours: 24, ...given }] }),
      ).streams;
      expect([stream?.mode, stream?.shards]).toEqual([mode, shards]);
    },
  );
});

describe('the key', () => {
  test.each([
    ['Development', 7],
    ['Staging', 7],
    ['Production', 30],
  ] as const)('can be rescued in %s for %d days', (environment, days) => {
    expect(buildModel(aPipeline({ environment })).key.own?.deletionWindowDays).toBe(days);
  });

  test('keeps what is given', () => {
    const { own } = buildModel(aPipeline({ encryption: { rotationDays: 90, deletionWindowDays: 14 } })).key;
    expect(own).toMatchObject({ rotationDays: 90, deletionWindowDays: 14 });
  });
});

describe('a crawler', () => {
  const [crawler] = fullSpec().crawlers ?? [];
  const [table] = fullSpec().tables ?? [];
  if (crawler === undefined || table === undefined) throw new Error('fullSpec has a crawler and a table');
  const only = (given: object, spec = {}) =>
    buildModel(aPipeline({ ...fullSpec(), schedules: [], ...spec, crawlers: [{ ...crawler, ...given }] })).crawlers[0];

  test('named after its zone says the name once, another says both', () => {
    expect(only({})?.crawler).toBe('team-a-shop-raw');
    expect(only({ name: 'nightly' })?.crawler).toBe('team-a-shop-raw.nightly');
  });

  test('that moves to another zone is another crawler, for Glue cannot move it', () => {
    expect(only({ name: 'nightly', zone: 'curated' })?.crawler).toBe('team-a-shop-curated.nightly');
  });

  test('of new folders only logs changes, whatever it was told, for Glue takes nothing else', () => {
    const schemaChange = { update: 'UPDATE_IN_DATABASE', delete: 'DELETE_FROM_DATABASE' };
    expect(only({ recrawl: 'CRAWL_NEW_FOLDERS_ONLY', schemaChange })).toMatchObject({
      updateBehavior: 'LOG',
      deleteBehavior: 'LOG',
    });
    expect(only({ schemaChange })).toMatchObject({
      updateBehavior: 'UPDATE_IN_DATABASE',
      deleteBehavior: 'DELETE_FROM_DATABASE',
    });
  });

  test.each([
    ['whose partitions are computed', {}, {}, ['raw_events/**']],
    ['without partitions', { partitionProjection: false, partitionKeys: [] }, {}, ['raw_events/**']],
    ['whose partitions only a crawler finds', { partitionProjection: false }, {}, []],
    ['outside what it crawls', {}, { prefix: 'inbox/' }, []],
    ['inside what it crawls', { prefix: 'inbox/events/' }, { prefix: 'inbox/' }, ['events/**']],
    ['that is just what it crawls', { prefix: 'inbox/' }, { prefix: 'inbox/' }, []],
    ['of another zone', { zone: 'curated' }, {}, []],
    ['with glob characters in its prefix', { prefix: 'a[1]{b}*/' }, {}, ['a\\[1\\]\\{b\\}\\*/**']],
  ])('passes over a table %s: %j crawled with %j gives %j', (_, given, crawl, exclusions) => {
    expect(only(crawl, { tables: [{ ...table, ...given }] })?.exclusions).toEqual(exclusions);
  });
});

describe('schedules', () => {
  test('make nothing when there are none', () => {
    expect(buildModel(aPipeline({ schedules: [] })).orchestration).toBeUndefined();
  });

  test.each([
    ['2026-12-01T02:00:00+02:00', '2026-12-01T00:00:00Z'],
    ['2026-12-01T00:00:00.250Z', '2026-12-01T00:00:00Z'],
    ['2026-12-01T00:00:00Z', '2026-12-01T00:00:00Z'],
  ])('begin at %s in the form that AWS gives back: %s', (startAt, utc) => {
    const schedules = (fullSpec().schedules ?? []).map((one) => ({ ...one, startAt }));
    const { orchestration } = buildModel(aPipeline({ ...fullSpec(), schedules }));
    expect(orchestration?.schedules[0]?.startAt).toBe(utc);
  });

  test('that begin at no time at all are refused', () => {
    const schedules = (fullSpec().schedules ?? []).map((one) => ({ ...one, endAt: 'soon' }));
    expect(() => buildModel(aPipeline({ ...fullSpec(), schedules }))).toThrow(
      'schedules/nightly: "soon" is not an instant of RFC 3339',
    );
  });

  test('of one crawler share one role', () => {
    const schedules = (fullSpec().schedules ?? []).flatMap((one) => [one, { ...one, name: 'again' }]);
    const { orchestration } = buildModel(aPipeline({ ...fullSpec(), schedules }));
    expect(orchestration?.targets.map((target) => target.role)).toEqual(['team-a-shop-start-crawler-raw']);
    expect(orchestration?.schedules).toHaveLength(2);
  });
});
