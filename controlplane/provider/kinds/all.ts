/** The behaviour of every kind that charts render. */
import type { KindBehaviour } from '../behaviour.ts';
import { GLUE } from './glue.ts';
import { IAM } from './iam.ts';
import { KINESIS } from './kinesis.ts';
import { KMS } from './kms.ts';
import { MESSAGING } from './messaging.ts';
import { S3 } from './s3.ts';

export const BEHAVIOURS: readonly KindBehaviour[] = [...S3, ...KMS, ...IAM, ...GLUE, ...KINESIS, ...MESSAGING];
