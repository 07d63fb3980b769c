/** CloudTrail. */
import { service } from './kind.ts';

export const CLOUDTRAIL = service('cloudtrail', {
  Trail: {
    plural: 'trails',
    identity: 'Named',
    nameLimit: 128,
    tagged: true,
    guarded: true,
    references: { s3BucketName: { to: 's3.Bucket', gives: 'id' } },
  },
});
