import { choice, integer, named, object, optional, type Stored, text } from './fields.ts';
import { partName } from './name-fields.ts';
import { section } from './section.ts';
import { fromAws, ready } from './status-fields.ts';

export const MAX_STREAMS = 20;

const consumer = object(
  { name: partName('consumer', 'fraud') },
  { description: 'One enhanced fan-out consumer: its own 2 MiB/s per shard.' },
);

const stream = object(
  {
    name: partName('stream', 'main'),
    mode: optional(
      choice(['ON_DEMAND', 'PROVISIONED'], {
        description:
          'ON_DEMAND scales by itself and is billed by volume; PROVISIONED has the given shards. When left out: ON_DEMAND, in Production PROVISIONED if shards is given. AWS allows two changes of mode in 24 hours. From ON_DEMAND the number of shards is reached by steps.',
        example: 'ON_DEMAND',
      }),
    ),
    shards: optional(
      integer({
        description:
          'Number of shards: each takes 1 MiB/s or 1,000 records/s and gives 2 MiB/s. Required with PROVISIONED, refused with ON_DEMAND; where mode is left out and the environment means ON_DEMAND, it has no effect. AWS at most doubles or halves the open shards at once, ten times a day: a larger change goes by steps, of which the condition Ready tells.',
        example: 2,
        minimum: 1,
        maximum: 500,
      }),
    ),
    retentionHours: integer({
      description:
        'Hours that records can be read again. More than 24 costs extra. Shortening it drops old records, so it is held until it is approved.',
      example: 48,
      minimum: 24,
      maximum: 8760,
      default: 24,
    }),
    consumers: optional(
      named(consumer, {
        description: 'Enhanced fan-out consumers, at most 20. Each is billed by the hour and shard.',
        example: [{ name: 'fraud' }],
        maxItems: 20,
      }),
    ),
  },
  {
    description: 'One Kinesis data stream, encrypted with the key of the pipeline.',
    rules: [
      {
        cel: "!has(self.mode) || self.mode != 'ON_DEMAND' || !has(self.shards)",
        message:
          'shards does not apply to stream "{self.name}" with mode ON_DEMAND, which scales by itself; remove shards, or write mode: PROVISIONED',
        fieldPath: '.shards',
      },
      {
        cel: "!has(self.mode) || self.mode != 'PROVISIONED' || has(self.shards)",
        message: 'stream "{self.name}" has mode PROVISIONED but no number of shards; write shards, or mode: ON_DEMAND',
        fieldPath: '.shards',
      },
    ],
  },
);

const streams = named(stream, {
  description: 'Kinesis data streams. A removed stream is deleted with the records in it.',
  maxItems: MAX_STREAMS,
});

const streamStatus = object(
  {
    name: text({ description: 'Name of the stream in spec.', maxLength: 63 }),
    streamName: fromAws('Name of the Kinesis stream.', 'analytics-clickstream-main'),
    streamArn: optional(fromAws('Its ARN, once AWS made it.', 'arn:aws:kinesis:us-east-1:123456789012:stream/…')),
    ready,
  },
  { description: 'One stream.' },
);

export const streamsSection = section({
  spec: { streams: optional(streams) },
  status: {
    streams: optional(named(streamStatus, { description: 'Kinesis streams of the pipeline.', maxItems: MAX_STREAMS })),
  },
});

export type Stream = Stored<typeof stream>;
export type StreamMode = NonNullable<Stream['mode']>;
export type Consumer = Stored<typeof consumer>;
export type StreamStatus = Stored<typeof streamStatus>;
