/** Whatever the schema accepts, rendering makes something sound of it. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { API_VERSION, KIND } from '../crds/identifiers.ts';
import { applyDefaults } from '../crds/validate/defaults.ts';
import { validateDataPipeline } from '../crds/validate/validate.ts';
import { awsClaims, awsName } from './claims.ts';
import { renderPipeline } from './render.ts';

/** Words that meet when they are joined without thought. */
const word = fc.constantFrom(
  'a',
  'b',
  'a-b',
  'b-a',
  'a-b-a',
  'access-logs',
  'raw',
  'crawler-a',
  'start',
  'x'.repeat(24),
);
const tableName = fc.constantFrom('a', 'a_b', 'b_a', 'a_b_a', 'a__b', 'b');

const cronItem = (min: number, max: number) => {
  const number = fc.integer({ min: min - 1, max: max + 1 }).map(String);
  const range = fc.tuple(number, number).map(([from, to]) => `${from}-${to}`);
  const step = fc
    .tuple(fc.oneof(fc.constant('*'), range), fc.integer({ min: 0, max: 20 }))
    .map(([of, by]) => `${of}/${by}`);
  return fc.oneof(fc.constant('*'), number, range, step);
};
const cronField = (min: number, max: number) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant('*') },
    fc.array(cronItem(min, max), { minLength: 1, maxLength: 3 }).map((items) => items.join(',')),
  );
const days = fc.oneof(
  cronField(0, 7),
  fc.constantFrom('MON', 'MON-FRI', 'FRI-MON', 'sun', 'SAT-SUN', 'MON,WED', 'L', '?', '2#1'),
);
const cron = fc
  .tuple(
    cronField(0, 59),
    cronField(0, 23),
    cronField(1, 31),
    fc.oneof(cronField(1, 12), fc.constantFrom('JAN', 'feb-APR')),
    days,
  )
  .map((fields) => fields.join(' '));

const unique = <T extends { name: string }>(item: fc.Arbitrary<T>, minLength = 0) =>
  fc.uniqueArray(item, { selector: ({ name }) => name, minLength, maxLength: 4 });

const drafts = fc.record(
  {
    accountId: fc.constant('123456789012'),
    region: fc.constant('eu-central-1'),
    environment: fc.constantFrom('Development', 'Staging', 'Production'),
    naming: fc.record({ bucketNamespace: fc.constantFrom('AccountRegional', 'Global') }),
    suspend: fc.constantFrom('None', 'Schedules', 'Compute', 'All'),
    rollout: fc.record({ through: fc.constantFrom('Foundation', 'Streaming', 'Batch', 'Orchestration', 'Monitoring') }),
    zones: unique(fc.record({ name: word, eventNotifications: fc.boolean() }), 1),
    tables: unique(
      fc.record({
        name: tableName,
        format: fc.constantFrom('Parquet', 'Json', 'Csv', 'Orc'),
        columns: fc.constant([{ name: 'id', type: 'string' }]),
      }),
    ),
    streams: unique(fc.record({ name: word, consumers: unique(fc.record({ name: word })) })),
    crawlers: unique(fc.record({ name: word, prefix: fc.constantFrom('a/', 'b/c/') }, { requiredKeys: ['name'] })),
    schedules: unique(fc.record({ name: word, rate: fc.constantFrom('15m', '1d') })),
  },
  { requiredKeys: ['accountId', 'region'] },
);

/** References to things that are there, so that most drafts are accepted. */
const specs = drafts.map(({ zones = [], tables = [], crawlers = [], schedules = [], ...spec }) => {
  const pick = <T extends { name: string }>(items: readonly T[], index: number) => items[index % items.length]?.name;
  const placed = <T>(item: T, index: number) => ({ ...item, zone: pick(zones, index) ?? 'raw' });
  const crawled = crawlers.length === 0 ? [] : schedules;
  return {
    ...spec,
    ...(zones.length === 0 ? {} : { zones }),
    tables: tables.map(placed),
    crawlers: crawlers.map(placed),
    schedules: crawled.map((item, index) => ({ ...item, crawler: pick(crawlers, index) })),
  };
});

const pipelines = fc.record({
  apiVersion: fc.constant(API_VERSION),
  kind: fc.constant(KIND),
  metadata: fc.record({
    name: fc.constantFrom('a', 'a-b', 'p'.repeat(63)),
    namespace: fc.constantFrom('a', 'n'.repeat(63)),
  }),
  spec: specs,
});

describe('a pipeline that the schema accepts', () => {
  test('renders, with names that are valid, no two of them alike, in Kubernetes and in AWS', () => {
    let accepted = 0;
    fc.assert(
      fc.property(pipelines, (pipeline) => {
        if (validateDataPipeline(pipeline).length > 0) return;
        accepted += 1;
        const stored = applyDefaults(pipeline);
        const rendered = renderPipeline(stored);
        const ids = rendered.objects.map((object) => object.id);
        const identities = awsClaims(rendered, stored.spec).map((claim) => claim.identity);
        expect(new Set(ids).size).toBe(ids.length);
        expect(new Set(identities).size).toBe(identities.length);
        for (const object of rendered.objects) {
          const { kind, manifest } = object;
          expect((awsName(object) ?? '').length).toBeLessThanOrEqual(kind.nameLimit ?? Number.POSITIVE_INFINITY);
          expect(manifest.metadata.name).toMatch(/^(?=.{1,63}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/);
        }
      }),
      { numRuns: 120 },
    );
    expect(accepted).toBeGreaterThan(60);
  });

  test('has cron texts that all have a form in AWS', () => {
    let accepted = 0;
    fc.assert(
      fc.property(cron, (text) => {
        const crawlers = [{ name: 'raw', zone: 'raw' }];
        const schedules = [{ name: 'nightly', crawler: 'raw', cron: text }];
        const pipeline = {
          apiVersion: API_VERSION,
          kind: KIND,
          metadata: { name: 'shop', namespace: 'team-a' },
          spec: { accountId: '123456789012', region: 'eu-central-1', crawlers, schedules },
        };
        if (validateDataPipeline(pipeline).length > 0) return;
        accepted += 1;
        expect(() => renderPipeline(applyDefaults(pipeline))).not.toThrow();
      }),
      { numRuns: 400 },
    );
    expect(accepted).toBeGreaterThan(40);
  });
});
