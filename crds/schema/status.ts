/**
 * Limits here are wide on purpose: a status that the API server refuses helps nobody. Whoever writes status cuts texts
 * to these lengths first.
 */
import { choice, flag, instant, integer, map, named, object, optional, sequence, text } from './fields.ts';
import { MAX_SCHEDULES } from './schedules.ts';
import { MAX_STREAMS } from './streams.ts';
import { MAX_ZONES } from './zones.ts';

const MAX_PROBLEMS = 10;
const MESSAGE_MAX_LENGTH = 4096;

const count = (description: string) => integer({ description, minimum: 0, maximum: 1_000_000 });
const fromAws = (description: string, example: string) => text({ description, example, maxLength: 2048 });
const ready = flag({ description: 'All managed resources of it are ready.' });

const condition = object(
  {
    type: text({ description: 'Ready, Reconciling, Stalled, Suspended, or <Stage>Ready.', maxLength: 316 }),
    status: choice(['True', 'False', 'Unknown'], { description: 'True, False or Unknown.' }),
    reason: text({ description: 'One CamelCase word for programs.', minLength: 1, maxLength: 1024 }),
    message: text({ description: 'For people: what is, and what to do.', maxLength: 32768 }),
    lastTransitionTime: instant({ description: 'When status last changed.' }),
    observedGeneration: optional(
      integer({ description: 'metadata.generation that this tells of.', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    ),
  },
  { description: 'One condition.' },
);

const resources = object(
  {
    desired: count('Managed resources that the spec asks for.'),
    ready: count('Of these: ready.'),
    waiting: count('Of these: not applied yet, because they need another one first.'),
    failed: count('Of these: refused by the API server, by the provider or by AWS.'),
  },
  { description: 'Managed resources, counted.' },
);

const zoneStatus = object(
  {
    name: text({ description: 'Name of the zone.', maxLength: 63 }),
    bucket: fromAws('Name of its bucket.', 'analytics-clickstream-raw-123456789012-us-east-1-an'),
    database: fromAws('Name of its Glue database.', 'analytics_clickstream_raw'),
    ready,
  },
  { description: 'One zone.' },
);

const streamStatus = object(
  {
    name: text({ description: 'Name of the stream in spec.', maxLength: 63 }),
    streamName: fromAws('Name of the Kinesis stream.', 'analytics-clickstream-main'),
    streamArn: optional(fromAws('Its ARN, once AWS made it.', 'arn:aws:kinesis:us-east-1:123456789012:stream/…')),
    ready,
  },
  { description: 'One stream.' },
);

const scheduleStatus = object(
  {
    name: text({ description: 'Name of the schedule.', maxLength: 63 }),
    state: choice(['Enabled', 'Disabled', 'Completed'], {
      description: 'Whether it runs. Completed: its last due time is past, it never runs again.',
    }),
    suspendedBy: optional(
      text({
        description: 'Why it does not run: the field that says so.',
        example: 'spec.suspend: Schedules',
        maxLength: 256,
      }),
    ),
    nextRun: optional(instant({ description: 'Next due time; absent when there is none.' })),
    ready,
  },
  { description: 'One schedule.' },
);

const problem = object(
  {
    component: text({ description: 'The piece of spec concerned.', example: 'zones/raw', maxLength: 253 }),
    resource: text({ description: 'The managed resource.', example: 'Bucket/clickstream-raw', maxLength: 512 }),
    reason: text({ description: 'One CamelCase word for programs.', example: 'AWSError', maxLength: 256 }),
    message: text({ description: 'What is wrong, and what to do.', maxLength: MESSAGE_MAX_LENGTH }),
  },
  { description: 'One thing that stands in the way.' },
);

const summary = object(
  {
    status: optional(
      text({
        description: 'Ready, or the reason and the beginning of the message: column STATUS.',
        example: 'Progressing: 3 of 62 resources are not ready',
        maxLength: 256,
      }),
    ),
    resources: optional(text({ description: 'Ready and desired: column RESOURCES.', example: '59/62', maxLength: 32 })),
    nextRun: optional(
      text({
        description: 'Soonest due time of all schedules, RFC 3339: column NEXT RUN.',
        example: '2026-11-23T06:00:00Z',
        maxLength: 64,
      }),
    ),
  },
  { description: 'Texts for the columns of kubectl get; programs read the other fields.' },
);

export const status = object(
  {
    observedGeneration: optional(
      integer({
        description: 'metadata.generation of the spec that this status tells of.',
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
      }),
    ),
    conditions: optional(
      named(condition, {
        description:
          'Ready; Reconciling and Stalled only while True; <Stage>Ready for each stage that the spec uses; Suspended.',
        key: 'type',
        maxItems: 16,
      }),
    ),
    resources: optional(resources),
    zones: optional(named(zoneStatus, { description: 'Zones of the lake.', maxItems: MAX_ZONES })),
    streams: optional(named(streamStatus, { description: 'Kinesis streams of the pipeline.', maxItems: MAX_STREAMS })),
    schedules: optional(named(scheduleStatus, { description: 'Schedules.', maxItems: MAX_SCHEDULES })),
    problems: optional(
      sequence(problem, {
        description: 'What stands in the way, the first ten; moreProblems counts the others.',
        maxItems: MAX_PROBLEMS,
      }),
    ),
    moreProblems: optional(count('Problems beyond those listed.')),
    keyArn: optional(fromAws('ARN of the key that encrypts the pipeline.', 'arn:aws:kms:us-east-1:123456789012:key/…')),
    roleArns: optional(
      map(fromAws('ARN of the role.', 'arn:aws:iam::123456789012:role/…'), {
        description: 'ARNs of the IAM roles of the pipeline by component, for policies written elsewhere.',
        maxProperties: 64,
      }),
    ),
    summary: optional(summary),
  },
  { description: 'What the operator sees. Written by the controller only.' },
);
