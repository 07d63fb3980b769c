import { describe, expect, test } from '@jest/globals';
import { renderPipeline } from '../../charts/render.ts';
import type { Rendered } from '../../charts/rendered.ts';
import { pipelineWith } from '../../crds/cases/cases.ts';
import { applyDefaults } from '../../crds/validate/defaults.ts';
import { evolutionEvents, forecast } from './forecast.ts';

type Spec = Readonly<Record<string, unknown>>;

const rendered = (spec: Spec): Rendered => renderPipeline(applyDefaults(pipelineWith(spec)));
const foreseen = (before: Spec, after: Spec): string[] =>
  forecast(rendered(before), rendered(after)).map(
    ({ effect, component, message }) => `${effect} ${component} ${message}`,
  );

const streams = (...names: readonly string[]) => names.map((name) => ({ name, retentionHours: 48 }));
const from = (stream: string) => ({
  zones: [{ name: 'raw' }],
  streams: streams('a', 'b'),
  deliveries: [{ name: 'd', from: { stream }, to: { zone: { name: 'raw', format: 'Json' } } }],
});

const kept = (snapshotRetention: Spec): Spec => ({
  zones: [{ name: 'raw' }],
  tables: [
    {
      name: 'orders',
      zone: 'raw',
      format: 'Iceberg',
      columns: [{ name: 'id', type: 'bigint' }],
      iceberg: { snapshotRetention },
    },
  ],
});

describe('an edit is foreseen', () => {
  test('to change nothing that matters', () => {
    expect(foreseen({ streams: streams('a') }, { streams: streams('a', 'b') })).toEqual([]);
    expect(foreseen({ streams: streams('a') }, { streams: [{ name: 'a', retentionHours: 72 }] })).toEqual([]);
  });

  test.each<[string, Spec, Spec, string]>([
    [
      'a shorter retention',
      { streams: streams('a') },
      { streams: [{ name: 'a', retentionHours: 24 }] },
      'Held streams/a retentionHours 48 → 24: records older than 24 hours would be deleted',
    ],
    [
      'a stream that left',
      { streams: streams('a', 'b') },
      { streams: streams('a') },
      'Held streams/b streams b is left out: Stream default-clickstream-b would be deleted in AWS with everything in it',
    ],
    [
      'a rollout that goes back over a stream',
      { streams: streams('a') },
      { streams: streams('a'), rollout: { through: 'Foundation' } },
      'Held streams/a streams a is left out: Stream default-clickstream-a would be deleted in AWS with everything in it',
    ],
    [
      'an environment with shorter defaults',
      { environment: 'Production', zones: [{ name: 'raw' }] },
      { environment: 'Development', zones: [{ name: 'raw' }] },
      'Held zones/raw lifecycle.expireAfterDays 2555 → 90: objects older than 90 days would be deleted',
    ],
    [
      'fewer days of snapshots',
      kept({ days: 30, snapshots: 5 }),
      kept({ days: 7, snapshots: 5 }),
      'Held tables/orders iceberg.snapshotRetention.days 30 → 7: snapshots older than 7 days would be deleted',
    ],
    [
      'fewer snapshots',
      kept({ days: 7, snapshots: 100 }),
      kept({ days: 7, snapshots: 2 }),
      'Held tables/orders iceberg.snapshotRetention.snapshots 100 → 2: all but the newest 2 snapshots would be deleted',
    ],
  ])('to be held: %s', (_, before, after, line) => {
    expect(foreseen(before, after)).toContain(line);
    expect(foreseen(after, before).filter((each) => each.startsWith('Held'))).toEqual([]);
  });

  test('to replace a delivery that reads elsewhere', () => {
    expect(foreseen(from('a'), from('b'))).toEqual([
      expect.stringMatching(
        /^Replaced deliveries\/d DeliveryStream default-clickstream-d\.\w{8} → default-clickstream-d\.\w{8}, because AWS cannot change it/,
      ),
    ]);
  });

  test('to replace a crawler of new folders that reads others', () => {
    const crawl = (prefix: string): Spec => ({
      zones: [{ name: 'raw' }],
      crawlers: [{ name: 'c', zone: 'raw', prefix, recrawl: 'CRAWL_NEW_FOLDERS_ONLY' }],
    });
    expect(foreseen(crawl('a/'), crawl('b/'))).toEqual([expect.stringContaining('its first one reads everything')]);
  });

  test('to let go a zone with its bucket and database, and not what else it is made of', () => {
    expect(foreseen({ zones: [{ name: 'raw' }, { name: 'side' }] }, { zones: [{ name: 'raw' }] })).toEqual([
      expect.stringMatching(/^LetGo zones\/side Bucket \S+, CatalogDatabase \S+ left the spec: AWS keeps it/),
    ]);
  });

  test('to remove what holds no data', () => {
    const crawlers = [{ name: 'c', zone: 'raw' }];
    expect(foreseen({ zones: [{ name: 'raw' }], crawlers }, { zones: [{ name: 'raw' }] })).toEqual([
      'LetGo crawlers/c Group /aws-glue/crawlers-role/default-clickstream-crawler-raw.c-default-clickstream-4f53cda1 left the spec: AWS keeps it with all that is in it, and nobody looks after it',
      'Removed crawlers/c Role, RolePolicy, Crawler will be deleted in AWS; it holds no data',
      'Removed glue-security SecurityConfiguration will be deleted in AWS; it holds no data',
      'Removed alarms Rule, MetricAlarm will be deleted in AWS; it holds no data',
    ]);
  });

  test('to be impossible where AWS never changes a field', () => {
    const zone = (given: object): Spec => ({ zones: [{ name: 'raw', ...given }] });
    expect(foreseen(zone({}), zone({ objectLock: { mode: 'GOVERNANCE', days: 7 } }))).toEqual([
      expect.stringMatching(
        /^Impossible zones\/raw Bucket \S+ can never change objectLockEnabled; take the change back/,
      ),
    ]);
  });
});

describe('a table whose columns change', () => {
  const table = (columns: object[]): Spec => ({
    zones: [{ name: 'raw' }],
    tables: [{ name: 'events', zone: 'raw', columns }],
  });
  const [id, at] = [
    { name: 'id', type: 'int' },
    { name: 'at', type: 'timestamp' },
  ];

  test('is foreseen with what that does', () => {
    expect(foreseen(table([id]), table([id, at]))).toEqual([
      'Compatible tables/events column at is new, and null in objects that are there',
    ]);
    expect(foreseen(table([id, at]), table([id]))).toEqual([expect.stringMatching(/^BreaksReaders tables\/events /)]);
  });

  test('is told in an event, as a warning when anything breaks', () => {
    const events = (before: Spec, after: Spec) =>
      evolutionEvents(rendered(before), rendered(after)).map(({ type, note }) => `${type} ${note}`);
    expect(events(table([id]), table([id]))).toEqual([]);
    expect(events(table([id]), table([id, at]))).toEqual([
      'Normal tables/events: compatible: column at is new, and null in objects that are there',
    ]);
    expect(events(table([id]), table([{ ...id, type: 'string' }]))).toEqual([
      'Warning tables/events: needs a rewrite: column id int → string: queries fail or give null on objects that are there',
    ]);
  });
});
