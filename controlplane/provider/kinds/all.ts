/** The behaviour of every kind that charts render. */
import type { KindBehaviour } from '../behaviour.ts';
import { ATHENA_BEHAVIOURS } from './athena.ts';
import { BUDGETS_BEHAVIOURS } from './budgets.ts';
import { CLOUDTRAIL_BEHAVIOURS } from './cloudtrail.ts';
import { CLOUDWATCH_BEHAVIOURS } from './cloudwatch.ts';
import { EC2_BEHAVIOURS } from './ec2.ts';
import { EMR_BEHAVIOURS } from './emr.ts';
import { EVENTS_BEHAVIOURS } from './events.ts';
import { FIREHOSE_BEHAVIOURS } from './firehose.ts';
import { FLINK_BEHAVIOURS } from './flink.ts';
import { GLUE_BEHAVIOURS } from './glue.ts';
import { IAM_BEHAVIOURS } from './iam.ts';
import { KINESIS_BEHAVIOURS } from './kinesis.ts';
import { KMS_BEHAVIOURS } from './kms.ts';
import { LAMBDA_BEHAVIOURS } from './lambda.ts';
import { LOGS_BEHAVIOURS } from './logs.ts';
import { MESSAGING_BEHAVIOURS } from './messaging.ts';
import { S3_BEHAVIOURS } from './s3.ts';
import { SFN_BEHAVIOURS } from './sfn.ts';
import { SNS_BEHAVIOURS } from './sns.ts';

export const BEHAVIOURS: readonly KindBehaviour[] = [
  ...S3_BEHAVIOURS,
  ...KMS_BEHAVIOURS,
  ...IAM_BEHAVIOURS,
  ...EC2_BEHAVIOURS,
  ...EMR_BEHAVIOURS,
  ...GLUE_BEHAVIOURS,
  ...KINESIS_BEHAVIOURS,
  ...LOGS_BEHAVIOURS,
  ...LAMBDA_BEHAVIOURS,
  ...FIREHOSE_BEHAVIOURS,
  ...FLINK_BEHAVIOURS,
  ...MESSAGING_BEHAVIOURS,
  ...SNS_BEHAVIOURS,
  ...ATHENA_BEHAVIOURS,
  ...CLOUDTRAIL_BEHAVIOURS,
  ...BUDGETS_BEHAVIOURS,
  ...CLOUDWATCH_BEHAVIOURS,
  ...SFN_BEHAVIOURS,
  ...EVENTS_BEHAVIOURS,
];
