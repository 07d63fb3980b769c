/**
 * The bucket that takes the access logs of all zones. Encrypted with S3's own keys: log delivery does not write to a bucket
 * whose default is a customer-managed key.
 */
import type { Construct } from 'constructs';
import { BucketLifecycleConfiguration } from '../../imports/s3.ts';
import type { Managed, Site } from '../block.ts';
import type { LogBucketModel } from '../model/model.ts';
import { ACCESS_LOGS, objectName } from '../names.ts';
import { logBucketPolicy } from '../policies/bucket.ts';
import { BucketBlock } from './bucket.ts';

export class LogBucketBlock extends BucketBlock {
  /** Once this is there, buckets may log to it. */
  readonly policy: Managed;

  constructor(scope: Construct, id: string, site: Site, logs: LogBucketModel) {
    super(scope, id, site, { stage: 'Foundation', component: 'access-logs' });
    const { place, scope: names } = this.model;
    const object = objectName(names, ACCESS_LOGS);
    const { bucket, policy } = this.secureBucket({
      object,
      bucket: logs.bucket,
      accountRegional: names.bucketNamespace === 'AccountRegional',
      objectLock: false,
      keyArn: undefined,
      policy: logBucketPolicy(place, logs.bucket, logs.sources),
    });
    this.managed(BucketLifecycleConfiguration, {
      name: object,
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
    this.policy = policy;
  }
}
