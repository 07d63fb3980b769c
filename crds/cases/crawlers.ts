/** Crawlers. */
import { tableOf } from './build.ts';
import type { BadSpec, Cases } from './cases.ts';

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

const badCrawler = (reason: string, crawler: object, field: string, message: string): BadSpec => ({
  reason,
  spec: { tables: [readings], crawlers: [{ name: 'c', zone: 'raw', ...crawler }] },
  path: `spec.crawlers[0]${field}`,
  message,
  by: 'rule',
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
    {
      reason: 'several prefixes, less some folders, with tables further down',
      spec: {
        crawlers: [
          {
            name: 'c',
            zone: 'raw',
            prefixes: ['inbox/', 'orders/eu/'],
            exclusions: ['**.tmp', 'drafts/**'],
            tableLevel: 3,
            csvClassifier: { delimiter: '\t', quoteSymbol: '"', containsHeader: 'ABSENT', header: ['a', 'b'] },
          },
        ],
      },
    },
    {
      reason: 'crawler of named tables',
      spec: { tables: [readings], crawlers: [{ name: 'c', zone: 'raw', tables: ['readings'] }] },
    },
  ],
  bad: [
    badCrawler(
      'prefix said twice',
      { prefix: 'a/', prefixes: ['b/'] },
      '.prefixes',
      'prefix and prefixes say the same; write one of the two',
    ),
    badCrawler(
      'prefix within another',
      { prefixes: ['a/', 'b/', 'a/b/'] },
      '.prefixes',
      'one of prefixes lies within another, or is there twice; leave out the one within',
    ),
    badCrawler(
      'exclusion of everything',
      { exclusions: ['**'] },
      '.exclusions',
      'an exclusion leaves nothing to crawl; name what is to be left out, like drafts/**',
    ),
    badCrawler(
      'quotes that are the delimiter',
      { csvClassifier: { delimiter: ';', quoteSymbol: ';' } },
      '.csvClassifier.quoteSymbol',
      'quoteSymbol is the delimiter; write another character',
    ),
    badCrawler(
      'tables and folders',
      { tables: ['readings'], exclusions: ['**.tmp'] },
      '.tables',
      'a crawler of tables reads no folders; leave out prefix, prefixes, exclusions, tableLevel, tablePrefix, csvClassifier, or make it two crawlers',
    ),
    {
      reason: 'delimiter of two characters',
      spec: { crawlers: [{ name: 'c', zone: 'raw', csvClassifier: { delimiter: '||' } }] },
      path: 'spec.crawlers[0].csvClassifier.delimiter',
      message: 'must have at most 1 character; keep 1 character at most',
      by: 'structure',
    },
    {
      reason: 'tables above what is crawled',
      spec: { crawlers: [{ name: 'c', zone: 'raw', prefixes: ['a/', 'b/c/'], tableLevel: 2 }] },
      path: 'spec.crawlers[0].tableLevel',
      message: 'crawler "c" looks for tables at level 2, but b/c/ is at level 3; write 3 or more',
      by: 'check',
    },
    {
      reason: 'crawler of a table of another zone',
      spec: { tables: [readings], crawlers: [{ name: 'c', zone: 'curated', tables: ['readings'] }] },
      path: 'spec.crawlers[0].tables[0]',
      message: 'crawler "c" names table "readings", which lies in zone "raw"; remove the crawler',
      by: 'check',
    },
    {
      reason: 'crawler of a table that needs none',
      spec: {
        tables: [readings, machineEvents],
        crawlers: [{ name: 'c', zone: 'raw', tables: ['readings', 'machine_events'] }],
      },
      path: 'spec.crawlers[0].tables[1]',
      message: 'crawler "c" names table "machine_events", whose partitions Athena computes; write one of: readings',
      by: 'check',
    },
    {
      reason: 'crawler of a table twice',
      spec: { tables: [readings], crawlers: [{ name: 'c', zone: 'raw', tables: ['readings', 'readings'] }] },
      path: 'spec.crawlers[0].tables[1]',
      message: 'crawler "c" names table "readings" twice; leave one out',
      by: 'check',
    },
    {
      reason: 'crawler of the folder of a table with a projection in full',
      spec: {
        tables: [
          tableOf({
            partitionKeys: [{ name: 'plant', type: 'string' }],
            projection: { keys: [{ name: 'plant', enum: ['7'] }] },
          }),
        ],
        crawlers: [{ name: 'c', zone: 'raw', prefixes: ['events/'] }],
      },
      path: 'spec.crawlers[0].prefixes[0]',
      message:
        'crawler "c" reads nothing but table "events", whose partitions Athena computes; remove the crawler, or let it read another prefix',
      by: 'check',
    },
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
