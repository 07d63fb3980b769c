/**
 * The bucket that takes the access logs of all zones. Encrypted with S3's own keys: log delivery does not write to a bucket
 * whose default is a customer-managed key.
 */
import { BucketLifecycleConfiguration } from '../../../imports/s3.ts';
import { admissionsTo } from '../../access/use.ts';
import type { PipelineModel } from '../../model.ts';
import type { Part } from '../../part.ts';
import { secureBucket } from '../secure-bucket.ts';
import { ACCESS_LOG_COMPONENT } from './uses.ts';

export function accessLogParts({ place, logs }: PipelineModel, before: readonly Part[]): readonly Part[] {
  const admit = admissionsTo(
    ACCESS_LOG_COMPONENT,
    before.flatMap((part) => part.uses),
  );
  return [
    {
      component: ACCESS_LOG_COMPONENT,
      stage: 'Foundation',
      uses: [],
      build(block) {
        const bucket = secureBucket(block, place, logs, { objectLock: false, keyArn: undefined, admit });
        block.managed(BucketLifecycleConfiguration, {
          name: logs.object,
          after: [bucket],
          forProvider: {
            region: place.region,
            bucket: logs.bucket,
            rule: [
              {
                id: 'expire',
                status: 'Enabled',
                filter: [{ prefix: '' }],
                expiration: [{ days: logs.expireAfterDays }],
                abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
              },
            ],
            transitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
          },
        });
      },
    },
  ];
}
