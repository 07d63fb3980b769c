/** A zone's lifecycle as the one rule of its bucket. */
import type { Lifecycle } from '../../../crds/datapipeline.ts';
import type { BucketLifecycleConfigurationSpecForProviderRule } from '../../../imports/s3.ts';

/** The provider keeps singletons of this kind as lists of one. */
export function lifecycleRule(lifecycle: Lifecycle): BucketLifecycleConfigurationSpecForProviderRule {
  const { transitions = [], expireAfterDays, noncurrentVersionsKept } = lifecycle;
  return {
    id: 'zone',
    status: 'Enabled',
    filter: [{ prefix: '' }],
    ...(transitions.length === 0
      ? {}
      : { transition: transitions.map(({ afterDays, storageClass }) => ({ days: afterDays, storageClass })) }),
    // An expiry by age also clears delete markers that nothing is left behind; S3 takes only one of the two.
    expiration: [expireAfterDays === undefined ? { expiredObjectDeleteMarker: true } : { days: expireAfterDays }],
    noncurrentVersionExpiration: [
      {
        noncurrentDays: lifecycle.noncurrentExpireAfterDays,
        ...(noncurrentVersionsKept === undefined ? {} : { newerNoncurrentVersions: noncurrentVersionsKept }),
      },
    ],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: lifecycle.abortIncompleteUploadsAfterDays }],
  };
}
