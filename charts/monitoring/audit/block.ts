/**
 * The trail of a pipeline, with the bucket that it alone writes to. The bucket takes a lock from the first, because S3 lets
 * nobody add that later; whether records are locked is a setting (docs/adr/0052).
 */
import { Trail } from '../../../imports/cloudtrail.ts';
import {
  BucketLifecycleConfiguration,
  BucketLogging,
  BucketObjectLockConfiguration,
  BucketVersioning,
} from '../../../imports/s3.ts';
import type { Statement } from '../../access/document.ts';
import { afterAll, type Use } from '../../access/use.ts';
import { bucketArn, objectsArn, type Place, trailArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { logAccess } from '../../foundation/access-logs/uses.ts';
import { letIntoKey } from '../../foundation/encryption/uses.ts';
import { secureBucket } from '../../foundation/secure-bucket.ts';
import { idOf } from '../../kinds/kind.ts';
import { AUDIT_RULE, S3 } from '../../kinds/s3.ts';
import type { PipelineModel } from '../../model.ts';
import type { Part } from '../../part.ts';
import { auditCost } from './cost.ts';
import type { AuditModel } from './model.ts';

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

export function auditParts(model: PipelineModel): readonly Part[] {
  const { audit, place } = model;
  if (audit === undefined) return [];
  const logging = logAccess(audit.component, model, audit.bucket.bucket);
  const encrypting = encryptRecords(model, audit);
  return [
    {
      component: audit.component,
      stage: 'Foundation',
      uses: [logging, encrypting],
      facts: { auditLogs: `s3://${audit.bucket.bucket}/${folderOf(place)}CloudTrail/` },
      cost: auditCost(model, audit),
      build(block) {
        addBucket(block, model, audit, afterAll([logging]));
        addTrail(block, model, audit, afterAll([encrypting]));
      },
    },
  ];
}

/** CloudTrail's own, within the bucket. */
function folderOf({ accountId }: Place): string {
  return `AWSLogs/${accountId}/`;
}

function addBucket(
  block: Block,
  { place, key, logs }: PipelineModel,
  audit: AuditModel,
  logged: readonly string[],
): void {
  const { bucket, retentionDays, locked } = audit;
  const part = { region: place.region, bucket: bucket.bucket };
  const made = secureBucket(block, place, bucket, {
    objectLock: true,
    keyArn: key.arn,
    admit: takeRecords(place, audit),
  });
  const versioning = block.managed(BucketVersioning, {
    name: bucket.object,
    after: [made],
    forProvider: { ...part, versioningConfiguration: { status: 'Enabled' } },
  });
  block.managed(BucketLifecycleConfiguration, {
    name: bucket.object,
    after: [versioning],
    forProvider: {
      ...part,
      rule: [
        {
          id: AUDIT_RULE,
          status: 'Enabled',
          filter: [{ prefix: '' }],
          expiration: [{ days: retentionDays }],
          noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
      transitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
    },
  });
  if (locked) {
    block.managed(BucketObjectLockConfiguration, {
      name: bucket.object,
      after: [versioning],
      forProvider: {
        ...part,
        objectLockEnabled: 'Enabled',
        rule: { defaultRetention: { mode: 'GOVERNANCE', days: retentionDays } },
      },
    });
  }
  block.managed(BucketLogging, {
    name: bucket.object,
    after: [made, ...logged],
    forProvider: {
      ...part,
      targetBucket: logs.bucket,
      targetPrefix: `${audit.component}/`,
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } },
    },
  });
}

function addTrail(
  block: Block,
  { place, key, zones }: PipelineModel,
  audit: AuditModel,
  after: readonly string[],
): void {
  const { object, trail, readWriteType, bucket } = audit;
  block.managed(Trail, {
    name: object,
    awsName: trail,
    // CloudTrail tries the bucket and the key before it takes either.
    after: [idOf(S3.BucketPolicy, bucket.object), ...after],
    forProvider: {
      region: place.region,
      s3BucketName: bucket.bucket,
      kmsKeyId: key.arn,
      enableLogFileValidation: true,
      enableLogging: true,
      isMultiRegionTrail: false,
      isOrganizationTrail: false,
      includeGlobalServiceEvents: false,
      eventSelector: [
        {
          readWriteType,
          // The account has its own trail of those, and a second copy is dear.
          includeManagementEvents: false,
          dataResource: [{ type: 'AWS::S3::Object', values: zones.map((zone) => `${bucketArn(place, zone.bucket)}/`) }],
        },
      ],
    },
  });
}

/** Nobody but this trail writes there. Source: CloudTrail, "Amazon S3 bucket policy for CloudTrail". */
function takeRecords(place: Place, audit: AuditModel): readonly Statement[] {
  const { bucket } = audit.bucket;
  const principal = { service: CLOUDTRAIL };
  const ArnLike = { 'aws:SourceArn': [trailArn(place, audit.trail)] };
  return [
    {
      sid: 'CheckAcl',
      principal,
      actions: ['s3:GetBucketAcl'],
      resources: [bucketArn(place, bucket)],
      conditions: { ArnLike },
    },
    {
      sid: 'TakeRecords',
      principal,
      actions: ['s3:PutObject'],
      resources: [objectsArn(place, bucket, folderOf(place))],
      conditions: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' }, ArnLike },
    },
  ];
}

/** Source: CloudTrail, "Configure AWS KMS key policies for CloudTrail". The trail's own ARN says more than its encryption context. */
function encryptRecords(model: PipelineModel, { component, trail }: AuditModel): Use {
  return letIntoKey(component, model, {
    sid: 'EncryptRecords',
    service: CLOUDTRAIL,
    actions: ['kms:GenerateDataKey', 'kms:DescribeKey'],
    conditions: { ArnLike: { 'aws:SourceArn': [trailArn(model.place, trail)] } },
  });
}
