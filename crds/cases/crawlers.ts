/** Crawlers. */
import { tableOf } from './build.ts';
import type { Cases } from './cases.ts';

const readings = tableOf({
  name: 'readings',
  columns: [{ name: 'value', type: 'double' }],
  partitionKeys: [{ name: 'plant', type: 'string' }],
});
const machineEvents = tableOf({
  name: 'machine_events',
  prefix: 'events/',
  partitionKeys: [{ name: 'date', type: 'string' }],
  partitionProjection: true,
});

export const crawlersCases: Cases = {
  good: [
    { reason: 'tables with a prefix', spec: { crawlers: [{ name: 'c', zone: 'raw', tablePrefix: 'landing_' }] } },
    {
      reason: 'crawler of new folders',
      spec: { crawlers: [{ name: 'raw', zone: 'raw', prefix: 'inbox/', recrawl: 'CRAWL_NEW_FOLDERS_ONLY' }] },
    },
    {
      reason: 'crawler that changes tables',
      spec: {
        crawlers: [
          {
            name: 'c',
            zone: 'curated',
            schemaChange: { update: 'UPDATE_IN_DATABASE', delete: 'DEPRECATE_IN_DATABASE' },
          },
        ],
      },
    },
    {
      reason: 'crawlers of a zone, and of the very folder of a table that needs one',
      spec: {
        tables: [readings, machineEvents],
        crawlers: [
          { name: 'raw', zone: 'raw' },
          { name: 'readings', zone: 'raw', prefix: 'readings/' },
        ],
      },
    },
    {
      reason: 'crawler that changes tables beside declared ones',
      spec: {
        tables: [readings],
        crawlers: [{ name: 'c', zone: 'raw', prefix: 'inbox/', schemaChange: { update: 'UPDATE_IN_DATABASE' } }],
      },
    },
  ],
  bad: [
    {
      reason: 'table prefix in capitals',
      spec: { crawlers: [{ name: 'c', zone: 'raw', tablePrefix: 'Landing-' }] },
      path: 'spec.crawlers[0].tablePrefix',
      message: 'tablePrefix "Landing-" is not small letters, digits and underscores; write one like landing_',
      by: 'rule',
    },
    {
      reason: 'crawler that may remove a declared table',
      spec: {
        tables: [readings],
        crawlers: [
          { name: 'raw', zone: 'raw', schemaChange: { update: 'UPDATE_IN_DATABASE', delete: 'DELETE_FROM_DATABASE' } },
        ],
      },
      path: 'spec.crawlers[0].schemaChange',
      message:
        'crawler "raw" may change or remove table "readings", whose columns this spec declares; write LOG for both, or let it read another zone or a prefix without declared tables',
      by: 'check',
    },
    {
      reason: 'crawler that may change a declared table',
      spec: {
        tables: [readings],
        crawlers: [{ name: 'r', zone: 'raw', prefix: 'readings/', schemaChange: { update: 'UPDATE_IN_DATABASE' } }],
      },
      path: 'spec.crawlers[0].schemaChange',
      message:
        'crawler "r" may change table "readings", whose columns this spec declares; write LOG for both, or let it read another zone or a prefix without declared tables',
      by: 'check',
    },
    {
      reason: 'crawler of the folder of a table whose partitions are computed',
      spec: { tables: [machineEvents], crawlers: [{ name: 'events', zone: 'raw', prefix: 'events/' }] },
      path: 'spec.crawlers[0].prefix',
      message:
        'crawler "events" reads nothing but table "machine_events", whose partitions Athena computes; remove the crawler, or let it read another prefix',
      by: 'check',
    },
    {
      reason: 'crawler within the folder of a table without partitions',
      spec: {
        tables: [tableOf({ prefix: 'events/' })],
        crawlers: [{ name: 'march', zone: 'raw', prefix: 'events/date=2027-03-01/' }],
      },
      path: 'spec.crawlers[0].prefix',
      message:
        'crawler "march" reads nothing but table "events", which has no partitions to find; remove the crawler, or let it read another prefix',
      by: 'check',
    },
    {
      reason: 'crawler of a part of a table',
      spec: { tables: [readings], crawlers: [{ name: 'one', zone: 'raw', prefix: 'readings/plant=7/' }] },
      path: 'spec.crawlers[0].prefix',
      message:
        'crawler "one" reads a part of table "readings", which Glue crawls as a whole or not at all; write readings/, or remove the crawler',
      by: 'check',
    },
    {
      reason: 'crawler of a zone that does not exist',
      spec: { crawlers: [{ name: 'c', zone: 'gold' }] },
      path: 'spec.crawlers',
      message: 'crawler "c" names zone "gold", which does not exist; write one of: raw, processed, curated, results',
      by: 'rule',
    },
    {
      reason: 'new folders only, but changing tables',
      spec: {
        crawlers: [
          { name: 'c', zone: 'raw', recrawl: 'CRAWL_NEW_FOLDERS_ONLY', schemaChange: { update: 'UPDATE_IN_DATABASE' } },
        ],
      },
      path: 'spec.crawlers[0].schemaChange',
      message:
        'CRAWL_NEW_FOLDERS_ONLY cannot change tables that exist, but schemaChange is UPDATE_IN_DATABASE and LOG; write LOG for both, or recrawl: CRAWL_EVERYTHING',
      by: 'rule',
    },
    {
      reason: 'crawler prefix',
      spec: { crawlers: [{ name: 'c', zone: 'raw', prefix: 'in box/' }] },
      path: 'spec.crawlers[0].prefix',
      message:
        'prefix "in box/" is not a path of letters, digits and ! _ . * \' ( ) = - that ends in a slash; write it like inbox/',
      by: 'rule',
    },
  ],
};
