import { describe, expect, test } from '@jest/globals';
import { scheduleOf, tableOf, transitions, zoneOf } from '../cases/build.ts';
import { pipelineWith } from '../cases/cases.ts';
import { applyDefaults } from '../validate/defaults.ts';
import { validateDataPipeline } from '../validate/validate.ts';
import { warningsFor } from './all.ts';

type Fields = Readonly<Record<string, unknown>>;

function warned(spec: Fields): string[] {
  const object = pipelineWith(spec);
  expect(validateDataPipeline(object)).toEqual([]);
  return warningsFor(applyDefaults(object).spec).map(({ path, message }) => `${path}: ${message}`);
}

const SMALL_OBJECTS =
  'spec.zones: S3 never moves objects below 128 KB to another storage class; write larger objects where transitions are to save money';

const zone = (name: string) => ({ zone: { name, prefix: 'x/' } });

const CASES: readonly (readonly [reason: string, spec: Fields, warnings: readonly string[]])[] = [
  ['nothing said, nothing to warn of', {}, []],
  [
    'the global namespace of buckets',
    { naming: { bucketNamespace: 'Global' } },
    [
      'spec.naming.bucketNamespace: bucket names of the Global namespace can be taken by any AWS account before this pipeline gets them; prefer AccountRegional',
    ],
  ],
  [
    'a key of another account',
    { encryption: { existingKeyArn: `arn:aws:kms:us-east-1:999999999999:key/mrk-${'0'.repeat(32)}` } },
    [
      'spec.encryption.existingKeyArn: the key belongs to account 999999999999; its key policy must let account 123456789012 use it, or nothing can be written',
    ],
  ],
  [
    'a table that a crawler of new folders reads as a whole',
    {
      tables: [tableOf({ partitionKeys: [{ name: 'plant', type: 'string' }] })],
      crawlers: [{ name: 'raw', zone: 'raw', recrawl: 'CRAWL_NEW_FOLDERS_ONLY' }],
    },
    [
      'spec.crawlers[0].recrawl: table "events" is read as a whole at every run, for Glue knows new folders only where it makes the tables itself; write partitionProjection: true if its partition keys allow it',
    ],
  ],
  [
    "partitions of somebody else's objects, which no crawler goes to",
    {
      tables: [
        tableOf({ zone: undefined, location: 's3://partner/a/', partitionKeys: [{ name: 'plant', type: 'string' }] }),
        tableOf({ name: 'same', zone: undefined, location: 's3://partner/' }),
      ],
    },
    [
      'spec.tables[1].location: tables "events" and "same" read the same objects below s3://partner/; give each a location of its own',
      'spec.tables[0].partitionKeys: nobody registers the partitions of table "events", whose objects are somebody else\'s: no crawler of a zone goes there; write projection, or add partitions in Athena',
    ],
  ],
  [
    'a job on Iceberg that loads no library for it',
    {
      tables: [tableOf({ format: 'Iceberg' })],
      jobs: [
        { name: 'load', script: { inline: 'print(1)' }, to: { table: 'events' } },
        {
          name: 'told',
          script: { inline: 'print(1)' },
          to: { table: 'events' },
          arguments: { '--datalake-formats': 'iceberg' },
        },
      ],
    },
    [
      'spec.jobs[0].arguments: job "load" uses the Iceberg table "events", for which Glue loads no library unasked; write the argument --datalake-formats: iceberg',
    ],
  ],
  [
    'a view of a table that nobody declares or finds',
    {
      tables: [tableOf()],
      crawlers: [{ name: 'curated', zone: 'curated' }],
      views: [
        {
          name: 'a',
          zone: 'raw',
          sql: 'SELECT id FROM events JOIN missing USING (id)',
          columns: [{ name: 'id', type: 'string' }],
        },
        {
          name: 'b',
          zone: 'raw',
          sql: 'SELECT id FROM a JOIN "other"."missing" USING (id)',
          columns: [{ name: 'id', type: 'string' }],
        },
        { name: 'c', zone: 'curated', sql: 'SELECT id FROM found', columns: [{ name: 'id', type: 'string' }] },
      ],
    },
    [
      'spec.views[0].sql: view "a" reads "missing", which is no declared table or view of zone "raw", and no crawler finds any there; Athena fails until there is one',
    ],
  ],
  [
    'a script of the user in private subnets without a way out, unless it is of other environments',
    {
      network: { managed: {} },
      zones: [{ name: 'raw' }],
      jobs: [
        { name: 'own', script: { inline: 'print(1)' }, from: { zone: { name: 'raw', prefix: 'in/' } } },
        {
          name: 'elsewhere',
          script: { inline: 'print(1)' },
          from: { zone: { name: 'raw', prefix: 'in/' } },
          onlyIn: ['Production'],
        },
      ],
    },
    [
      'spec.jobs[0].script: job "own" stands in private subnets without NAT and reaches S3 and the endpoints of the network only; write network.managed.nat if its code calls anything else',
      'spec.jobs[1].onlyIn: job "elsewhere" is not made in Development; add it to onlyIn to have it',
    ],
  ],
  [
    'code of the user in private subnets without a way out, and none for SQL, which needs none',
    {
      network: { managed: {} },
      streams: [{ name: 'main' }, { name: 'done' }],
      applications: [
        { name: 'own', from: 'main', code: { s3: { bucket: 'my-code', key: 'a.jar' } } },
        { name: 'counts', from: 'main', to: 'done', code: { builtIn: 'EventCounts' } },
      ],
    },
    [
      'spec.applications[0].code: application "own" stands in private subnets without NAT and reaches S3 and the endpoints of the network only; write network.managed.nat if its code calls anything else',
    ],
  ],
  [
    'an application that forgets what it knew, on a Flink that nobody mends',
    {
      streams: [{ name: 'main' }],
      applications: [
        {
          name: 'own',
          from: 'main',
          runtime: 'FLINK-1_19',
          code: { s3: { bucket: 'my-code', key: 'a.jar' } },
          snapshots: false,
          monitoring: { logs: 'DEBUG' },
        },
      ],
    },
    [
      'spec.applications[0].runtime: Flink of FLINK-1_19 is not mended any more since 2026-07-01; move to FLINK-1_20',
      'spec.applications[0].snapshots: application "own" begins with no state after every change and every stop',
      'spec.applications[0].monitoring.logs: DEBUG slows the application down and fills its log; write INFO again soon',
    ],
  ],
  ['transitions that are paid for in full', transitions([30, 'STANDARD_IA'], [60, 'GLACIER']), [SMALL_OBJECTS]],
  [
    'expiry within the billed minimum of the last class',
    {
      zones: [
        zoneOf({ lifecycle: { transitions: [{ afterDays: 0, storageClass: 'DEEP_ARCHIVE' }], expireAfterDays: 100 } }),
      ],
    },
    [
      SMALL_OBJECTS,
      'spec.zones[0].lifecycle.transitions[0]: objects leave DEEP_ARCHIVE after 100 days but are billed for 180; leave out this transition, or the next step later',
    ],
  ],
  [
    'a transition within the billed minimum of the class before',
    transitions([0, 'GLACIER_IR'], [89, 'GLACIER']),
    [
      SMALL_OBJECTS,
      'spec.zones[0].lifecycle.transitions[0]: objects leave GLACIER_IR after 89 days but are billed for 90; leave out this transition, or the next step later',
    ],
  ],
  [
    'rules that keep nothing longer than the zone, and versions within their billed minimum',
    {
      zones: [
        zoneOf({
          lifecycleRules: [
            { name: 'audit', prefix: 'audit/', expireAfterDays: 2555, noncurrentExpireAfterDays: 90 },
            { name: 'exports', prefix: 'exports/', expireAfterDays: 89 },
            {
              name: 'large',
              sizeGreaterThanBytes: 131072,
              noncurrentTransitions: [{ afterDays: 30, storageClass: 'GLACIER_IR' }],
              noncurrentExpireAfterDays: 60,
            },
          ],
        }),
      ],
    },
    [
      'spec.zones[0].lifecycleRules[0].expireAfterDays: rule "audit" keeps nothing longer, for the lifecycle of the zone deletes after 90 days and S3 takes the shorter of two; write fewer days, or a longer expireAfterDays of the zone and rules for what goes earlier',
      'spec.zones[0].lifecycleRules[0].noncurrentExpireAfterDays: rule "audit" keeps nothing longer, for the lifecycle of the zone deletes after 90 days and S3 takes the shorter of two; write fewer days, or a longer noncurrentExpireAfterDays of the zone and rules for what goes earlier',
      'spec.zones[0].lifecycleRules[2].noncurrentTransitions[0]: objects leave GLACIER_IR after 30 days but are billed for 90; leave out this transition, or the next step later',
    ],
  ],
  [
    'a lock that nobody can lift, longer than the lifecycle',
    { zones: [zoneOf({ lifecycle: { expireAfterDays: 10 }, objectLock: { mode: 'COMPLIANCE', retentionDays: 365 } })] },
    [
      'spec.zones[0].objectLock: objects of zone "raw" cannot be deleted by anybody for 365 days, and are billed as long; consent with the annotation datapipelines.dev/confirm-compliance-lock: raw=365, or use GOVERNANCE while trying out',
      'spec.zones[0].lifecycle.expireAfterDays: expired objects stay as noncurrent versions until their lock of 365 days ends; expect to pay for them until then',
    ],
  ],
  [
    'two tables over the same objects',
    { tables: [tableOf(), tableOf({ name: 'clicks', prefix: 'events/clicks/' })] },
    [
      'spec.tables[1].prefix: tables "events" and "clicks" read the same objects below events/clicks/; give each a prefix of its own',
    ],
  ],
  [
    'two tables of the same prefix in two zones',
    { tables: [tableOf(), tableOf({ name: 'b', zone: 'curated', prefix: 'events/' })] },
    [],
  ],
  [
    'timestamps in Json that OpenX reads',
    {
      tables: [
        tableOf({ format: 'Json', columns: [{ name: 'at', type: 'timestamp' }], json: { ignoreMalformed: true } }),
      ],
    },
    [
      'spec.tables[0].json: the settings in json make OpenX read table "events", which Athena promises no timestamp formats for: column "at" may be null where timestamps are ISO 8601; write type: string and from_iso8601_timestamp(at) in queries, or leave those settings out',
    ],
  ],
  [
    'timestamps in Json that the Hive SerDe reads',
    { tables: [tableOf({ format: 'Json', columns: [{ name: 'at', type: 'timestamp' }] })] },
    [],
  ],
  [
    'numbers and times in quoted Csv',
    {
      tables: [
        tableOf({
          format: 'Csv',
          columns: [
            { name: 'n', type: 'int' },
            { name: 'at', type: 'timestamp' },
          ],
          csv: { quote: '"' },
        }),
      ],
    },
    [
      'spec.tables[0].csv.quote: Athena fails on an empty field of a number in quoted Csv: column "n" of table "events"; write type: string and try_cast in queries if fields may be empty',
      'spec.tables[0].csv.quote: quoted Csv has a timestamp as milliseconds since 1970: column "at" of table "events"; write type: string and a cast in queries if it is written otherwise',
    ],
  ],
  [
    'projection by hour since 2000',
    {
      tables: [
        tableOf({
          partitionKeys: ['year', 'month', 'day', 'hour'].map((name) => ({ name, type: 'string' })),
          partitionProjection: true,
        }),
      ],
    },
    [
      'spec.tables[0].partitionProjection: a query of table "events" that does not filter by its partition keys looks into 8928 places in S3 for every year since 2000; write projection, whose date has from',
    ],
  ],
  [
    'projection of many places',
    {
      tables: [
        tableOf({
          partitionKeys: ['k', 'at'].map((name) => ({ name, type: 'string' })),
          projection: {
            keys: [
              { name: 'k', enum: ['a', 'b'] },
              { name: 'at', date: { format: 'yyyy/MM/dd/HH', from: '2026-01-01' } },
            ],
          },
        }),
      ],
    },
    [
      'spec.tables[0].projection: a query of table "events" that does not filter by its partition keys looks into 17568 places in S3 for every year since 2026-01-01; project fewer values, or make a key of many values injected',
    ],
  ],
  [
    'shards where streams are on demand',
    { streams: [{ name: 's', shards: 2 }] },
    [
      'spec.streams[0].shards: shards has no effect, for streams are ON_DEMAND in Development; write mode: PROVISIONED if they are wanted',
    ],
  ],
  ['shards in Production', { environment: 'Production', streams: [{ name: 's', shards: 49 }] }, []],
  [
    'many shards and a long memory',
    { streams: [{ name: 's', mode: 'PROVISIONED', shards: 50, retentionHours: 169 }] },
    [
      'spec.streams[0].shards: 50 shards are billed by the hour, used or not; ON_DEMAND is billed by volume',
      'spec.streams[0].retentionHours: records older than 168 hours are billed by volume and month; write 168 or less if the lake keeps them anyway',
    ],
  ],
  [
    'a time zone for a rate, and a rate below what a run is billed for',
    scheduleOf({ rate: '9m', timeZone: 'Europe/Berlin' }),
    [
      'spec.schedules[0].timeZone: timeZone has no effect on a rate; use cron for a local time of day',
      'spec.schedules[0].rate: every run of a crawler is billed for 10 minutes at least, and fails while the last one still runs; start it less often',
    ],
  ],
  [
    'a cron of every five minutes',
    scheduleOf({ cron: '*/5 * * * *' }),
    [
      'spec.schedules[0].cron: every run of a crawler is billed for 10 minutes at least, and fails while the last one still runs; start it less often',
    ],
  ],
  [
    'a local time that exists twice',
    scheduleOf({ at: '2027-10-31T02:30:00', timeZone: 'Europe/Berlin' }),
    [
      'spec.schedules[0].at: at "2027-10-31T02:30:00" exists twice in Europe/Berlin, whose clocks go back over it; AWS runs it once, and does not say at which of the two: write another time if that matters',
    ],
  ],
  ['a cron of every ten minutes', scheduleOf({ cron: '*/10 * * * *' }), []],
  [
    'data deleted with the object',
    { deletionPolicy: 'Delete' },
    [
      'spec.deletionPolicy: with the confirmation annotation, deleting this object deletes buckets with all objects, the catalog and the key; write Retain unless that is wanted',
    ],
  ],
  [
    'an application that workflows stop and none starts',
    {
      streams: [{ name: 'main' }, { name: 'counts' }],
      applications: ['one', 'other'].map((name) => ({
        name,
        from: 'main',
        to: 'counts',
        code: { builtIn: 'EventCounts' },
      })),
      workflows: [
        {
          name: 'batch',
          steps: [
            { name: 'a', application: { stop: 'one' } },
            { name: 'b', application: { stop: 'other' } },
            { name: 'c', application: { start: 'other' }, after: ['b'] },
          ],
        },
      ],
    },
    [
      'spec.applications[0]: application "one" is stopped by a workflow and started by none, so it stands still; add a step with application: {start: one}',
    ],
  ],
  [
    'a trigger of a whole zone, and one that a suffix alone keeps from what its workflow writes',
    {
      jobs: [{ name: 'clean', script: { inline: 'x' }, from: zone('raw'), to: zone('curated') }],
      workflows: [{ name: 'batch', steps: [{ name: 'clean', job: 'clean' }] }],
      triggers: [
        { name: 'all', objectCreated: { zone: 'processed' }, workflow: 'batch' },
        { name: 'done', objectCreated: { zone: 'curated', suffix: '.csv' }, workflow: 'batch' },
        { name: 'landed', objectCreated: { zone: 'raw', prefix: 'inbox/' }, workflow: 'batch' },
      ],
    },
    [
      'spec.triggers[0].objectCreated: trigger "all" notices every object of zone processed, those too that anything of the pipeline writes there, which may start workflow batch again without end; write a prefix',
      'spec.triggers[1].objectCreated: job "clean" of workflow "batch" writes where trigger "done" looks: if its objects end in .csv, the workflow starts itself without end',
    ],
  ],
];

describe('warningsFor', () => {
  test.each(CASES)('%s', (_, spec, warnings) => {
    expect(warned(spec)).toEqual(warnings);
  });
});
