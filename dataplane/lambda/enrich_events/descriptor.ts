import type { FunctionBuiltIn } from '../../descriptor.ts';
import { rawEvents } from '../../tables.ts';

export const enrichEvents: FunctionBuiltIn = {
  kind: 'Function',
  name: 'EnrichEvents',
  summary: 'Checks events on their way into the raw zone, brings their times to UTC and stamps them.',
  runtime: 'python3.13',
  handler: 'enrich_events.handler',
  file: 'lambda/enrich_events/enrich_events.py',
  memoryMiB: 256,
  timeoutSeconds: 60,
  environment: [
    {
      name: 'LOG_LEVEL',
      description: 'DEBUG, INFO, WARNING, ERROR or CRITICAL. INFO: a line per batch; WARNING: only refused records',
      default: 'INFO',
    },
    {
      name: 'PARTITION_KEYS',
      description:
        'Comma-separated keys for dynamic partitioning (partitionKeyFromLambda): year, month, day, hour and event_date ' +
        'of the event time, or a dotted path into the event, whose dots become underscores in the key',
      default: '',
    },
    { name: 'DROP_EVENT_TYPES', description: 'Comma-separated event types that are not delivered', default: '' },
    {
      name: 'EPOCH_SECONDS',
      description: 'Comma-separated fields, event_time or others, that may be numbers: seconds since 1970',
      default: '',
    },
    {
      name: 'EPOCH_MILLISECONDS',
      description: 'Comma-separated fields, event_time or others, that may be numbers: milliseconds since 1970',
      default: '',
    },
  ],
  processor: { bufferSizeMiB: 1, bufferSeconds: 60 },
  reads:
    'Records of a stream, each one JSON object with event_time (ISO 8601, or a number if so set), user_id and event_type',
  writes: rawEvents,
};
