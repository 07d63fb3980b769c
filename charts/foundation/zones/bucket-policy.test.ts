import { describe, expect, test } from '@jest/globals';
import type { BucketStatement, DataPipelineSpec } from '../../../crds/datapipeline.ts';
import type { Conditions } from '../../access/document.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline } from '../../testing/a-pipeline.ts';
import { forProvider, policyIn } from '../../testing/render.ts';

const BUCKET = 'arn:aws:s3:::team-a-shop-raw-123456789012-eu-central-1-an';
const PARTNER = 'arn:aws:iam::210987654321:role/reader';

const pipelineOf = (given: readonly Partial<BucketStatement>[], spec: Partial<DataPipelineSpec> = {}) =>
  aPipeline({
    zones: [
      {
        name: 'raw',
        eventNotifications: false,
        bucketPolicy: given.map((statement) => ({
          sid: 'Partner',
          effect: 'Allow',
          principals: { aws: [PARTNER] },
          actions: ['s3:GetObject'],
          ...statement,
        })),
      },
    ],
    ...spec,
  });
const ofBucket = (...given: Partial<BucketStatement>[]) =>
  policyIn(forProvider(pipelineOf(given), 'BucketPolicy', 'shop-raw'), 'policy').Statement;
const ofKey = (...given: Partial<BucketStatement>[]) =>
  policyIn(forProvider(pipelineOf(given), 'Key', 'shop'), 'policy').Statement.slice(1);

describe('statements beside ours', () => {
  test('come after the one that refuses requests without TLS, and each has a resource that its actions know', () => {
    const actions = ['s3:ListBucket', 's3:GetBucketLocation', 's3:GetObject', 's3:PutObject'] as const;
    expect(ofBucket({ actions, prefix: 'out/' })).toEqual([
      expect.objectContaining({ Sid: 'TlsOnly', Effect: 'Deny', Principal: '*' }),
      {
        Sid: 'PartnerObjects',
        Effect: 'Allow',
        Principal: { AWS: PARTNER },
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: `${BUCKET}/out/*`,
      },
      {
        Sid: 'PartnerList',
        Effect: 'Allow',
        Principal: { AWS: PARTNER },
        Action: 's3:ListBucket',
        Resource: BUCKET,
        Condition: { StringLike: { 's3:prefix': 'out/*' } },
      },
      {
        Sid: 'PartnerBucket',
        Effect: 'Allow',
        Principal: { AWS: PARTNER },
        Action: 's3:GetBucketLocation',
        Resource: BUCKET,
      },
    ]);
  });

  test('take an account for its root, as S3 does', () => {
    const principals = { aws: ['210987654321', PARTNER] };
    expect(ofBucket({ principals })[1]?.Principal).toEqual({ AWS: ['arn:aws:iam::210987654321:root', PARTNER] });
  });

  test('let services in on behalf of the own account, unless they say of whom', () => {
    const principals = { services: ['delivery.logs.amazonaws.com'] };
    const actions = ['s3:PutObject'] as const;
    expect(ofBucket({ principals, actions })[1]).toMatchObject({
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': ['123456789012'] } },
    });
    const sourceArns = ['arn:aws:logs:eu-central-1:210987654321:*'];
    expect(ofBucket({ principals, actions, sourceAccounts: ['210987654321'], sourceArns })[1]?.Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': ['210987654321'] },
      ArnLike: { 'aws:SourceArn': sourceArns },
    });
  });

  test('name everybody only within an organization', () => {
    expect(ofBucket({ principals: { organizationId: 'o-a1b2c3d4e5' } })[1]).toMatchObject({
      Principal: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    });
  });

  test('that are more than a policy holds are refused before S3 does', () => {
    const many = Array.from({ length: 10 }, (_, index) => ({
      sid: `S${index}`,
      actions: ['s3:GetObject', 's3:ListBucket', 's3:GetBucketAcl'] as const,
      principals: {
        aws: Array.from({ length: 10 }, (__, one) => `arn:aws:iam::210987654321:role/${'r'.repeat(200)}${one}`),
      },
    }));
    expect(() => renderPipeline(pipelineOf(many))).toThrow(
      /^zones\/raw: has a bucket policy of \d+ bytes, and S3 takes 20480; name whole accounts, or fewer principals$/,
    );
  });
});

describe('the key', () => {
  test('opens to whom the bucket lets read and write, through S3 and for this bucket only', () => {
    expect(ofKey({})).toEqual([
      {
        Sid: expect.stringMatching(/^PartnerRoles[0-9a-f]{8}$/),
        Effect: 'Allow',
        Principal: '*',
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: {
          StringEquals: {
            'kms:ViaService': 's3.eu-central-1.amazonaws.com',
            'kms:CallerAccount': ['210987654321'],
          },
          ArnEquals: { 'aws:PrincipalArn': [PARTNER] },
          StringLike: { 'kms:EncryptionContext:aws:s3:arn': [BUCKET, `${BUCKET}/*`] },
        },
      },
    ]);
    expect(ofKey({ actions: ['s3:PutObject'] })[0]?.Action).toEqual(['kms:GenerateDataKey', 'kms:Decrypt']);
  });

  test.each<[string, Partial<BucketStatement>]>([
    ['who is denied', { effect: 'Deny' }],
    ['who only lists', { actions: ['s3:ListBucket'] }],
    ['who is of the own account, where IAM decides', { principals: { aws: ['123456789012'] } }],
  ])('stays closed to %s', (_, statement) => {
    expect(ofKey(statement)).toEqual([]);
  });

  test('that would have more of it than KMS takes is refused before KMS does', () => {
    const bucketPolicy = Array.from({ length: 10 }, (_, index) => ({
      sid: `S${index}`,
      effect: 'Allow' as const,
      principals: { aws: Array.from({ length: 10 }, (__, one) => `arn:aws:iam::21098765432${one}:role/reader`) },
      actions: ['s3:GetObject' as const],
    }));
    const zones = ['a', 'b', 'c', 'd'].map((name) => ({ name, eventNotifications: false, bucketPolicy }));
    expect(() => renderPipeline(aPipeline({ zones }))).toThrow(
      /^encryption: has a key policy of \d+ bytes, and KMS takes 32768; let fewer principals into zones, or whole accounts$/,
    );
  });

  test('never opens to everybody without saying of whom', () => {
    const said = [
      ...ofKey({ principals: { aws: ['210987654321'] } }),
      ...ofKey({ principals: { organizationId: 'o-a1b2c3d4e5' } }),
      ...ofKey({ principals: { aws: [PARTNER] } }),
    ];
    const who = said.map(({ Condition }) => Object.keys((Condition as Conditions).StringEquals ?? {}));
    expect(who).toEqual([
      ['kms:ViaService', 'kms:CallerAccount'],
      ['kms:ViaService', 'aws:PrincipalOrgID'],
      ['kms:ViaService', 'kms:CallerAccount'],
    ]);
  });
});
