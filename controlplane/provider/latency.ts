/** How long AWS takes. Reality takes minutes where the demo takes seconds; the proportions are kept. */
import type { KindKey, ManagedKind } from '../../charts/kinds/kind.ts';
import type { Clock } from '../../controller/runtime/clock.ts';
import type { Operation } from './behaviour.ts';

/** Milliseconds that one background operation on an object of this kind takes. */
export type Latency = (kind: ManagedKind, operation: Operation) => number;

/** Near nothing, but never the same order twice. */
export function testLatency(clock: Clock): Latency {
  return () => clock.random() * 20;
}

const DEMO_CREATE_MS: Readonly<Record<KindKey, number>> = {
  'kms.Key': 1_500,
  'kms.Alias': 300,
  's3.Bucket': 400,
  's3.BucketLifecycleConfiguration': 900,
  's3.BucketPolicy': 300,
  'ec2.VPC': 1_200,
  'ec2.VPCEndpoint': 2_500,
  'ec2.NATGateway': 4_000,
  'firehose.DeliveryStream': 2_500,
  'glue.CatalogDatabase': 200,
  'glue.CatalogTable': 250,
  'glue.Crawler': 600,
  'iam.Role': 500,
  'iam.RolePolicy': 250,
  'kinesis.Stream': 1_800,
  'kinesis.StreamConsumer': 800,
  'kinesisanalyticsv2.Application': 3_500,
  'lambda.Function': 1_500,
  's3.Object': 300,
  'cloudwatch.MetricAlarm': 200,
  'cloudwatchevents.Rule': 300,
  'cloudwatchevents.Target': 300,
  'pipes.Pipe': 2_500,
  'athena.Workgroup': 500,
  'athena.NamedQuery': 300,
  'sfn.StateMachine': 600,
  'sns.Topic': 400,
  'sns.TopicSubscription': 400,
  'sqs.Queue': 1_200,
  'scheduler.Schedule': 300,
  'scheduler.ScheduleGroup': 300,
};
const DEMO_OTHER_MS = 200;
const SHARE: Readonly<Record<Operation, number>> = { Create: 1, Update: 0.5, Delete: 0.7 };

/** @param factor 1 for the usual pace, 10 for a slow show */
export function demoLatency(clock: Clock, factor = 1): Latency {
  return (kind, operation) => {
    const typicalMs = (DEMO_CREATE_MS[kind.key] ?? DEMO_OTHER_MS) * SHARE[operation] * factor;
    return typicalMs * (0.8 + 0.4 * clock.random());
  };
}
