/** S3: the bucket, and its sub-configurations, each a whole document that belongs to the bucket and goes with it. */

import type { ManagedKind } from '../../../charts/kinds/kind.ts';
import { S3 } from '../../../charts/kinds/s3.ts';
import { apiError } from '../aws-fault.ts';
import { type Input, type KindBehaviour, type Requirement, text } from '../behaviour.ts';

/** Of the recordings; every bucket has one. */
const CANONICAL_USER = '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a';

const bucket: KindBehaviour = {
  kind: S3.Bucket,
  service: 'S3',
  calls: { Create: 'CreateBucket', Update: 'PutBucketTagging', Delete: 'DeleteBucket' },
  title: ({ name }) => `S3 Bucket (${name})`,
  address: ({ name }) => name,
  taken: () =>
    apiError(
      409,
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
    ),
  unset: {
    accelerationStatus: '',
    forceDestroy: false,
    logging: {},
    objectLockConfiguration: {},
    objectLockEnabled: false,
    replicationConfiguration: {},
    requestPayer: '',
    serverSideEncryptionConfiguration: {},
    versioning: { enabled: false, mfaDelete: false },
    website: {},
  },
  refusesCreate: ({ name, scope, desired }, aws) => {
    const elsewhere = aws.list({ type: 's3.Bucket', address: name, state: 'Active' });
    if (elsewhere.length > 0) {
      return apiError(
        409,
        'BucketAlreadyExists',
        'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      );
    }
    const regional = `-${scope.account}-${scope.region}-an`;
    const wrongSuffix = (desired.bucketNamespace === 'account-regional') !== name.endsWith(regional);
    return wrongSuffix || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)
      ? apiError(400, 'InvalidBucketName', 'The specified bucket is not valid.')
      : undefined;
  },
  refusesDelete: ({ contents, attributes }) =>
    contents > 0 && attributes.forceDestroy !== true
      ? apiError(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty')
      : undefined,
  outputs: ({ address, scope, account, region }, aws) => ({
    arn: `arn:${scope.partition}:s3:::${address}`,
    bucketDomainName: `${address}.s3.amazonaws.com`,
    bucketRegion: scope.region,
    bucketRegionalDomainName: `${address}.s3.${scope.region}.amazonaws.com`,
    grant: [{ id: CANONICAL_USER, permissions: ['FULL_CONTROL'], type: 'CanonicalUser', uri: '' }],
    hostedZoneId: 'Z3AQBSTGFYJSTF',
    id: address,
    policy: text(aws.find({ type: 's3.BucketPolicy', account, region, address })?.attributes ?? {}, 'policy'),
  }),
};

type PartFacts = Pick<KindBehaviour, 'unset'> & Partial<Pick<KindBehaviour, 'requires' | 'refusesCreate'>>;

/** A sub-configuration: identified by the bucket's name, written again and again at will. */
function part(kind: ManagedKind, what: string, call: string, facts: PartFacts): KindBehaviour {
  const ownBucket = (input: Input): Requirement => ({
    type: 's3.Bucket',
    address: text(input.desired, 'bucket'),
    partOf: true,
    fault: apiError(404, 'NoSuchBucket', 'The specified bucket does not exist'),
  });
  return {
    kind,
    service: 'S3',
    calls: { Create: `Put${call}`, Update: `Put${call}`, Delete: `Delete${call}` },
    title: ({ desired }) => `S3 Bucket (${text(desired, 'bucket')}) ${what}`,
    address: ({ desired }) => text(desired, 'bucket'),
    recreate: 'Overwrites',
    outputs: ({ address }) => ({ id: address }),
    ...facts,
    requires: (input) => [ownBucket(input), ...(facts.requires?.(input) ?? [])],
  };
}

export const S3_BEHAVIOURS: readonly KindBehaviour[] = [
  bucket,
  part(S3.BucketLifecycleConfiguration, 'Lifecycle Configuration', 'BucketLifecycleConfiguration', {
    unset: { expectedBucketOwner: '', transitionDefaultMinimumObjectSize: 'all_storage_classes_128K' },
  }),
  part(S3.BucketLogging, 'Logging', 'BucketLogging', {
    unset: { expectedBucketOwner: '', targetObjectKeyFormat: {} },
    requires: ({ desired }) => [
      {
        type: 's3.Bucket',
        address: text(desired, 'targetBucket'),
        fault: apiError(400, 'InvalidTargetBucketForLogging', 'The target bucket for logging does not exist.'),
      },
    ],
  }),
  part(S3.BucketNotification, 'Notification', 'BucketNotificationConfiguration', { unset: { eventbridge: false } }),
  part(S3.BucketObjectLockConfiguration, 'Object Lock Configuration', 'ObjectLockConfiguration', {
    unset: {
      expectedBucketOwner: '',
      objectLockEnabled: 'Enabled',
      rule: { defaultRetention: { days: 0, mode: '', years: 0 } },
    },
    refusesCreate: ({ scope, desired }, aws) => {
      const at = { account: scope.account, region: scope.region, address: text(desired, 'bucket') };
      const locked = aws.find({ type: 's3.Bucket', ...at })?.attributes.objectLockEnabled === true;
      const versioning = aws.find({ type: 's3.BucketVersioning', ...at })?.attributes.versioningConfiguration;
      const versioned =
        typeof versioning === 'object' &&
        versioning !== null &&
        'status' in versioning &&
        versioning.status === 'Enabled';
      return locked || versioned
        ? undefined
        : apiError(
            409,
            'InvalidBucketState',
            "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
          );
    },
  }),
  part(S3.BucketOwnershipControls, 'Ownership Controls', 'BucketOwnershipControls', { unset: {} }),
  part(S3.BucketPolicy, 'Policy', 'BucketPolicy', { unset: {} }),
  part(S3.BucketPublicAccessBlock, 'Public Access Block', 'PublicAccessBlock', {
    unset: {
      blockPublicAcls: false,
      blockPublicPolicy: false,
      ignorePublicAcls: false,
      restrictPublicBuckets: false,
    },
  }),
  part(S3.BucketServerSideEncryptionConfiguration, 'Server-side Encryption Configuration', 'BucketEncryption', {
    unset: { expectedBucketOwner: '' },
  }),
  part(S3.BucketVersioning, 'Versioning', 'BucketVersioning', {
    unset: { expectedBucketOwner: '', versioningConfiguration: { mfaDelete: '', status: '' } },
  }),
];
