/** S3. Sub-configurations of a bucket are kinds of their own. */
import { ZONE_RULE } from '../../crds/schema/lifecycle.ts';
import { type KindFacts, service } from './kind.ts';

/** Key of the one lifecycle rule of the bucket for records of accesses. */
export const AUDIT_RULE = 'audit';

const BUCKET = { to: 's3.Bucket', gives: 'id' } as const;

/** A sub-configuration: one whole document per bucket, identified by the bucket's name. */
const PART_OF_BUCKET = {
  identity: 'Assigned',
  namedBy: 'bucket',
  nameLimit: 63,
  partOf: { kind: 's3.Bucket', by: 'bucket' },
  nameScope: 'Partition',
} as const satisfies Partial<KindFacts>;

/** One that must stay as long as the data. */
const OF_BUCKET = { ...PART_OF_BUCKET, retained: true } as const satisfies Partial<KindFacts>;

export const S3 = service('s3', {
  Bucket: {
    plural: 'buckets',
    identity: 'Named',
    nameLimit: 63,
    nameScope: 'Partition',
    tagged: true,
    guarded: true,
    retained: true,
    observed: ['arn', 'forceDestroy'],
    shown: [
      'tags',
      'policy',
      'versioning.enabled',
      'serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.kmsMasterKeyId',
    ],
    immutable: ['objectLockEnabled', 'bucketNamespace'],
    dataRoot: true,
    emptiedBy: 'forceDestroy',
  },
  // S3 takes none without a rule, so what the spec no longer says has to go, and nothing is lost by it.
  BucketCorsConfiguration: {
    ...PART_OF_BUCKET,
    plural: 'bucketcorsconfigurations',
    shown: ['corsRule'],
    immutable: ['bucket', 'expectedBucketOwner'],
    references: { bucket: BUCKET },
  },
  BucketLifecycleConfiguration: {
    ...OF_BUCKET,
    plural: 'bucketlifecycleconfigurations',
    shown: ['rule'],
    keeps: [
      {
        list: 'rule',
        by: 'id',
        main: { key: ZONE_RULE, says: 'lifecycle' },
        othersSay: 'lifecycleRules',
        fieldsOf: { [AUDIT_RULE]: 'retentionDays' },
        active: { field: 'status', is: 'Enabled' },
        scope: 'filter',
        each: [
          {
            path: 'expiration.days',
            absent: 'ForEver',
            says: 'expireAfterDays',
            why: 'objects older than {to} days would be deleted',
          },
          {
            path: 'noncurrentVersionExpiration.noncurrentDays',
            absent: 'ForEver',
            says: 'noncurrentExpireAfterDays',
            why: 'versions that were replaced or deleted more than {to} days ago would be deleted for good',
          },
          {
            path: 'noncurrentVersionExpiration.newerNoncurrentVersions',
            absent: 'Nothing',
            says: 'noncurrentVersionsKept',
            why: 'of older versions only the newest {to} would be kept',
          },
        ],
      },
    ],
    immutable: ['bucket', 'expectedBucketOwner'],
    references: { bucket: { to: 's3.Bucket', gives: 'externalName' } },
  },
  BucketLogging: {
    ...OF_BUCKET,
    plural: 'bucketloggings',
    immutable: ['bucket', 'expectedBucketOwner'],
    references: {
      bucket: { to: 's3.Bucket', gives: 'externalName' },
      targetBucket: { to: 's3.Bucket', gives: 'externalName' },
    },
  },
  BucketNotification: {
    ...OF_BUCKET,
    plural: 'bucketnotifications',
    shown: ['eventbridge', 'queue', 'topic', 'lambdaFunction'],
    immutable: ['bucket'],
    references: { bucket: BUCKET, 'queue.queueArn': { to: 'sqs.Queue', gives: 'arn' } },
  },
  BucketObjectLockConfiguration: {
    ...OF_BUCKET,
    plural: 'bucketobjectlockconfigurations',
    immutable: ['bucket', 'expectedBucketOwner', 'objectLockEnabled'],
    references: { bucket: BUCKET },
  },
  BucketOwnershipControls: {
    ...OF_BUCKET,
    plural: 'bucketownershipcontrols',
    immutable: ['bucket'],
    references: { bucket: BUCKET },
  },
  BucketPolicy: { ...OF_BUCKET, plural: 'bucketpolicies', immutable: ['bucket'], references: { bucket: BUCKET } },
  BucketPublicAccessBlock: {
    ...OF_BUCKET,
    plural: 'bucketpublicaccessblocks',
    immutable: ['bucket'],
    references: { bucket: BUCKET },
  },
  BucketServerSideEncryptionConfiguration: {
    ...OF_BUCKET,
    plural: 'bucketserversideencryptionconfigurations',
    immutable: ['bucket', 'expectedBucketOwner'],
    references: {
      bucket: BUCKET,
      'rule.applyServerSideEncryptionByDefault.kmsMasterKeyId': { to: 'kms.Key', gives: 'arn' },
    },
  },
  BucketVersioning: {
    ...OF_BUCKET,
    plural: 'bucketversionings',
    immutable: ['bucket', 'expectedBucketOwner'],
    references: { bucket: BUCKET },
  },
  Object: {
    plural: 'objects',
    identity: 'Assigned',
    namedBy: 'key',
    nameLimit: 1024,
    partOf: { kind: 's3.Bucket', by: 'bucket' },
    nameScope: 'Partition',
    tagged: true,
    tagLimit: 10,
    succeeded: 'InComponent',
    immutable: ['bucket', 'key'],
    references: { bucket: BUCKET },
  },
});
