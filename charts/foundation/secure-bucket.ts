/**
 * What every bucket of a pipeline has, whatever is in it: it is private, owned by the account alone, encrypted, and takes
 * no request without TLS. S3 keeps each of these as one whole document per bucket, so each is rendered exactly once.
 */
import {
  Bucket,
  BucketOwnershipControls,
  BucketPolicy,
  BucketPublicAccessBlock,
  BucketServerSideEncryptionConfiguration,
} from '../../imports/s3.ts';
import { type Statement, serialisePolicy } from '../access/document.ts';
import { bucketArn, objectsArn, type Place } from '../arns.ts';
import type { Block } from '../block.ts';
import { bucketName, type NameScope, objectName } from '../names.ts';

/** The names of a bucket. */
export interface BucketModel {
  /** metadata.name of the bucket and its parts. */
  readonly object: string;
  /** In S3. */
  readonly bucket: string;
  /** The name lies in the account's own part of S3's name space. */
  readonly accountRegional: boolean;
}

export function bucketModel(scope: NameScope, word: string): BucketModel {
  return {
    object: objectName(scope, word),
    bucket: bucketName(scope, word),
    accountRegional: scope.bucketNamespace === 'AccountRegional',
  };
}

export interface BucketSettings {
  readonly objectLock: boolean;
  /** ARN of the KMS key, or undefined for S3's own keys. */
  readonly keyArn: string | undefined;
  /** What the bucket's policy says beyond: no request without TLS. */
  readonly admit: readonly Statement[];
}

/** Returns the id of the bucket, which its further parts come after. */
export function secureBucket(block: Block, place: Place, model: BucketModel, settings: BucketSettings): string {
  const part = { region: place.region, bucket: model.bucket };
  const bucket = block.managed(Bucket, {
    name: model.object,
    awsName: model.bucket,
    forProvider: {
      region: place.region,
      ...(model.accountRegional ? { bucketNamespace: 'account-regional' } : {}),
      ...(settings.objectLock ? { objectLockEnabled: true } : {}),
    },
  });
  const publicAccess = block.managed(BucketPublicAccessBlock, {
    name: model.object,
    after: [bucket],
    forProvider: {
      ...part,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
  });
  const ownership = block.managed(BucketOwnershipControls, {
    name: model.object,
    after: [bucket],
    forProvider: { ...part, rule: { objectOwnership: 'BucketOwnerEnforced' } },
  });
  block.managed(BucketServerSideEncryptionConfiguration, {
    name: model.object,
    after: [bucket],
    forProvider: { ...part, rule: [encryptionRule(settings.keyArn)] },
  });
  block.managed(BucketPolicy, {
    name: model.object,
    // S3 answers 409 when it has several parts of one bucket to write; the policy is the part that may wait.
    after: [publicAccess, ownership],
    forProvider: {
      ...part,
      // A bucket has exactly one policy, so everything that concerns it is one document.
      policy: serialisePolicy({ statements: [tlsOnly(place, model.bucket), ...settings.admit] }),
    },
  });
  return bucket;
}

/** No request without TLS, whoever asks. */
function tlsOnly(place: Place, bucket: string): Statement {
  return {
    sid: 'TlsOnly',
    effect: 'Deny',
    principal: '*',
    actions: ['s3:*'],
    resources: [bucketArn(place, bucket), objectsArn(place, bucket)],
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** Objects under keys that only a client holds could never be read by the pipeline: such uploads are refused. */
const CLIENT_KEYS = ['SSE-C'];

function encryptionRule(keyArn: string | undefined) {
  if (keyArn === undefined) {
    return { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' }, blockedEncryptionTypes: CLIENT_KEYS };
  }
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
    blockedEncryptionTypes: CLIENT_KEYS,
    // One data key per bucket and while instead of one per object: a fraction of the KMS requests.
    bucketKeyEnabled: true,
  };
}
