import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { trailName } from '../../names.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { find, forProvider, policyIn } from '../../testing/render.ts';

const BUCKET = 'team-a-shop--audit-123456789012-eu-central-1-an';
const TRAIL = 'arn:aws:cloudtrail:eu-central-1:123456789012:trail/team-a-shop';

const audited = (audit: DataPipelineSpec['audit'] = { trail: 'All' }, more: Partial<DataPipelineSpec> = {}) =>
  aPipeline({ ...fullSpec(), audit, ...more });
const objectsOf = (input: ReturnType<typeof aPipeline>) =>
  renderPipeline(input).objects.filter(({ component }) => component === 'audit');

describe('the trail', () => {
  test('writes down accesses to the objects of exactly these zones, and nothing else of the account', () => {
    expect(forProvider(audited(), 'Trail', 'shop--audit')).toMatchObject({
      s3BucketName: BUCKET,
      enableLogFileValidation: true,
      enableLogging: true,
      isMultiRegionTrail: false,
      isOrganizationTrail: false,
      includeGlobalServiceEvents: false,
      eventSelector: [
        {
          readWriteType: 'All',
          includeManagementEvents: false,
          dataResource: [
            {
              type: 'AWS::S3::Object',
              values: ['raw', 'curated'].map(
                (zone) => `arn:aws:s3:::team-a-shop-${zone}-123456789012-eu-central-1-an/`,
              ),
            },
          ],
        },
      ],
    });
  });

  test('is under the key of the pipeline, and made when bucket and key let it in', () => {
    const trail = find(renderPipeline(audited()), 'Trail', 'shop--audit');
    expect(trail.tokens.map(({ from }) => from)).toEqual(['kms.aws.m.upbound.io/Key/shop']);
    expect(trail.after).toEqual(['s3.aws.m.upbound.io/BucketPolicy/shop--audit']);
  });

  test('follows the environment, unless the spec says', () => {
    const written = (environment: DataPipelineSpec['environment'], audit: DataPipelineSpec['audit'] = {}) => {
      const input = audited(audit, { environment });
      if (objectsOf(input).length === 0) return 'None';
      const [selector] = forProvider(input, 'Trail', 'shop--audit').eventSelector as { readWriteType: string }[];
      return selector?.readWriteType;
    };
    expect(written('Development')).toBe('None');
    expect(written('Staging')).toBe('WriteOnly');
    expect(written('Production')).toBe('All');
    expect(written('Production', { trail: 'None' })).toBe('None');
    expect(written('Development', { trail: 'WriteOnly' })).toBe('WriteOnly');
  });

  test('is there before anything is streamed, and shown', () => {
    const { objects, parts } = renderPipeline(audited({ trail: 'All' }, { rollout: { through: 'Foundation' } }));
    expect(objects.some(({ kind }) => kind.key === 'cloudtrail.Trail')).toBe(true);
    expect(parts.find(({ component }) => component === 'audit')?.facts).toEqual({
      auditLogs: `s3://${BUCKET}/AWSLogs/123456789012/CloudTrail/`,
    });
  });

  test('has a name that CloudTrail takes, whatever the namespace is called', () => {
    const scope = { pipeline: 'shop', accountId: '1', region: 'r', bucketNamespace: 'Global' } as const;
    expect(trailName({ ...scope, namespace: 'team-a' })).toBe('team-a-shop');
    const odd = trailName({ ...scope, namespace: 'team--a' });
    expect(odd).toMatch(/^team-a-shop-[0-9a-f]{8}$/);
    expect(odd).not.toBe(trailName({ ...scope, namespace: 'team---a' }));
  });
});

describe('its bucket', () => {
  test('takes records of this trail, and of nobody else', () => {
    const { Statement } = policyIn(forProvider(audited(), 'BucketPolicy', 'shop--audit'), 'policy');
    expect(Statement).toEqual([
      expect.objectContaining({ Sid: 'TlsOnly', Effect: 'Deny' }),
      {
        Sid: 'CheckAcl',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:GetBucketAcl',
        Resource: `arn:aws:s3:::${BUCKET}`,
        Condition: { ArnLike: { 'aws:SourceArn': [TRAIL] } },
      },
      {
        Sid: 'TakeRecords',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${BUCKET}/AWSLogs/123456789012/*`,
        Condition: {
          StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' },
          ArnLike: { 'aws:SourceArn': [TRAIL] },
        },
      },
    ]);
  });

  test('forgets after the days, and in production lets nobody delete before', () => {
    const rule = (input: ReturnType<typeof aPipeline>) =>
      forProvider(input, 'BucketLifecycleConfiguration', 'shop--audit').rule;
    expect(rule(audited())).toMatchObject([{ id: 'audit', status: 'Enabled', expiration: [{ days: 365 }] }]);
    expect(rule(audited({ trail: 'All', retentionDays: 30 }))).toMatchObject([{ expiration: [{ days: 30 }] }]);
    const locks = (environment: DataPipelineSpec['environment']) =>
      objectsOf(audited({ trail: 'All', retentionDays: 30 }, { environment })).filter(
        ({ kind }) => kind.key === 's3.BucketObjectLockConfiguration',
      );
    expect(locks('Staging')).toEqual([]);
    expect(locks('Production').map(({ manifest }) => manifest.spec)).toMatchObject([
      { forProvider: { rule: { defaultRetention: { mode: 'GOVERNANCE', days: 30 } } } },
    ]);
  });

  test('takes a lock in every environment, for S3 lets nobody add that later', () => {
    expect(forProvider(audited(), 'Bucket', 'shop--audit').objectLockEnabled).toBe(true);
  });

  test('stays when the pipeline goes, and the trail goes', () => {
    const deletes = Object.fromEntries(
      objectsOf(audited()).map(({ kind, manifest }) => [
        kind.key,
        (manifest.spec as { managementPolicies: string[] }).managementPolicies.includes('Delete'),
      ]),
    );
    expect(deletes['s3.Bucket']).toBe(false);
    expect(deletes['s3.BucketPolicy']).toBe(false);
    expect(deletes['cloudtrail.Trail']).toBe(true);
  });
});

test('the key lets the trail encrypt, for itself only', () => {
  const statements = policyIn(forProvider(audited(), 'Key', 'shop'), 'policy').Statement.filter(
    ({ Principal }) => (Principal as { Service?: string }).Service === 'cloudtrail.amazonaws.com',
  );
  expect(statements).toMatchObject([
    {
      Action: ['kms:GenerateDataKey', 'kms:DescribeKey'],
      Condition: { ArnLike: { 'aws:SourceArn': [TRAIL] } },
    },
  ]);
  expect(JSON.stringify(policyIn(forProvider(audited({ trail: 'None' }), 'Key', 'shop'), 'policy'))).not.toContain(
    'cloudtrail',
  );
});
