import { choice, integer, named, object, optional, type Stored, text } from './fields.ts';
import { MAX_FUNCTIONS } from './functions.ts';
import { partName, prefix, reference } from './name-fields.ts';
import { firstBad, namesOf, type Rule } from './rules.ts';
import { section } from './section.ts';
import { fromAws, ready } from './status-fields.ts';
import { MAX_STREAMS } from './streams.ts';
import { MAX_TABLES } from './tables.ts';
import { timeZone } from './time-zones.ts';
import { knownZones, zoneExists } from './zones.ts';

const MAX_DELIVERIES = 20;

/** Below which failed records lie in every zone; crawlers of a zone pass it over. */
export const ERRORS = 'errors/';

/** For which a delivery gathers that does not say: AWS's own default. */
export const DEFAULT_BUFFER_SECONDS = 300;

const from = object(
  {
    stream: optional(reference('streams', { to: 'stream to read', example: 'main' })),
    directPut: optional(
      object(
        {},
        {
          description:
            'Nothing but the delivery itself: producers put records to it by name, which status tells. Encrypted with the key of the pipeline; producers need kms:GenerateDataKey and kms:Decrypt for it.',
        },
      ),
    ),
  },
  {
    description:
      'Where records come from. Exactly one of stream and directPut. AWS cannot change it: another source is another delivery, which starts before the old one ends, so that around the change records may arrive twice.',
    rules: [
      {
        cel: 'has(self.stream) != has(self.directPut)',
        message:
          "from has {has(self.stream) ? 'both' : 'neither'} of stream and directPut; write stream with a name, or an empty directPut",
      },
    ],
  },
);

const zoneTarget = object(
  {
    name: reference('zones', { to: 'zone to write to', example: 'raw' }),
    prefix: optional(
      prefix('Where in the zone to write: ends in a slash. When left out: <name of the delivery>/.', 'clicks/'),
    ),
    format: choice(['Json'], {
      description: 'Format of the objects. Json: the records as they come, one per line.',
      default: 'Json',
    }),
  },
  { description: 'A folder of a zone, of which no table knows.' },
);

const to = object(
  {
    table: optional(
      reference('tables', { to: 'table to fill: with its zone, prefix, columns and format', example: 'raw_events' }),
    ),
    zone: optional(zoneTarget),
  },
  {
    description:
      'Where records go. Exactly one of table and zone. Records are converted where the table is Parquet or Orc; from such a table to another kind of target, or the other way, is another delivery, as with from.',
    rules: [
      {
        cel: 'has(self.table) != has(self.zone)',
        message:
          "to has {has(self.table) ? 'both' : 'neither'} of table and zone; write table with a name, or zone with name and prefix",
      },
    ],
  },
);

const buffer = object(
  {
    sizeMiB: optional(
      integer({
        description:
          'An object is written when so much has gathered. At least 64 where records are converted or partitioned by keys. When left out: 128 there, else 5.',
        example: 64,
        minimum: 1,
        maximum: 128,
      }),
    ),
    seconds: optional(
      integer({
        description:
          'An object is written after so many seconds, however little has gathered. At least 1 with partitionBy.keys. When left out: 300.',
        example: 300,
        minimum: 0,
        maximum: 900,
      }),
    ),
  },
  { description: 'How long records gather before an object is written, whichever comes first.' },
);

const QUERY = '^([.][A-Za-z_][A-Za-z0-9_]*)+( [|] [a-z][a-z0-9_]*)*$';

const partitionKey = object(
  {
    name: text({
      description: 'Name of the partition key: of the table, or of the folder <name>=<value>/.',
      example: 'customer',
      minLength: 1,
      maxLength: 63,
      pattern: '^[a-z_][a-z0-9_]*$',
      remedy: 'write lower-case letters, digits and underscores, first a letter, like customer',
    }),
    query: optional(
      text({
        description:
          'Path of the value in the record, as jq writes it; jq functions without arguments may follow, each after " | ". A record without the value goes to the errors. When left out: the function of transform gives the value.',
        example: '.customer_id',
        maxLength: 256,
        pattern: QUERY,
        remedy: 'write a path like .customer_id, or .customer_id | tostring',
      }),
    ),
  },
  { description: 'One partition key whose value is in the record.' },
);

const partitionBy = object(
  {
    time: optional(
      choice(['Day', 'Hour'], {
        description:
          'By the time of arrival. A zone gets folders year=, month=, day= and, with Hour, hour=; a table must have these partition keys, or date in place of the first three.',
        example: 'Hour',
      }),
    ),
    keys: optional(
      named(partitionKey, {
        description:
          'By values of the record (dynamic partitioning), billed by volume and object. In a zone they come before the time. AWS cannot turn it on or off: that is another delivery, as with from.',
        example: [{ name: 'customer', query: '.customer_id' }],
        minItems: 1,
        maxItems: 8,
      }),
    ),
  },
  {
    description:
      'Folders that records are sorted into. When left out: for a table, those of its partition keys that are called year, month, day, hour or date, by time of arrival; for a zone, Hour.',
    rules: [
      {
        cel: 'has(self.time) || has(self.keys)',
        message: 'partitionBy has neither time nor keys; write time: Hour, or remove partitionBy',
      },
    ],
  },
);

const delivery = object(
  {
    name: partName('delivery', 'lake'),
    from,
    to,
    transform: optional(
      reference('functions', {
        to: 'function that every record passes: it takes and gives records in the form of a Firehose transformation',
        example: 'enrich',
      }),
    ),
    buffer: optional(buffer),
    partitionBy: optional(partitionBy),
    timeZone: timeZone('Time zone of the folders by time. Tables with partitionProjection reach a day ahead of UTC.'),
    compression: optional(
      choice(['SNAPPY', 'GZIP', 'ZLIB', 'UNCOMPRESSED'], {
        description:
          'Parquet: SNAPPY, GZIP or UNCOMPRESSED. Orc: SNAPPY, ZLIB or UNCOMPRESSED. Json: GZIP or UNCOMPRESSED. When left out: the first of these.',
        example: 'SNAPPY',
      }),
    ),
  },
  {
    description:
      'One delivery: records of a stream, or put to it directly, become objects of the lake (Amazon Data Firehose).',
    rules: [
      {
        cel: '!has(self.partitionBy) || !has(self.partitionBy.keys) || !has(self.buffer) || !has(self.buffer.sizeMiB) || self.buffer.sizeMiB >= 64',
        message:
          'buffer.sizeMiB of delivery "{self.name}" is less than the 64 that partitioning by keys takes; write 64 to 128',
        fieldPath: '.buffer.sizeMiB',
      },
      {
        cel: '!has(self.partitionBy) || !has(self.partitionBy.keys) || !has(self.buffer) || !has(self.buffer.seconds) || self.buffer.seconds > 0',
        message:
          'buffer.seconds of delivery "{self.name}" is 0, but partitioning by keys has to gather records; write 60 to 900',
        fieldPath: '.buffer.seconds',
      },
      {
        cel: '!has(self.partitionBy) || !has(self.partitionBy.keys) || has(self.transform) || self.partitionBy.keys.all(k, has(k.query))',
        message: `partition key "{${firstBad('self.partitionBy.keys', 'k', 'has(k.query)')}.name}" of delivery "{self.name}" has neither a query nor a function to give it a value; write query: .path, or transform`,
        fieldPath: '.partitionBy.keys',
      },
    ],
  },
);

const deliveries = named(delivery, {
  description:
    'Deliveries into the lake. Records that cannot be transformed, converted or partitioned lie below errors/<name>/ of the zone. A removed delivery is deleted; what it wrote and its log group stay.',
  maxItems: MAX_DELIVERIES,
});

/** Each delivery names, in the optional field at `field`, a thing that exists; `parents` are the optional objects on the way. */
function exists(told: {
  readonly what: string;
  readonly field: string;
  readonly parents?: readonly string[];
  readonly exists: (name: string) => string;
  readonly known: string;
}): Rule {
  const at = `i.${told.field}`;
  const given = [...(told.parents ?? []).map((parent) => `i.${parent}`), at].map((each) => `has(${each})`).join(' && ');
  const holds = `(!(${given}) || ${told.exists(at)})`;
  const bad = firstBad('self.deliveries', 'i', holds);
  return {
    cel: `!has(self.deliveries) || self.deliveries.all(i, ${holds})`,
    message: `delivery "{${bad}.name}" names ${told.what} "{${bad}.${told.field}}", which does not exist; write one of: {${told.known}}`,
    fieldPath: '.deliveries',
  };
}

function oneOf(list: string, most: number) {
  return {
    exists: (name: string) => `(has(self.${list}) && self.${list}.exists(x, x.name == ${name}))`,
    known: `has(self.${list}) && size(self.${list}) > 0 ? ${namesOf(`self.${list}`, most)} : 'none, for spec.${list} is empty'`,
  };
}

const deliveryStatus = object(
  {
    name: text({ description: 'Name of the delivery in spec.', maxLength: 63 }),
    deliveryName: fromAws(
      'Name of the Firehose stream: changes with what AWS cannot change in place.',
      'analytics-clickstream-lake.1a2b3c4d',
    ),
    deliveryArn: optional(
      fromAws('Its ARN, once AWS made it.', 'arn:aws:firehose:us-east-1:123456789012:deliverystream/…'),
    ),
    location: fromAws('Where objects go.', 's3://…/events/'),
    errors: fromAws('Where records go that could not be delivered.', 's3://…/errors/lake/'),
    logGroup: fromAws('Where it says why.', '/datapipelines/analytics/clickstream/deliveries/lake'),
    ready,
  },
  { description: 'One delivery.' },
);

export const deliveriesSection = section({
  spec: { deliveries: optional(deliveries) },
  rules: [
    exists({ what: 'stream', field: 'from.stream', ...oneOf('streams', MAX_STREAMS) }),
    exists({ what: 'table', field: 'to.table', ...oneOf('tables', MAX_TABLES) }),
    exists({ what: 'zone', field: 'to.zone.name', parents: ['to.zone'], exists: zoneExists, known: knownZones }),
    exists({ what: 'function', field: 'transform', ...oneOf('functions', MAX_FUNCTIONS) }),
  ],
  status: {
    deliveries: optional(
      named(deliveryStatus, { description: 'Deliveries of the pipeline.', maxItems: MAX_DELIVERIES }),
    ),
  },
});

export type Delivery = Stored<typeof delivery>;
export type DeliveryCompression = NonNullable<Delivery['compression']>;
export type DeliveryStatus = Stored<typeof deliveryStatus>;
