/** What the roles of schedules, workflows and triggers need: read off what they call. */
import type { Fields, Need, Thing, World } from '../world.ts';
import { loggingTo, publishingTo, sendingTo } from './common.ts';
import { EMR_CALLS } from './emr-calls.ts';
import type { Needing } from './needing.ts';
import { queried } from './query.ts';

/** Scheduler guide, "Setting up the execution role" and "Configuring a dead-letter queue". */
export function schedule(world: World, { fields }: Thing): readonly Needing[] {
  const { arn, input, deadLetterConfig, roleArn } = fields.target;
  const needs = [
    ...called(world, arn, input === undefined ? {} : JSON.parse(input)),
    ...(deadLetterConfig === undefined ? [] : sendingTo(world, deadLetterConfig.arn)),
  ];
  const group = world.arn('scheduler', `schedule-group/${fields.groupName}`);
  const presents = { 'aws:SourceAccount': world.account, 'aws:SourceArn': group };
  return [{ role: roleArn, service: 'scheduler', presents, needs }];
}

/** EventBridge guide, "Amazon EventBridge Pipes permissions": an SQS queue as source, a state machine as target. */
export function pipe(world: World, { name, fields }: Thing): readonly Needing[] {
  const queue = world.things.find(
    ({ kind, name: named }) => kind === 'sqs.Queue' && fields.source.endsWith(`:${named}`),
  );
  const needs = [
    ...['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((action) => ({
      action: `sqs:${action}`,
      resource: fields.source,
    })),
    ...(queue?.fields.kmsMasterKeyId === undefined ? [] : [world.key('sqs', 'Decrypt')]),
    ...called(world, fields.target, {}),
  ];
  const presents = { 'aws:SourceAccount': world.account, 'aws:SourceArn': world.arn('pipes', `pipe/${name}`) };
  return [{ role: fields.roleArn, service: 'pipes', presents, needs }];
}

const LOG_DELIVERY = [
  'CreateLogDelivery',
  'GetLogDelivery',
  'UpdateLogDelivery',
  'DeleteLogDelivery',
  'ListLogDeliveries',
  'PutResourcePolicy',
  'DescribeResourcePolicies',
  'DescribeLogGroups',
];
const TRACING = ['PutTraceSegments', 'PutTelemetryRecords', 'GetSamplingRules', 'GetSamplingTargets'];

/** Step Functions guide: "Logging using CloudWatch Logs", "Trace requests with X-Ray", and the page of each service it calls. */
export function stateMachine(world: World, { name, fields }: Thing): readonly Needing[] {
  const group = /log-group:(.*?)(?::\*)?$/.exec(fields.loggingConfiguration?.logDestination ?? '')?.[1] ?? '';
  const needs = [
    ...LOG_DELIVERY.map((action) => ({ action: `logs:${action}`, resource: '*' })),
    ...loggingTo(world, group, 'states/0', ['CreateLogStream', 'PutLogEvents']),
    ...(fields.tracingConfiguration?.enabled === true ? TRACING : []).map((action) => ({
      action: `xray:${action}`,
      resource: '*',
    })),
    ...tasksIn(JSON.parse(fields.definition)).flatMap(({ Resource, Parameters, Arguments }) =>
      called(world, Resource, Parameters ?? Arguments ?? {}),
    ),
  ];
  const presents = { 'aws:SourceAccount': world.account, 'aws:SourceArn': world.arn('states', `stateMachine:${name}`) };
  return [{ role: fields.roleArn, service: 'states', presents, needs }];
}

/** All task states of a definition, however deep. */
export function tasksIn(value: unknown): readonly Fields[] {
  if (typeof value !== 'object' || value === null) return [];
  const fields = value as Fields;
  const inner = Object.values(fields).flatMap(tasksIn);
  return fields.Type === 'Task' ? [fields, ...inner] : inner;
}

/** What calling a target takes, by the ARN that Scheduler, Pipes and Step Functions name it with. */
function called(world: World, target: string, input: Fields): readonly Need[] {
  const plain = /^arn:[^:]+:(lambda|states):[^:]+:\d+:(?:function|stateMachine):/.exec(target);
  if (plain !== null) {
    return [{ action: plain[1] === 'lambda' ? 'lambda:InvokeFunction' : 'states:StartExecution', resource: target }];
  }
  const call = target.split(':::')[1] ?? '';
  const needs = CALLS[call];
  if (needs === undefined) throw new Error(`what calling ${call} takes is not written down; add it to CALLS`);
  return needs(world, input);
}

/** EventBridge guide, "Using identity-based policies": a state machine as target is started as the target's role. */
export function ruleTarget(world: World, { fields }: Thing): readonly Needing[] {
  const { arn, roleArn, rule } = fields;
  if (roleArn === undefined) return [];
  const presents = { 'aws:SourceAccount': world.account, 'aws:SourceArn': world.arn('events', `rule/${rule}`) };
  return [{ role: roleArn, service: 'events', presents, needs: called(world, arn, {}) }];
}

const glue = (action: string, resource: (input: Fields) => string) => (world: World, input: Fields) => [
  { action: `glue:${action}`, resource: world.arn('glue', resource(input)) },
];

const flink =
  (action: string) =>
  (world: World, { ApplicationName }: Fields): readonly Need[] => [
    { action: `kinesisanalytics:${action}`, resource: world.arn('kinesisanalytics', `application/${ApplicationName}`) },
  ];

const CALLS: Readonly<Record<string, (world: World, input: Fields) => readonly Need[]>> = {
  'aws-sdk:glue:startCrawler': glue('StartCrawler', ({ Name }) => `crawler/${Name}`),
  'aws-sdk:glue:getCrawler': glue('GetCrawler', ({ Name }) => `crawler/${Name}`),
  'aws-sdk:glue:startJobRun': glue('StartJobRun', ({ JobName }) => `job/${JobName}`),
  'glue:startJobRun.sync': (world, { JobName }) =>
    ['StartJobRun', 'GetJobRun', 'GetJobRuns', 'BatchStopJobRun'].map((action) => ({
      action: `glue:${action}`,
      resource: world.arn('glue', `job/${JobName}`),
    })),
  'aws-sdk:kinesisanalyticsv2:describeApplication': flink('DescribeApplication'),
  'aws-sdk:kinesisanalyticsv2:startApplication': flink('StartApplication'),
  'aws-sdk:kinesisanalyticsv2:stopApplication': flink('StopApplication'),
  'athena:startQueryExecution.sync': queried,
  ...EMR_CALLS,
  'lambda:invoke': (_world, { FunctionName }) => [{ action: 'lambda:InvokeFunction', resource: FunctionName }],
  'sns:publish': (world, { TopicArn }) => publishingTo(world, TopicArn),
  'sqs:sendMessage': (world, { QueueUrl }) => {
    const [, region, account, queue] = /^https:\/\/sqs\.([^.]+)\.[^/]+\/(\d+)\/(.+)$/.exec(QueueUrl) ?? [];
    return sendingTo(world, `arn:${world.partition}:sqs:${region}:${account}:${queue}`);
  },
};
