/** What it means to have the accesses of a bucket logged. */
import type { Use } from '../../access/use.ts';
import { bucketArn, objectsArn } from '../../arns.ts';
import { idOf } from '../../kinds/kind.ts';
import { S3 } from '../../kinds/s3.ts';
import type { PipelineModel } from '../../model.ts';

export const ACCESS_LOG_COMPONENT = 'access-logs';

/** S3 writes the log, for this account and this bucket only; it is asked to once it is let in. */
export function logAccess(by: string, { place, logs }: PipelineModel, bucket: string): Use {
  return {
    by,
    of: ACCESS_LOG_COMPONENT,
    after: [idOf(S3.BucketPolicy, logs.object)],
    allow: [],
    admit: [
      {
        sid: 'ServerAccessLogs',
        principal: { service: 'logging.s3.amazonaws.com' },
        actions: ['s3:PutObject'],
        resources: [objectsArn(place, logs.bucket)],
        conditions: {
          StringEquals: { 'aws:SourceAccount': place.accountId },
          ArnLike: { 'aws:SourceArn': [bucketArn(place, bucket)] },
        },
      },
    ],
    calls: [],
  };
}
