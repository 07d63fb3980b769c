/** Partition projection in full: how each partition key is computed, and where its objects lie. In Athena's words. */
import { choice, integer, named, object, optional, sequence, text } from './fields.ts';
import { celList, firstBad, type Rule } from './rules.ts';

export const MAX_KEYS = 8;

/** As in an object path; the placeholder of a key is `${key}`. */
const TEMPLATE = "^(([A-Za-z0-9!_.*'()=-]|\\$\\{[a-z_][a-z0-9_]*\\})+/)+$";

/** Letters of java.time, each with a sense in a path, what stands between them, and quoted text. */
const DATE_FORMAT = "^(yyyy|MM?|dd?|HH?|mm|[/_.:=-]|'[A-Za-z0-9!_.*()=/-]+')+$";

export const DATE_UNITS = ['YEARS', 'MONTHS', 'WEEKS', 'DAYS', 'HOURS', 'MINUTES'] as const;

const date = object(
  {
    format: text({
      description:
        "How the value is written, in letters of java.time: yyyy, MM or M, dd or d, HH or H, mm; others in single quotes, like yyyy'-W'. It may hold slashes, as what Firehose writes: yyyy/MM/dd/HH.",
      default: 'yyyy-MM-dd',
      maxLength: 64,
      pattern: DATE_FORMAT,
      remedy: 'write yyyy, MM, dd, HH and mm with / - _ . or : between, like yyyy/MM/dd',
    }),
    from: text({
      description:
        'The first day (or hour) that there is data of, UTC. A query that does not filter by the key looks at every value since; objects before it are not found.',
      example: '2026-01-01',
      maxLength: 16,
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$',
      remedy: 'write a day in quotes, like "2026-01-01", or with an hour "2026-01-01T00:00"',
    }),
    interval: integer({
      description: 'Units from one value to the next.',
      default: 1,
      minimum: 1,
      maximum: 1000,
    }),
    unit: optional(
      choice(DATE_UNITS, { description: 'When left out: the finest that the format has.', example: 'DAYS' }),
    ),
  },
  { description: 'Values are dates, from a day on until tomorrow by the clock of the query.' },
);

const whole = (description: string) => integer({ description, minimum: 0, maximum: 9_007_199_254_740_991 });

const projectedInteger = object(
  {
    min: whole('The least value.'),
    max: whole('The greatest value.'),
    interval: integer({ description: 'From one value to the next.', default: 1, minimum: 1, maximum: 1_000_000 }),
    digits: optional(
      integer({
        description: 'Digits that every value has, with zeros before: 2 for 03. When left out: as Spark writes it, 3.',
        example: 2,
        minimum: 1,
        maximum: 19,
      }),
    ),
  },
  {
    description: 'Values are whole numbers.',
    rules: [
      {
        cel: 'self.min <= self.max',
        message: 'min of a projected integer is greater than its max; write the smaller number as min',
      },
    ],
  },
);

const projectionKey = object(
  {
    name: text({ description: 'Name of the partition key.', example: 'dt', maxLength: 128 }),
    date: optional(date),
    integer: optional(projectedInteger),
    enum: optional(
      sequence(
        text({
          description: 'One value.',
          example: 'eu-central-1',
          minLength: 1,
          maxLength: 128,
          pattern: '^[^,\\p{Cc}\\p{Co}]+$',
          remedy: 'write a value without comma',
        }),
        {
          description: 'All values that there are.',
          example: ['eu-central-1', 'us-east-1'],
          minItems: 1,
          maxItems: 100,
        },
      ),
    ),
    injected: optional(
      object({}, { description: 'Values cannot be listed: every query must name one, in WHERE key = value.' }),
    ),
  },
  {
    description: 'How one partition key is computed. Exactly one of date, integer, enum and injected.',
    rules: [
      {
        cel: '[has(self.date), has(self.integer), has(self.enum), has(self.injected)].filter(given, given).size() == 1',
        message:
          "key \"{self.name}\" has {has(self.date) || has(self.integer) || has(self.enum) || has(self.injected) ? 'more than one' : 'none'} of date, integer, enum and injected; write exactly one",
      },
    ],
  },
);

export const projection = object(
  {
    locationTemplate: optional(
      text({
        description:
          'Where the objects of one partition lie below the prefix of the table, ${key} for the value of a key; ends in a slash. When left out: <key>=<value>/ for each key in their order.',
        example: '${region}/${dt}/',
        maxLength: 512,
        pattern: TEMPLATE,
        remedy: 'write a path that ends in a slash and has each key in a dollar sign and braces, like region/dt/',
      }),
    ),
    keys: named(projectionKey, {
      description: 'Every partition key of the table, each once.',
      minItems: 1,
      maxItems: MAX_KEYS,
    }),
  },
  {
    description:
      'Let Athena compute the partitions instead of reading them from the catalog, in any layout: no crawler needed. For dates in the usual layout partitionProjection is shorter.',
  },
);

const KEYS = 'self.partitionKeys';
const PROJECTED = 'self.projection.keys';
const IS_PROJECTED = `${PROJECTED}.exists(p, p.name == k.name)`;
const IS_KEY = `(has(${KEYS}) && ${KEYS}.exists(k, k.name == p.name))`;
/** Types that hold what is computed; Athena knows no other for a projected key. */
const FITS = `(!has(${KEYS}) || !${KEYS}.exists(k, k.name == p.name && (has(p.enum) ? k.type != 'string' : has(p.integer) ? !(k.type in ['string', 'int', 'bigint']) : has(p.date) ? !(k.type == 'string' || (k.type == 'date' && p.date.format == 'yyyy-MM-dd')) : !(k.type in ${celList(['string', 'int', 'bigint', 'date'])}))))`;
/** Braces cannot stand in a message: what is in them would be computed. */
const PLACEHOLDER = `'$\\x7b' + k.name + '\\x7d'`;
const IN_TEMPLATE = `self.projection.locationTemplate.contains(${PLACEHOLDER})`;

/** Rules of a table. */
export const projectionRules: readonly Rule[] = [
  {
    cel: '!has(self.projection) || !self.partitionProjection',
    message:
      'table "{self.name}" has partitionProjection and projection; remove partitionProjection, projection says it all',
    fieldPath: '.partitionProjection',
  },
  {
    cel: `!has(self.projection) || !has(${KEYS}) || ${KEYS}.all(k, ${IS_PROJECTED})`,
    message: `projection of table "{self.name}" does not say how partition key "{${firstBad(KEYS, 'k', IS_PROJECTED)}.name}" is computed; add it to projection.keys`,
    fieldPath: '.projection',
  },
  {
    cel: `!has(self.projection) || ${PROJECTED}.all(p, ${IS_KEY})`,
    message: `projection of table "{self.name}" computes "{${firstBad(PROJECTED, 'p', IS_KEY)}.name}", which is no partition key; add it to partitionKeys, or remove it`,
    fieldPath: '.projection',
  },
  {
    cel: `!has(self.projection) || ${PROJECTED}.all(p, ${FITS})`,
    message: `key "{${firstBad(PROJECTED, 'p', FITS)}.name}" of table "{self.name}" has a type that its projection does not fit; write string for enum, string, int or bigint for integer, string for date (or date in the format yyyy-MM-dd)`,
    fieldPath: '.projection',
  },
  {
    cel: `!has(self.projection) || !has(self.projection.locationTemplate) || !has(${KEYS}) || ${KEYS}.all(k, ${IN_TEMPLATE})`,
    message: `locationTemplate of table "{self.name}" lacks the key "{${firstBad(KEYS, 'k', IN_TEMPLATE)}.name}"; write its name in it, in a dollar sign and braces`,
    fieldPath: '.projection',
  },
];
