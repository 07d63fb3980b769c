import { code, codeRules, input, output } from './application-code.ts';
import { choice, flag, integer, map, named, object, optional, PRINTABLE, type Stored, text } from './fields.ts';
import { partName, reference } from './name-fields.ts';
import { firstBad, matches, namesOf, type Rule } from './rules.ts';
import { section } from './section.ts';
import { fromAws, ready } from './status-fields.ts';
import { MAX_STREAMS } from './streams.ts';

const MAX_APPLICATIONS = 20;

/** Managed Flink's words, the newest first: what the provider takes and AWS still starts. */
export const FLINK_RUNTIMES = ['FLINK-2_2', 'FLINK-1_20', 'FLINK-1_19'] as const;

/** Group of properties in which every application is told what it is connected with. */
export const CONNECTIONS_GROUP = 'DataPipeline';

const propertyGroup = object(
  {
    name: text({
      description: 'Name of the group, as the program asks for it.',
      example: 'Enrichment',
      maxLength: 50,
      rules: [
        matches(
          '^[A-Za-z0-9_.-]+$',
          'name "{self}" of a property group has other characters than letters, digits and _ . -; write one like Enrichment',
        ),
        {
          cel: `self != '${CONNECTIONS_GROUP}'`,
          message: `property group "${CONNECTIONS_GROUP}" is given by the operator itself; call it otherwise`,
        },
      ],
    }),
    values: map(
      text({
        description: 'Value of the property. No place for secrets.',
        example: '5',
        maxLength: 2048,
        pattern: PRINTABLE,
        remedy: 'write text without control characters',
      }),
      {
        description: 'Properties by name, at most 50.',
        example: { 'window.minutes': '5' },
        maxProperties: 50,
        rules: [
          { cel: 'size(self) > 0', message: 'values holds no property; write one, or remove the group' },
          {
            cel: 'self.all(key, size(key) > 0 && size(key) <= 2048)',
            message: 'values has a property whose name is empty or longer than 2048 characters; rename it',
          },
        ],
      },
    ),
  },
  { description: 'Settings that the program reads by group and name.' },
);

const checkpointing = object(
  {
    enabled: flag({ description: 'Without it a fault begins anew, with no state.', default: true }),
    intervalSeconds: integer({
      description: 'Seconds from the begin of one checkpoint to that of the next.',
      minimum: 1,
      maximum: 3600,
      default: 60,
    }),
    minPauseSeconds: integer({
      description: 'Least seconds between the end of one checkpoint and the begin of the next.',
      minimum: 0,
      maximum: 3600,
      default: 5,
    }),
  },
  {
    description:
      'How often state is saved while it runs; what came after the last time is worked on again after a fault.',
    default: {},
  },
);

const monitoring = object(
  {
    metrics: choice(['APPLICATION', 'OPERATOR', 'TASK', 'PARALLELISM'], {
      description: 'How fine metrics are. PARALLELISM: one of each per task, which costs by their number.',
      default: 'APPLICATION',
    }),
    logs: choice(['ERROR', 'WARN', 'INFO', 'DEBUG'], {
      description: 'Least weight of what is logged. DEBUG slows the application down.',
      default: 'INFO',
    }),
  },
  { description: 'What it tells of itself.', default: {} },
);

const application = object(
  {
    name: partName('application', 'sessionize'),
    runtime: choice(FLINK_RUNTIMES, {
      description:
        "Flink, in AWS's words. A newer one is an upgrade in place, from a snapshot; there is no way back from 2.x to 1.x with state.",
      default: 'FLINK-1_20',
    }),
    from: reference('streams', { to: 'stream to read', example: 'main' }),
    to: optional(reference('streams', { to: 'stream to write', example: 'processed' })),
    code,
    input: optional(input),
    output: optional(output),
    properties: optional(
      named(propertyGroup, {
        description: `Settings of the program. In the group ${CONNECTIONS_GROUP} the operator itself gives aws.region, from.stream.name, from.stream.arn and, with to, to.stream.name and to.stream.arn.`,
        maxItems: 20,
      }),
    ),
    parallelism: integer({
      description: 'How many tasks run side by side; with autoScaling the number at the start.',
      minimum: 1,
      maximum: 256,
      default: 1,
    }),
    parallelismPerKpu: integer({
      description: 'Tasks that share one KPU (1 vCPU, 4 GiB), by which AWS bills, and one more for the application.',
      minimum: 1,
      maximum: 8,
      default: 1,
    }),
    autoScaling: flag({ description: 'AWS changes the parallelism by load.', default: true }),
    snapshots: flag({
      description:
        'State is saved when the application is stopped, changed or scaled, and is there again when it starts. Without it each of these begins with no state.',
      default: true,
    }),
    checkpointing,
    monitoring,
    suspend: flag({
      description: 'Stop it, with a snapshot. Going on starts it from there. So does spec.suspend Compute.',
      default: false,
    }),
  },
  {
    description:
      'One application on managed Apache Flink, always running unless it is suspended, or steps of workflows start and stop it.',
    rules: [
      ...codeRules,
      {
        cel: '!has(self.to) || self.to != self.from',
        message: 'application "{self.name}" writes to the stream "{self.from}" that it reads; write to: another stream',
        fieldPath: '.to',
      },
      {
        cel: '!self.autoScaling || self.checkpointing.enabled',
        message:
          'application "{self.name}" has autoScaling without checkpointing, so it would lose its state with every change of load; write autoScaling: false, or checkpointing.enabled: true',
        fieldPath: '.autoScaling',
      },
      {
        cel: '!self.snapshots || self.checkpointing.enabled',
        message:
          'application "{self.name}" has snapshots without checkpointing, which they are made by; write snapshots: false, or checkpointing.enabled: true',
        fieldPath: '.snapshots',
      },
    ],
  },
);

const applications = named(application, {
  description:
    'Stream analytics: applications on managed Apache Flink, each with its own role and log group. A removed application is stopped and deleted with its state and its snapshots.',
  maxItems: MAX_APPLICATIONS,
});

/** Each application names, in `field`, a stream that exists. */
function stream(field: 'from' | 'to'): Rule {
  const exists = `(has(self.streams) && self.streams.exists(x, x.name == i.${field}))`;
  const holds = field === 'to' ? `(!has(i.to) || ${exists})` : exists;
  const bad = firstBad('self.applications', 'i', holds);
  const known = `has(self.streams) && size(self.streams) > 0 ? ${namesOf('self.streams', MAX_STREAMS)} : 'none, for spec.streams is empty'`;
  return {
    cel: `!has(self.applications) || self.applications.all(i, ${holds})`,
    message: `application "{${bad}.name}" names stream "{${bad}.${field}}", which does not exist; write one of: {${known}}`,
    fieldPath: '.applications',
  };
}

const applicationStatus = object(
  {
    name: text({ description: 'Name of the application in spec.', maxLength: 63 }),
    applicationName: fromAws('Name in managed Flink.', 'analytics-clickstream-sessionize'),
    applicationArn: optional(
      fromAws('Its ARN, once AWS made it.', 'arn:aws:kinesisanalytics:us-east-1:123456789012:application/…'),
    ),
    state: optional(
      fromAws("What it does, in AWS's words, when the provider last looked. READY: it stands.", 'RUNNING'),
    ),
    logGroup: fromAws('Where it logs.', '/datapipelines/analytics/clickstream/applications/sessionize'),
    ready,
  },
  { description: 'One application.' },
);

export const applicationsSection = section({
  spec: { applications: optional(applications) },
  rules: [stream('from'), stream('to')],
  status: {
    applications: optional(
      named(applicationStatus, { description: 'Flink applications of the pipeline.', maxItems: MAX_APPLICATIONS }),
    ),
  },
});

export type Application = Stored<typeof application>;
export type ApplicationStatus = Stored<typeof applicationStatus>;
