import { choice, named, object, optional, type Stored, text } from './fields.ts';
import { partName, prefix, reference } from './name-fields.ts';
import { matches, referenceRule } from './rules.ts';
import { section } from './section.ts';
import { knownZones, zoneExists } from './zones.ts';

export const MAX_CRAWLERS = 20;

const schemaChange = object(
  {
    update: choice(['LOG', 'UPDATE_IN_DATABASE'], {
      description:
        'When a known table looks different: LOG only says so; UPDATE_IN_DATABASE changes the catalog entry.',
      default: 'LOG',
    }),
    delete: choice(['LOG', 'DEPRECATE_IN_DATABASE', 'DELETE_FROM_DATABASE'], {
      description:
        'When the objects of a known table are gone: LOG only says so; DEPRECATE_IN_DATABASE marks the table; DELETE_FROM_DATABASE removes it.',
      default: 'LOG',
    }),
  },
  {
    description:
      'What the crawler does with changes to tables that exist. LOG for both where tables of this spec lie within its reach.',
    default: {},
  },
);

const crawler = object(
  {
    name: partName('crawler', 'raw'),
    zone: reference('zones', { to: 'zone to crawl', example: 'raw' }),
    prefix: optional(
      prefix(
        'Crawl only below this prefix of the zone: ends in a slash; not a part of a declared table. When left out: the whole zone but errors/, where deliveries leave what failed; each of its top folders is a table.',
        'inbox/',
      ),
    ),
    tablePrefix: optional(
      text({
        description:
          'What the names of tables that it finds begin with. Another one makes other tables beside those of the old names. Tables of this spec keep their names.',
        example: 'landing_',
        maxLength: 64,
        rules: [
          matches(
            '^[a-z0-9_]+$',
            'tablePrefix "{self}" is not small letters, digits and underscores; write one like landing_',
          ),
        ],
      }),
    ),
    schemaChange,
    recrawl: choice(['CRAWL_EVERYTHING', 'CRAWL_NEW_FOLDERS_ONLY'], {
      description:
        'CRAWL_EVERYTHING reads all folders every time; CRAWL_NEW_FOLDERS_ONLY reads folders added since the last run and needs schemaChange LOG for both. Declared tables are always read as a whole. With other folders it is another crawler, which reads everything once.',
      default: 'CRAWL_EVERYTHING',
    }),
  },
  {
    description:
      'Finds tables and partitions in a zone and writes them to its database. Tables of this spec get their partitions from it, unless they have none or compute them; they are left out of the search for new tables.',
    rules: [
      {
        cel: "self.recrawl != 'CRAWL_NEW_FOLDERS_ONLY' || (self.schemaChange.update == 'LOG' && self.schemaChange.delete == 'LOG')",
        message:
          'CRAWL_NEW_FOLDERS_ONLY cannot change tables that exist, but schemaChange is {self.schemaChange.update} and {self.schemaChange.delete}; write LOG for both, or recrawl: CRAWL_EVERYTHING',
        fieldPath: '.schemaChange',
      },
    ],
  },
);

const crawlers = named(crawler, {
  description:
    'Crawlers of Glue. They run by a schedule, or when started by hand. Where a crawler has both tables of this spec and other folders to read, it is two in Glue, the one for tables ending in .tables, for Glue does not mix them.',
  maxItems: MAX_CRAWLERS,
});

const crawlerZonesExist = referenceRule({
  list: 'crawlers',
  item: 'crawler',
  field: 'zone',
  exists: zoneExists,
  known: knownZones,
});

export const crawlersSection = section({ spec: { crawlers: optional(crawlers) }, rules: [crawlerZonesExist] });

export type Crawler = Stored<typeof crawler>;
