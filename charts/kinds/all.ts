/** Every kind in use: what charts render, the controller watches and may touch, `cdk8s import` makes classes of. */
import { ATHENA } from './athena.ts';
import { BUDGETS } from './budgets.ts';
import { CLOUDTRAIL } from './cloudtrail.ts';
import { CLOUDWATCH } from './cloudwatch.ts';
import { EVENTS } from './cloudwatchevents.ts';
import { LOGS } from './cloudwatchlogs.ts';
import { EC2 } from './ec2.ts';
import { EMR } from './emr.ts';
import { EMR_SERVERLESS } from './emrserverless.ts';
import { FIREHOSE } from './firehose.ts';
import { GLUE } from './glue.ts';
import { IAM } from './iam.ts';
import type { ManagedKind } from './kind.ts';
import { KINESIS } from './kinesis.ts';
import { FLINK } from './kinesisanalyticsv2.ts';
import { KMS } from './kms.ts';
import { LAMBDA } from './lambda.ts';
import { PIPES } from './pipes.ts';
import { S3 } from './s3.ts';
import { SCHEDULER } from './scheduler.ts';
import { SFN } from './sfn.ts';
import { SNS } from './sns.ts';
import { SQS } from './sqs.ts';

/** In a stable order. */
export const MANAGED_KINDS: readonly ManagedKind[] = [
  ATHENA,
  BUDGETS,
  CLOUDTRAIL,
  CLOUDWATCH,
  EVENTS,
  LOGS,
  EC2,
  EMR,
  EMR_SERVERLESS,
  FIREHOSE,
  GLUE,
  IAM,
  KINESIS,
  FLINK,
  KMS,
  LAMBDA,
  PIPES,
  S3,
  SCHEDULER,
  SFN,
  SNS,
  SQS,
].flatMap((rows): readonly ManagedKind[] => Object.values(rows));

const BY_GVK: ReadonlyMap<string, ManagedKind> = new Map(
  MANAGED_KINDS.map((kind) => [`${kind.group}/${kind.version}/${kind.kind}`, kind]),
);

/** The row for an apiVersion and kind; undefined for what charts never render. */
export function managedKind(apiVersion: string, kind: string): ManagedKind | undefined {
  return BY_GVK.get(`${apiVersion}/${kind}`);
}
