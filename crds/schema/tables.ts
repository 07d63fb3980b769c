import { choice, flag, named, object, optional, PRINTABLE, text } from './fields.ts';
import { CLASSIFICATIONS } from './identity.ts';
import { reference } from './names.ts';
import { matches } from './rules.ts';

export const MAX_TABLES = 50;
export const MAX_COLUMNS = 300;

const columnName = text({
  description:
    'Name of the column in the Glue catalog: lower-case letters, digits and underscores, not starting with a digit.',
  example: 'event_time',
  minLength: 1,
  maxLength: 128,
  pattern: '^[a-z_][a-z0-9_]*$',
  remedy: 'write lower-case letters, digits and underscores, first a letter, like event_time',
});

const columnType = text({
  description:
    'Glue (Hive) type: boolean, tinyint, smallint, int, bigint, float, double, decimal(precision,scale), string, char(n), varchar(n), binary, date, timestamp, array<type>, map<key,type>, struct<name:type,…>, nested as needed.',
  example: 'struct<page:string,duration:int>',
  minLength: 1,
  maxLength: 1024,
});

const comment = text({
  description: 'Shown in the catalog.',
  example: 'when it happened (UTC)',
  maxLength: 255,
  pattern: PRINTABLE,
  remedy: 'remove control and private-use characters',
});

export const column = object(
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

export const partitionKey = object(
  {
    name: columnName,
    type: text({
      description: 'Type of the values in the object path: string, int, bigint, date or another simple Glue type.',
      example: 'string',
      minLength: 1,
      maxLength: 32,
    }),
    comment: optional(comment),
  },
  { description: 'One partition key: objects lie under <prefix><name>=<value>/.' },
);

export const table = object(
  {
    name: text({
      description:
        'Name of the table in the Glue catalog: lower-case letters, digits and underscores, at most 56 characters. A new name is a new table; its objects stay where they are.',
      example: 'raw_events',
      minLength: 1,
      maxLength: 56,
      rules: [
        matches(
          '^[a-z]([a-z0-9_]*[a-z0-9])?$',
          'table name "{self}" is not lower-case letters, digits and inner underscores; write one like raw_events',
        ),
      ],
    }),
    zone: reference('zone that holds the objects and the database', 'raw'),
    format: choice(['Parquet', 'Json', 'Csv', 'Orc'], {
      description:
        'Format of the objects. Json: one document per line. Csv: comma-separated, first line a header, simple types only. A change does not convert objects that exist.',
      default: 'Parquet',
    }),
    prefix: optional(
      text({
        description: 'Where in the zone the objects lie: ends in a slash. When left out: <name of the table>/.',
        example: 'events/',
        minLength: 1,
        maxLength: 256,
      }),
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
    columns: named(column, {
      description: 'Columns in their order, without the partition keys.',
      example: [{ name: 'event_time', type: 'timestamp' }],
      minItems: 1,
      maxItems: MAX_COLUMNS,
    }),
    partitionKeys: optional(
      named(partitionKey, {
        description: 'Partition keys in their order. Glue cannot change them: a change replaces the catalog entry.',
        example: [{ name: 'year', type: 'string' }],
        maxItems: 8,
      }),
    ),
    partitionProjection: flag({
      description:
        'Let Athena compute the partitions from the date instead of reading them from the catalog: no crawler needed. Partition keys must be year, or year and month, and so on to hour, all strings; or one key date (yyyy-MM-dd).',
      default: false,
    }),
  },
  { description: 'One table: a Glue catalog entry over objects of a zone.' },
);

export const tables = named(table, {
  description: 'Tables of the lake. A removed table leaves the catalog; its objects stay.',
  maxItems: MAX_TABLES,
});
