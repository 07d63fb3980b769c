/** Crawlers. */
import type { Cases } from './cases.ts';

export const crawlersCases: Cases = {
  good: [
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
  ],
  bad: [
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
