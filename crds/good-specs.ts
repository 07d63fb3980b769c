/** What must be taken, by the API server and offline alike: a table for tests. */
import { scheduleOf, tableOf, transitions, zoneOf } from './bad-specs/build.ts';

export interface GoodSpec {
  readonly reason: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly before?: Readonly<Record<string, unknown>>;
}

const column = (name: string, type: string) => ({ name, type });
const dateKeys = ['year', 'month', 'day', 'hour'].map((name) => column(name, 'string'));
const cron = (text: string) => scheduleOf({ cron: text });

export const GOOD_SPECS: readonly GoodSpec[] = [
  { reason: 'accountId and region are enough', spec: {} },
  {
    reason: 'nulls are fields left out',
    spec: { zones: null, tables: null, naming: null, encryption: { rotationDays: null } },
  },
  { reason: 'empty lists', spec: { tables: [], streams: [], crawlers: [], schedules: [] } },
  { reason: 'China with its partition', spec: { region: 'cn-northwest-1', partition: 'aws-cn' } },
  { reason: 'GovCloud with its partition', spec: { region: 'us-gov-west-1', partition: 'aws-us-gov' } },
  { reason: 'a Region of two-letter area and long direction', spec: { region: 'ap-southeast-5' } },
  {
    reason: 'a provider configuration of the namespace',
    spec: { providerConfigRef: { kind: 'ProviderConfig', name: 'team-a' } },
  },
  {
    reason: 'forty tags, with all that AWS allows',
    spec: {
      tags: Object.fromEntries([
        ['Kosten stelle_.:/=+-@', 'Größe 4711, nein: _.:/=+-@'.replace(',', '')],
        ...Array.from({ length: 39 }, (_, index) => [`k${index}`, '']),
      ]),
    },
  },
  { reason: 'labels and annotations', spec: {}, metadata: { labels: { team: 'a' }, annotations: { 'a.b/c': '{}' } } },
  {
    reason: 'a multi-Region key of another account',
    spec: {
      encryption: { existingKeyArn: 'arn:aws:kms:us-east-1:999999999999:key/mrk-0123456789abcdef0123456789abcdef' },
    },
  },
  { reason: 'zone raises classification', spec: { zones: [zoneOf({ classification: 'Restricted' })] } },
  {
    reason: 'all transitions at their limits',
    spec: transitions([30, 'STANDARD_IA'], [60, 'GLACIER_IR'], [61, 'GLACIER'], [62, 'DEEP_ARCHIVE']),
  },
  { reason: 'intelligent tiering from the first day', spec: transitions([0, 'INTELLIGENT_TIERING'], [1, 'GLACIER']) },
  {
    reason: 'tables in zones of their own',
    spec: { zones: [{ name: 'landing' }], tables: [tableOf({ zone: 'landing', prefix: "in/k=1/(a)*'!/" })] },
  },
  {
    reason: 'every type of Glue, nested six deep',
    spec: {
      tables: [
        tableOf({
          columns: [
            ...['boolean', 'tinyint', 'smallint', 'int', 'bigint', 'float', 'double', 'string', 'binary', 'date'].map(
              (type) => column(`c_${type}`, type),
            ),
            column('c_timestamp', 'timestamp'),
            column('c_decimal', 'decimal(38,10)'),
            column('c_char', 'char(3)'),
            column('c_varchar', 'varchar(65535)'),
            column('c_map', 'map<string,array<struct<a:int,camelCase:map<int,double>>>>'),
            column('c_deep', 'array<array<array<array<array<array<int>>>>>>'),
            column('c_struct', 'struct<page:string,duration:int,price:decimal(10,2),ok:boolean>'),
          ],
        }),
      ],
    },
  },
  { reason: 'projection by hour', spec: { tables: [tableOf({ partitionKeys: dateKeys, partitionProjection: true })] } },
  {
    reason: 'projection by year',
    spec: { tables: [tableOf({ partitionKeys: dateKeys.slice(0, 1), partitionProjection: true })] },
  },
  {
    reason: 'projection by date',
    spec: { tables: [tableOf({ partitionKeys: [column('date', 'date')], partitionProjection: true })] },
  },
  {
    reason: 'other partition keys without projection',
    spec: { tables: [tableOf({ partitionKeys: [column('customer', 'string'), column('day', 'int')] })] },
  },
  { reason: 'shards without mode', spec: { streams: [{ name: 'main', shards: 3 }] } },
  {
    reason: 'provisioned stream with fan-out',
    spec: {
      streams: [
        { name: 'main', mode: 'PROVISIONED', shards: 10, retentionHours: 8760, consumers: [{ name: 'fraud' }] },
      ],
    },
  },
  {
    reason: 'crawler of new folders',
    spec: { crawlers: [{ name: 'raw', zone: 'raw', prefix: 'inbox/', recrawl: 'CRAWL_NEW_FOLDERS_ONLY' }] },
  },
  {
    reason: 'crawler that changes tables',
    spec: {
      crawlers: [
        { name: 'c', zone: 'curated', schemaChange: { update: 'UPDATE_IN_DATABASE', delete: 'DEPRECATE_IN_DATABASE' } },
      ],
    },
  },
  { reason: 'cron with lists, ranges, steps and names', spec: cron('0,30 8-18/2 * JAN,MAR-JUN MON-FRI') },
  { reason: 'cron on the weekend', spec: cron('0 7 * * SAT-SUN') },
  { reason: 'cron on Sunday as 7', spec: cron('*/5 23 * * 7') },
  { reason: 'cron with days of the month', spec: cron('59 0 1,15,31 */2 *') },
  { reason: 'cron on 29 February', spec: cron('0 7 29 2 *') },
  { reason: 'rate in a time zone that is an old link', spec: scheduleOf({ rate: '15m', timeZone: 'US/Eastern' }) },
  { reason: 'one run on a leap day', spec: scheduleOf({ at: '2028-02-29T23:59:59', timeZone: 'Asia/Kolkata' }) },
  {
    reason: 'start and end with fractions and offsets',
    spec: scheduleOf({ rate: '1d', startAt: '2026-12-01T00:00:00.5Z', endAt: '2026-12-01T00:00:00-01:00' }),
  },
  {
    reason: 'update of everything that may change',
    before: { tags: { a: 'b' }, zones: [{ name: 'raw' }], streams: [{ name: 's', mode: 'PROVISIONED', shards: 1 }] },
    spec: {
      environment: 'Production',
      zones: [{ name: 'curated' }, { name: 'raw', classification: 'Restricted' }],
      streams: [{ name: 's', mode: 'ON_DEMAND' }],
      suspend: 'Compute',
      rollout: { through: 'Foundation' },
      deletionPolicy: 'Delete',
    },
  },
  {
    reason: 'a lock that stays',
    before: { zones: [zoneOf({ objectLock: { mode: 'GOVERNANCE', retentionDays: 1 } })] },
    spec: { zones: [zoneOf({ eventNotifications: true, objectLock: { mode: 'GOVERNANCE', retentionDays: 1 } })] },
  },
  {
    reason: 'a new zone with a lock',
    before: {},
    spec: { zones: [zoneOf(), zoneOf({ name: 'worm', objectLock: { mode: 'COMPLIANCE', retentionDays: 1 } })] },
  },
];
