/**
 * How the objects of a table are read, beyond its format: settings of the SerDes (the classes that Athena, Glue and Spark
 * read with), in their own words where they are one word. Which SerDe it is follows from the settings, because each knows
 * only some of them: charts/foundation/tables/table-formats.ts.
 */
import { choice, flag, integer, map, object, optional, PRINTABLE, sequence, text } from './fields.ts';
import { celList, firstBad, type Rule } from './rules.ts';

/** Letters of Joda-Time that Hive can parse by, quoted text, and what stands between; X is java.time's and unknown to it. */
const TIMESTAMP_FORMAT = "^(millis|([yYMdDHhKkmsSaEZ .:/_-]|'[A-Za-z0-9 ]*')+)$";

export const json = object(
  {
    timestampFormats: optional(
      sequence(
        text({
          description:
            "Joda-Time pattern, such as yyyy-MM-dd'T'HH:mm:ss.SSSZZ (Z and ZZ read an offset, 'Z' the letter), or millis for milliseconds since 1970.",
          example: "yyyy-MM-dd'T'HH:mm:ss.SSSZZ",
          minLength: 1,
          maxLength: 64,
          pattern: TIMESTAMP_FORMAT,
          remedy: "write a Joda-Time pattern without commas and without X, like yyyy-MM-dd'T'HH:mm:ss.SSSZZ",
        }),
        {
          description:
            'How timestamps are written, besides yyyy-MM-dd HH:mm:ss. When left out: ISO 8601 with T, with and without fraction and offset.',
          example: ["yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"],
          minItems: 1,
          maxItems: 16,
        },
      ),
    ),
    ignoreMalformed: flag({
      description: 'Read a line that is no JSON as a row of nulls instead of failing the query.',
      default: false,
    }),
    caseInsensitive: flag({
      description: 'Find keys whatever their case; false keeps keys apart that differ by case only, by mappings.',
      default: true,
    }),
    dotsInKeys: flag({ description: 'Find the key a.b for the column a_b.', default: false }),
    mappings: optional(
      map(
        text({
          description: 'The key as it stands in the document.',
          example: '@timestamp',
          minLength: 1,
          maxLength: 255,
          pattern: PRINTABLE,
          remedy: 'remove control and private-use characters',
        }),
        {
          description:
            'Keys that no column can be called, by column or struct member: column names have only letters, digits and underscores.',
          example: { at_timestamp: '@timestamp' },
          maxProperties: 100,
        },
      ),
    ),
  },
  {
    description:
      'How Json is read. timestampFormats are known to one SerDe (Hive), the other settings to another (OpenX), which may give null for ISO timestamps.',
    rules: [
      {
        cel: '!has(self.timestampFormats) || !(has(self.mappings) || self.ignoreMalformed || self.dotsInKeys || !self.caseInsensitive)',
        message:
          'timestampFormats cannot go with mappings, ignoreMalformed, dotsInKeys or caseInsensitive: false, no SerDe of Athena knows both; remove timestampFormats and write type: string for timestamps, or remove the others',
        fieldPath: '.timestampFormats',
      },
    ],
  },
);

/** No letter or digit, which LazySimpleSerDe takes for the number of a character. */
const DELIMITER = '^[\\t !#$%&*+,./:;<=>?@^_`|~-]$';

const character = (told: { description: string; example: string; pattern: string; remedy: string }) =>
  text({ ...told, maxLength: 16 });

const CSV = {
  delimiter: text({
    description: 'Character between fields; "\\t" in double quotes is a tab.',
    default: ',',
    maxLength: 16,
    pattern: DELIMITER,
    remedy: 'write one character like ";" or "|", or "\\t" in double quotes',
  }),
  quote: optional(
    character({
      description:
        'Character around fields that hold the delimiter. With it Athena knows string, boolean, int, bigint and double only, date as days and timestamp as milliseconds since 1970.',
      example: '"',
      pattern: `^["'\`|]$`,
      remedy: `write one of " ' \` |`,
    }),
  ),
  escape: optional(
    character({
      description: 'Character before one that is to be taken as it is. When left out: none, with quote the backslash.',
      example: '\\',
      pattern: '^[\\\\^~/]$',
      remedy: 'write one of \\ ^ ~ /',
    }),
  ),
  headerLines: integer({
    description: 'Lines at the beginning of each object that are no data.',
    default: 1,
    minimum: 0,
    maximum: 100,
  }),
};

export const csv = object(CSV, {
  description: 'How Csv is read. When left out: commas, no quotes, one header line.',
  rules: [
    {
      cel: '(!has(self.quote) || self.quote != self.delimiter) && (!has(self.escape) || (self.escape != self.delimiter && (!has(self.quote) || self.escape != self.quote)))',
      message: 'delimiter, quote and escape are not different characters; give each its own',
    },
  ],
});

/** What the fields above say, in the words of the SerDes. */
const SAID_BY_FIELDS = [
  'serialization.format',
  'timestamp.formats',
  'ignore.malformed.json',
  'case.insensitive',
  'dots.in.keys',
  'field.delim',
  'escape.delim',
  'separatorChar',
  'quoteChar',
  'escapeChar',
  'skip.header.line.count',
];
const OWN_KEY = `key.matches('^[A-Za-z][A-Za-z0-9_.-]*$') && size(key) <= 128 && !(key in ${celList(SAID_BY_FIELDS)}) && !key.startsWith('mapping.')`;

const BAD_KEYS = `self.filter(key, !(${OWN_KEY}))`;

export const serdeProperties = map(
  text({
    description: 'Value of the property.',
    example: 'true',
    maxLength: 512,
    pattern: PRINTABLE,
    remedy: 'remove control and private-use characters',
  }),
  {
    description: 'Further properties of the SerDe, for which there is no field.',
    example: { 'serialization.null.format': '\\N' },
    maxProperties: 20,
    rules: [
      {
        cel: `self.all(key, ${OWN_KEY})`,
        // Maps have no order, so there is a first one only when there is one.
        message: `serdeProperties has {${BAD_KEYS}.size() == 1 ? '"' + ${BAD_KEYS}[0] + '"' : 'several names'}, which a field of json or csv says or no SerDe can have; write the field, or a name of letters, digits and . _ -`,
      },
    ],
  },
);

export const COMPRESSIONS = ['NONE', 'SNAPPY', 'GZIP', 'ZSTD', 'ZLIB', 'LZ4'] as const;

/** What Athena writes in each format. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  Parquet: ['NONE', 'SNAPPY', 'GZIP', 'ZSTD'],
  Orc: ['NONE', 'SNAPPY', 'ZLIB', 'ZSTD', 'LZ4'],
  Json: ['NONE', 'SNAPPY', 'GZIP', 'ZSTD'],
  Csv: ['NONE', 'SNAPPY', 'GZIP', 'ZSTD'],
};

export const compression = choice(COMPRESSIONS, {
  description:
    'With what engines compress new objects: Parquet, Json and Csv NONE, SNAPPY, GZIP or ZSTD; Orc NONE, SNAPPY, ZLIB, ZSTD or LZ4. What is there is read by its ending or footer. When left out: what the engine likes.',
  example: 'ZSTD',
});

const QUOTED_TYPES = ['string', 'boolean', 'int', 'bigint', 'double', 'date', 'timestamp'];
const SIMPLE = "!c.type.endsWith('>')";
const QUOTABLE = `c.type in ${celList(QUOTED_TYPES)}`;

/** Rules of a table. */
export const formatRules: readonly Rule[] = [
  {
    cel: "!has(self.json) || self.format == 'Json'",
    message: 'table "{self.name}" has json, but its format is {self.format}; remove json, or write format: Json',
    fieldPath: '.json',
  },
  {
    cel: "!has(self.csv) || self.format == 'Csv'",
    message: 'table "{self.name}" has csv, but its format is {self.format}; remove csv, or write format: Csv',
    fieldPath: '.csv',
  },
  {
    cel: `self.format != 'Csv' || self.columns.all(c, ${SIMPLE})`,
    message: `column "{${firstBad('self.columns', 'c', SIMPLE)}.name}" of table "{self.name}" has a nested type, which Csv cannot hold; write a simple type, or format: Json or Parquet`,
    fieldPath: '.columns',
  },
  {
    cel: `!has(self.csv) || !has(self.csv.quote) || self.columns.all(c, ${QUOTABLE})`,
    message: `column "{${firstBad('self.columns', 'c', QUOTABLE)}.name}" of table "{self.name}" has a type that Athena does not know in quoted Csv; write one of: ${QUOTED_TYPES.join(', ')}`,
    fieldPath: '.columns',
  },
  {
    cel: `!has(self.compression) || self.format == 'Iceberg' || ${Object.entries(WRITTEN)
      .map(([format, written]) => `(self.format == '${format}' && self.compression in ${celList(written)})`)
      .join(' || ')}`,
    message:
      'compression {self.compression} of table "{self.name}" is not one of its format; write NONE, SNAPPY or ZSTD, which all formats have',
    fieldPath: '.compression',
  },
];
