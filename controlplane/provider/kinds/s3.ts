/** S3: the bucket, and its sub-configurations, each a whole document that belongs to the bucket and goes with it. */

import type { ManagedKind } from '../../../charts/kinds/kind.ts';
import { S3 } from '../../../charts/kinds/s3.ts';
import type { SimulatedAws } from '../aws.ts';
import { type AwsFault, apiError } from '../aws-fault.ts';
import { type Input, isObject, type KindBehaviour, type Requirement, text } from '../behaviour.ts';
import { type Facts, fromRecording } from '../from-recording.ts';
import { receiversOf, refusesCors, refusesNotification } from '../rules/bucket-events.ts';
import { refusesBucketPolicy } from '../rules/bucket-policy.ts';
import { refusesLifecycle } from '../rules/lifecycle.ts';
import { listOf, statementsIn } from '../rules/policies.ts';

const bucket = fromRecording(S3.Bucket, {
  calls: { Update: 'PutBucketTagging' },
  taken: () =>
    apiError(
      409,
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
    ),
  refuses: {
    create: refusesBucket,
    delete: ({ contents, attributes }) =>
      contents > 0 && attributes.forceDestroy !== true
        ? apiError(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty')
        : undefined,
  },
  outputs: {
    arn: ({ address, scope }) => `arn:${scope.partition}:s3:::${address}`,
    policy: ({ address, account, region }, aws) =>
      text(aws.find({ type: 's3.BucketPolicy', account, region, address })?.attributes ?? {}, 'policy'),
  },
});

function refusesBucket({ name, scope, desired }: Input, aws: SimulatedAws): AwsFault | undefined {
  if (aws.exists({ type: 's3.Bucket', address: name })) {
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
}

/** A sub-configuration: identified by the bucket's name, written again and again at will. */
function part(kind: ManagedKind, what: string, call: string, facts: Facts = {}): KindBehaviour {
  const ownBucket = ({ desired }: Input): Requirement => ({
    type: 's3.Bucket',
    address: text(desired, 'bucket'),
    partOf: true,
    fault: apiError(404, 'NoSuchBucket', 'The specified bucket does not exist'),
  });
  return fromRecording(kind, {
    calls: { Create: `Put${call}`, Update: `Put${call}`, Delete: `Delete${call}` },
    title: ({ desired }) => `S3 Bucket (${text(desired, 'bucket')}) ${what}`,
    address: ({ desired }) => text(desired, 'bucket'),
    recreate: 'Overwrites',
    ...facts,
    requires: (input) => [ownBucket(input), ...(facts.requires?.(input) ?? [])],
  });
}

function refusesObjectLock({ scope, desired }: Input, aws: SimulatedAws): AwsFault | undefined {
  const at = { account: scope.account, region: scope.region, address: text(desired, 'bucket') };
  const locked = aws.find({ type: 's3.Bucket', ...at })?.attributes.objectLockEnabled === true;
  const versioning = aws.find({ type: 's3.BucketVersioning', ...at })?.attributes.versioningConfiguration;
  if (locked || (isObject(versioning) && versioning.status === 'Enabled')) return undefined;
  const message = "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration";
  return apiError(409, 'InvalidBucketState', message);
}

const LOG_DELIVERY = 'logging.s3.amazonaws.com';
const NOT_ADMITTED = apiError(
  400,
  'InvalidTargetBucketForLogging',
  'You must give the log-delivery group WRITE and READ_ACP permissions to the target bucket',
);

/** Who takes logs says so in its policy; ACLs are off. */
function refusesLogTarget({ scope, desired }: Input, aws: SimulatedAws): AwsFault | undefined {
  const address = text(desired, 'targetBucket');
  const { account, region } = scope;
  const target = aws.find({ type: 's3.Bucket', account, region, address });
  if (target === undefined) {
    const message = 'The owner and location of the target bucket must be those of the bucket to be logged.';
    return apiError(400, 'InvalidTargetBucketForLogging', message);
  }
  const policy = aws.find({ type: 's3.BucketPolicy', account, region, address })?.attributes ?? {};
  const admits = (statementsIn(text(policy, 'policy')) ?? []).some(
    ({ Effect: effect, Principal: principal }) =>
      effect === 'Allow' && isObject(principal) && listOf(principal.Service).includes(LOG_DELIVERY),
  );
  return admits ? undefined : NOT_ADMITTED;
}

function refusesReceivers({ scope: { account, region }, desired }: Input, aws: SimulatedAws): AwsFault | undefined {
  const statements = aws.list({ type: 'lambda.Permission', account, region, state: 'Active' });
  return refusesNotification(desired, (called) =>
    statements.some(
      ({ attributes }) =>
        text(attributes, 'functionName') === called &&
        text(attributes, 'principal') === 's3.amazonaws.com' &&
        text(attributes, 'sourceArn').endsWith(`:::${text(desired, 'bucket')}`),
    ),
  );
}

/** A put overwrites what is there under the key. */
const object = fromRecording(S3.Object, {
  calls: { Create: 'PutObject', Update: 'PutObject', Delete: 'DeleteObject' },
  title: ({ desired }) => `S3 Object (${text(desired, 'key')}) in Bucket (${text(desired, 'bucket')})`,
  creating: 'uploading',
  address: ({ desired }) => `${text(desired, 'bucket')}/${text(desired, 'key')}`,
  recreate: 'Overwrites',
  requires: ({ desired }) => [
    {
      type: 's3.Bucket',
      address: text(desired, 'bucket'),
      partOf: true,
      fault: apiError(404, 'NoSuchBucket', 'The specified bucket does not exist'),
    },
  ],
});

export const S3_BEHAVIOURS: readonly KindBehaviour[] = [
  bucket,
  part(S3.BucketCorsConfiguration, 'CORS Configuration', 'BucketCors', {
    refuses: { create: ({ desired }) => refusesCors(desired), update: (_, { desired }) => refusesCors(desired) },
  }),
  // The recorded one never became ready; these two are from the provider's schema.
  part(S3.BucketLifecycleConfiguration, 'Lifecycle Configuration', 'BucketLifecycleConfiguration', {
    unset: { expectedBucketOwner: '', transitionDefaultMinimumObjectSize: 'all_storage_classes_128K' },
    outputs: { id: ({ address }) => address },
    refuses: {
      create: ({ desired }) => refusesLifecycle(desired),
      update: (_, { desired }) => refusesLifecycle(desired),
    },
  }),
  part(S3.BucketLogging, 'Logging', 'BucketLogging', {
    requires: ({ desired }) => {
      const message = 'The target bucket for logging does not exist.';
      const address = text(desired, 'targetBucket');
      return [
        { type: 's3.Bucket', address, fault: apiError(400, 'InvalidTargetBucketForLogging', message) },
        { type: 's3.BucketPolicy', address, fault: NOT_ADMITTED },
      ];
    },
    refuses: { create: refusesLogTarget, update: (_, input, aws) => refusesLogTarget(input, aws) },
  }),
  part(S3.BucketNotification, 'Notification', 'BucketNotificationConfiguration', {
    requires: receiversOf,
    refuses: { create: refusesReceivers, update: (_, input, aws) => refusesReceivers(input, aws) },
  }),
  part(S3.BucketObjectLockConfiguration, 'Object Lock Configuration', 'ObjectLockConfiguration', {
    refuses: { create: refusesObjectLock },
  }),
  part(S3.BucketOwnershipControls, 'Ownership Controls', 'BucketOwnershipControls'),
  part(S3.BucketPolicy, 'Policy', 'BucketPolicy', {
    refuses: {
      create: refusesBucketPolicy,
      update: (_, input, aws) => refusesBucketPolicy(input, aws),
    },
  }),
  part(S3.BucketPublicAccessBlock, 'Public Access Block', 'PublicAccessBlock'),
  part(S3.BucketServerSideEncryptionConfiguration, 'Server-side Encryption Configuration', 'BucketEncryption'),
  part(S3.BucketVersioning, 'Versioning', 'BucketVersioning'),
  object,
];
