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
import { Block, type Managed } from '../block.ts';
import { type PolicyDocument, serialisePolicy } from '../policies/document.ts';

export interface BucketSettings {
  /** metadata.name of the bucket and its parts. */
  readonly object: string;
  readonly bucket: string;
  readonly accountRegional: boolean;
  readonly objectLock: boolean;
  /** ARN of the KMS key, or undefined for S3's own keys. */
  readonly keyArn: string | undefined;
  readonly policy: PolicyDocument;
}

export abstract class BucketBlock extends Block {
  protected secureBucket(settings: BucketSettings): { readonly bucket: Managed; readonly policy: Managed } {
    const { region } = this.model.place;
    const part = { region, bucket: settings.bucket };
    const bucket = this.managed(Bucket, {
      name: settings.object,
      awsName: settings.bucket,
      forProvider: {
        region,
        ...(settings.accountRegional ? { bucketNamespace: 'account-regional' } : {}),
        ...(settings.objectLock ? { objectLockEnabled: true } : {}),
      },
    });
    const publicAccess = this.managed(BucketPublicAccessBlock, {
      name: settings.object,
      after: [bucket],
      forProvider: {
        ...part,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
    });
    const ownership = this.managed(BucketOwnershipControls, {
      name: settings.object,
      after: [bucket],
      forProvider: { ...part, rule: { objectOwnership: 'BucketOwnerEnforced' } },
    });
    this.managed(BucketServerSideEncryptionConfiguration, {
      name: settings.object,
      after: [bucket],
      forProvider: { ...part, rule: [encryptionRule(settings.keyArn)] },
    });
    // S3 answers 409 when it has several parts of one bucket to write; the policy is the part that may wait.
    const policy = this.managed(BucketPolicy, {
      name: settings.object,
      after: [publicAccess, ownership],
      forProvider: { ...part, policy: serialisePolicy(settings.policy) },
    });
    return { bucket, policy };
  }
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
