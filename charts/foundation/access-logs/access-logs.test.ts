import { describe, expect, test } from '@jest/globals';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { forProvider, policyIn } from '../../testing/render.ts';

const full = aPipeline(fullSpec());
const BUCKET = 'team-a-shop-raw-123456789012-eu-central-1-an';
const LOGS = 'team-a-shop--access-logs-123456789012-eu-central-1-an';

describe('the bucket for access logs', () => {
  test('is under S3’s own keys, where log delivery can write', () => {
    expect(forProvider(full, 'BucketServerSideEncryptionConfiguration', 'shop--access-logs').rule).toEqual([
      { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' }, blockedEncryptionTypes: ['SSE-C'] },
    ]);
  });

  test('is written by S3 for the zones of this account only', () => {
    const { Statement } = policyIn(forProvider(full, 'BucketPolicy', 'shop--access-logs'), 'policy');
    expect(Statement[1]).toEqual({
      Sid: 'ServerAccessLogs',
      Effect: 'Allow',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${LOGS}/*`,
      Condition: {
        StringEquals: { 'aws:SourceAccount': '123456789012' },
        ArnLike: {
          'aws:SourceArn': ['raw', 'curated', '-audit'].map((word) => `arn:aws:s3:::${BUCKET.replace('raw', word)}`),
        },
      },
    });
  });

  test('forgets, in production after a year', () => {
    const production = aPipeline({ ...fullSpec(), environment: 'Production' });
    const rule = forProvider(production, 'BucketLifecycleConfiguration', 'shop--access-logs').rule;
    expect(rule).toMatchObject([{ status: 'Enabled', expiration: [{ days: 365 }] }]);
  });
});
