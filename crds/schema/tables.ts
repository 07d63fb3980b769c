import { columnType, partitionKeyType } from './column-types.ts';
import { choice, flag, named, object, optional, PRINTABLE, type Stored, sequence, text } from './fields.ts';
import { CLASSIFICATIONS } from './identity.ts';
import { NAME_LIMIT, prefix, reference } from './name-fields.ts';
import { celList, firstBad, referenceRule } from './rules.ts';
import { section } from './section.ts';
import { fromAws } from './status-fields.ts';
import { compression, csv, formatRules, json, serdeProperties } from './table-formats.ts';
import { iceberg, icebergRules } from './table-iceberg.ts';
import { kmsKeyArn, location, locationRules } from './table-location.ts';
import { projection, projectionRules } from './table-projection.ts';
import { knownZones, zoneExists } from './zones.ts';

export const MAX_TABLES = 50;
const MAX_COLUMNS = 300;
/** Of all tables together: what the API server validates, merges and stores for one object, see bench:admission. */
const MAX_COLUMNS_OF_ALL = 3000;

const columnName = text({
  description:
    'Name of the column in the Glue catalog: lower-case letters, digits and underscores, not starting with a digit.',
  example: 'event_time',
  minLength: 1,
  maxLength: 128,
  pattern: '^[a-z_][a-z0-9_]*$',
  remedy: 'write lower-case letters, digits and underscores, first a letter, like event_time',
});

const comment = text({
  description: 'Shown in the catalog.',
  example: 'when it happened (UTC)',
  maxLength: 255,
  pattern: PRINTABLE,
  remedy: 'remove control and private-use characters',
});

const column = object(
  {
    name: columnName,
    type: columnType,
    comment: optional(comment),
    classification: optional(
      choice(CLASSIFICATIONS, {
        description: 'How confidential this column is: a parameter of the column in the catalog.',
        example: 'Restricted',
      }),
    ),
  },
  { description: 'One column.' },
);

const partitionKey = object(
  {
    name: columnName,
    type: partitionKeyType,
    comment: optional(comment),
  },
  { description: 'One partition key: objects lie under <prefix><name>=<value>/.' },
);

const NO_COLUMN = '!self.columns.exists(c, c.name == k.name)';
const DATE_PARTS = ['year', 'month', 'day', 'hour'];

const table = object(
  {
    name: text({
      description:
        'Name of the table in the Glue catalog: lower-case letters, digits and underscores, at most 56 characters. A new name is a new table; its objects stay where they are.',
      example: 'raw_events',
      maxLength: NAME_LIMIT,
      rules: [
        {
          cel: "size(self) <= 56 && self.matches('^[a-z]([a-z0-9_]*[a-z0-9])?$')",
          message:
            'table name "{self}" is not at most 56 lower-case letters, digits and inner underscores; write one like raw_events',
        },
      ],
    }),
    zone: optional(reference('zones', { to: 'zone that holds the objects and the database', example: 'raw' })),
    location: optional(location),
    kmsKeyArn: optional(kmsKeyArn),
    format: choice(['Parquet', 'Json', 'Csv', 'Orc', 'Iceberg'], {
      description:
        'Format of the objects. Json: one document per line. Csv: simple types only. Iceberg: made once, its columns are then changed by engines (ALTER TABLE), not here. A change does not convert objects that exist.',
      default: 'Parquet',
    }),
    json: optional(json),
    csv: optional(csv),
    serdeProperties: optional(serdeProperties),
    compression: optional(compression),
    iceberg: optional(iceberg),
    prefix: optional(
      prefix('Where in the zone the objects lie: ends in a slash. When left out: <name of the table>/.', 'events/'),
    ),
    description: optional(
      text({
        description: 'Shown in the catalog.',
        example: 'Every click, as received',
        maxLength: 1024,
        pattern: PRINTABLE,
        remedy: 'remove control and private-use characters',
      }),
    ),
    columns: sequence(column, {
      description: `Columns in their order, each name once, without the partition keys. At most ${MAX_COLUMNS_OF_ALL} in all tables together.`,
      example: [{ name: 'event_time', type: 'timestamp' }],
      minItems: 1,
      maxItems: MAX_COLUMNS,
    }),
    partitionKeys: optional(
      sequence(partitionKey, {
        description:
          'Partition keys in their order, each name once. Glue refuses to change them on a table that exists: give the table another name then.',
        example: [{ name: 'year', type: 'string' }],
        maxItems: 8,
      }),
    ),
    partitionProjection: flag({
      description:
        'Let Athena compute the partitions from the date instead of reading them from the catalog: no crawler needed. Partition keys must be year, or year and month, and so on to hour, all strings; or one key date (yyyy-MM-dd). The range begins with the year 2000: projection lets you say when.',
      default: false,
    }),
    projection: optional(projection),
  },
  {
    description:
      'One table: a Glue catalog entry over objects of a zone, or of a bucket of somebody else. Exactly one of zone and location.',
    rules: [
      ...locationRules,
      {
        cel: `!has(self.partitionKeys) || self.partitionKeys.all(k, ${NO_COLUMN})`,
        message: `"{${firstBad('self.partitionKeys', 'k', NO_COLUMN)}.name}" of table "{self.name}" is both a column and a partition key; remove it from columns, partition keys are columns already`,
        fieldPath: '.partitionKeys',
      },
      ...formatRules,
      ...icebergRules,
      {
        cel: `!self.partitionProjection || (has(self.partitionKeys) && ((size(self.partitionKeys) <= 4 && [0, 1, 2, 3].all(i, i >= size(self.partitionKeys) || (self.partitionKeys[i].name == ${celList(DATE_PARTS)}[i] && self.partitionKeys[i].type == 'string'))) || (size(self.partitionKeys) == 1 && self.partitionKeys[0].name == 'date' && self.partitionKeys[0].type in ['string', 'date'])))`,
        message:
          'partitionProjection of table "{self.name}" cannot compute its partition keys; write year, month, day, hour (or the first of them, all string), or one key date (string or date), or projection for others',
        fieldPath: '.partitionProjection',
      },
      ...projectionRules,
    ],
  },
);

const tables = named(table, {
  description:
    'Tables of the lake. A removed table is no longer managed, but the catalog keeps it and its objects stay; drop it there when nobody needs it.',
  maxItems: MAX_TABLES,
  rules: [
    {
      cel: `self.map(t, size(t.columns)).sum() <= ${MAX_COLUMNS_OF_ALL}`,
      message: `tables have more than ${MAX_COLUMNS_OF_ALL} columns together; move tables to another DataPipeline, or let a crawler find their columns`,
    },
  ],
});

const tableZonesExist = referenceRule({
  list: 'tables',
  item: 'table',
  field: 'zone',
  exists: (name) => `(!has(${name}) || ${zoneExists(name)})`,
  known: knownZones,
});

export const tablesSection = section({
  spec: { tables: optional(tables) },
  rules: [tableZonesExist],
  status: {
    externalDatabase: optional(
      fromAws('Database of the tables with a location, in Glue.', 'analytics_clickstream__external'),
    ),
  },
});

export type Table = Stored<typeof table>;
export type TableFormat = Table['format'];
export type Column = Stored<typeof column>;
export type Projection = Stored<typeof projection>;
export type ProjectionKey = Projection['keys'][number];
export type PartitionKey = Stored<typeof partitionKey>;
