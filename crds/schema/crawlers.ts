import { choice, flag, integer, named, object, optional, PRINTABLE, type Stored, sequence, text } from './fields.ts';
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

/** One character, as the API of Glue takes it. */
const character = (description: string, example: string) =>
  text({
    description,
    example,
    minLength: 1,
    maxLength: 1,
    pattern: '^[^\\r\\n]*$',
    remedy: 'write one character; "\\t" in double quotes is a tab',
  });

const csvClassifier = object(
  {
    delimiter: character('Character between fields.', ';'),
    quoteSymbol: optional(character('Character around fields that hold the delimiter.', '"')),
    containsHeader: choice(['UNKNOWN', 'PRESENT', 'ABSENT'], {
      description: 'Whether the first line names the columns. UNKNOWN: Glue guesses.',
      default: 'UNKNOWN',
    }),
    header: optional(
      sequence(text({ description: 'Name of a column.', example: 'device', minLength: 1, maxLength: 255 }), {
        description: 'Names of the columns, in their order.',
        example: ['device', 'celsius'],
        minItems: 1,
        maxItems: 200,
      }),
    ),
    allowSingleColumn: flag({ description: 'Take files of one column for Csv too.', default: false }),
    serde: optional(
      choice(['OpenCSVSerDe', 'LazySimpleSerDe', 'None'], {
        description: 'SerDe of the tables that it finds. OpenCSVSerDe knows quotes. When left out: Glue decides.',
        example: 'OpenCSVSerDe',
      }),
    ),
  },
  {
    description:
      'How Csv that Glue does not recognise by itself is read: a classifier that is asked before those of Glue.',
    rules: [
      {
        cel: '!has(self.quoteSymbol) || self.quoteSymbol != self.delimiter',
        message: 'quoteSymbol is the delimiter; write another character',
        fieldPath: '.quoteSymbol',
      },
    ],
  },
);

/** What says where folders are, and what they are: without meaning for tables of this spec. */
const OF_FOLDERS = ['prefix', 'prefixes', 'exclusions', 'tableLevel', 'tablePrefix', 'csvClassifier'];

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
    prefixes: optional(
      sequence(prefix('A prefix of the zone.', 'orders/'), {
        description: 'Several prefixes instead of one, none within another.',
        example: ['inbox/', 'orders/'],
        minItems: 1,
        maxItems: 10,
      }),
    ),
    exclusions: optional(
      sequence(
        text({
          description: 'A glob pattern.',
          example: '**.tmp',
          minLength: 1,
          maxLength: 256,
          pattern: PRINTABLE,
          remedy: 'leave out control characters',
        }),
        {
          description:
            'What is left out below each prefix, as glob patterns of Glue: * within a folder, ** across folders, {a,b}. Athena knows nothing of them: it reads all objects of a folder.',
          example: ['**.tmp', 'drafts/**'],
          maxItems: 20,
          rules: [
            {
              cel: "!self.exists(e, e in ['*', '**', '/**', '**/*'])",
              message: 'an exclusion leaves nothing to crawl; name what is to be left out, like drafts/**',
            },
          ],
        },
      ),
    ),
    tableLevel: optional(
      integer({
        description:
          'Level at which folders are tables, counted from the bucket, which is 1: deeper ones are partitions. When left out: 2 in a whole zone, else Glue finds it.',
        example: 3,
        minimum: 2,
        maximum: 20,
      }),
    ),
    tables: optional(
      sequence(reference('tables', { to: 'table', example: 'readings' }), {
        description: 'Crawl just these tables of this spec, as tables of the catalog, and no folders.',
        example: ['readings'],
        minItems: 1,
        maxItems: 20,
      }),
    ),
    csvClassifier: optional(csvClassifier),
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
        cel: '!has(self.prefix) || !has(self.prefixes)',
        message: 'prefix and prefixes say the same; write one of the two',
        fieldPath: '.prefixes',
      },
      {
        cel: '!has(self.prefixes) || self.prefixes.all(p, self.prefixes.exists_one(q, p.startsWith(q)))',
        message: 'one of prefixes lies within another, or is there twice; leave out the one within',
        fieldPath: '.prefixes',
      },
      {
        cel: `!has(self.tables) || (${OF_FOLDERS.map((field) => `!has(self.${field})`).join(' && ')})`,
        message: `a crawler of tables reads no folders; leave out ${OF_FOLDERS.join(', ')}, or make it two crawlers`,
        fieldPath: '.tables',
      },
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
export type CsvClassifier = Stored<typeof csvClassifier>;
