import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec, Table } from '../../crds/datapipeline.ts';
import { tokensIn } from '../observed.ts';
import { renderPipeline } from '../render.ts';
import { aPipeline, fullSpec } from '../testing/a-pipeline.ts';
import { forProvider, policyIn } from '../testing/render.ts';

const full = aPipeline(fullSpec());
const BUCKET = 'team-a-shop-raw-123456789012-eu-central-1-an';
const LOGS = 'team-a-shop--access-logs-123456789012-eu-central-1-an';

function kindsOf(component: string, spec: Partial<DataPipelineSpec> = fullSpec()): readonly string[] {
  const { objects } = renderPipeline(aPipeline(spec));
  return objects
    .filter((object) => object.component === component)
    .map((object) => object.kind.kind)
    .sort();
}

describe('a zone', () => {
  test('has all its parts, so that none is left behind in AWS when the spec says less', () => {
    const parts = [
      'Bucket',
      'BucketLifecycleConfiguration',
      'BucketLogging',
      'BucketNotification',
      'BucketOwnershipControls',
      'BucketPolicy',
      'BucketPublicAccessBlock',
      'BucketServerSideEncryptionConfiguration',
      'BucketVersioning',
      'CatalogDatabase',
    ];
    expect(kindsOf('zones/raw')).toEqual(parts);
    expect(kindsOf('zones/curated')).toEqual(parts);
  });

  test('is encrypted with the key of the pipeline by bucket keys, and refuses keys that only a client holds', () => {
    const { rule } = forProvider(full, 'BucketServerSideEncryptionConfiguration', 'shop-raw');
    expect(rule).toEqual([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: expect.any(String) },
        blockedEncryptionTypes: ['SSE-C'],
        bucketKeyEnabled: true,
      },
    ]);
    expect(tokensIn(rule)).toEqual([{ from: 'kms.aws.m.upbound.io/Key/shop', path: 'status.atProvider.arn' }]);
  });

  test('is closed to the public, owned by the account and versioned', () => {
    expect(forProvider(full, 'BucketPublicAccessBlock', 'shop-raw')).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(forProvider(full, 'BucketOwnershipControls', 'shop-raw').rule).toEqual({
      objectOwnership: 'BucketOwnerEnforced',
    });
    expect(forProvider(full, 'BucketVersioning', 'shop-raw').versioningConfiguration).toEqual({ status: 'Enabled' });
  });

  test('takes no request without TLS', () => {
    expect(policyIn(forProvider(full, 'BucketPolicy', 'shop-raw'), 'policy').Statement).toEqual([
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test.each([
    ['shop-raw', false],
    ['shop-curated', true],
  ])('%s sends its events to EventBridge: %s, and says so either way', (name, eventbridge) => {
    expect(forProvider(full, 'BucketNotification', name).eventbridge).toBe(eventbridge);
  });

  test('is tagged with its own classification', () => {
    const tags = (name: string) => forProvider(full, 'Bucket', name).tags;
    expect(tags('shop-raw')).toMatchObject({ 'datapipelines.dev/classification': 'Internal' });
    expect(tags('shop-curated')).toMatchObject({ 'datapipelines.dev/classification': 'Restricted' });
  });

  test('of the account-regional name space says so to S3, another does not', () => {
    expect(forProvider(full, 'Bucket', 'shop-raw').bucketNamespace).toBe('account-regional');
    const global = aPipeline({ ...fullSpec(), naming: { bucketNamespace: 'Global' } });
    expect(forProvider(global, 'Bucket', 'shop-raw')).not.toHaveProperty('bucketNamespace');
  });

  test('with an object lock is made for it, and locks once versioned', () => {
    const spec = {
      zones: [
        { name: 'raw', eventNotifications: false, objectLock: { mode: 'GOVERNANCE', retentionDays: 30 } as const },
      ],
    };
    expect(forProvider(aPipeline(spec), 'Bucket', 'shop-raw').objectLockEnabled).toBe(true);
    expect(forProvider(aPipeline(spec), 'BucketObjectLockConfiguration', 'shop-raw')).toMatchObject({
      objectLockEnabled: 'Enabled',
      rule: { defaultRetention: { mode: 'GOVERNANCE', days: 30 } },
    });
    expect(forProvider(full, 'Bucket', 'shop-raw')).not.toHaveProperty('objectLockEnabled');
  });

  test('logs who reads it under its own prefix, by day', () => {
    expect(forProvider(full, 'BucketLogging', 'shop-raw')).toMatchObject({
      bucket: BUCKET,
      targetBucket: LOGS,
      targetPrefix: 'raw/',
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } },
    });
  });

  test('has a database over its bucket', () => {
    expect(forProvider(full, 'CatalogDatabase', 'shop-raw')).toMatchObject({
      catalogId: '123456789012',
      locationUri: `s3://${BUCKET}/`,
    });
  });
});

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
        ArnLike: { 'aws:SourceArn': [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET.replace('raw', 'curated')}`] },
      },
    });
  });

  test('forgets, in production after a year', () => {
    const production = aPipeline({ ...fullSpec(), environment: 'Production' });
    const rule = forProvider(production, 'BucketLifecycleConfiguration', 'shop--access-logs').rule;
    expect(rule).toMatchObject([{ status: 'Enabled', expiration: [{ days: 365 }] }]);
  });
});

describe('a table', () => {
  const [table] = fullSpec().tables ?? [];
  if (table === undefined) throw new Error('fullSpec has a table');
  const only = (given: Partial<Table>) =>
    forProvider(aPipeline({ ...fullSpec(), tables: [{ ...table, ...given }] }), 'CatalogTable', 'shop-raw.raw-events');

  test('is complete in the catalog', () => {
    expect(only({ description: 'Every click', prefix: 'events/' })).toEqual({
      region: 'eu-central-1',
      catalogId: '123456789012',
      databaseName: 'team_a_shop_raw',
      description: 'Every click',
      tableType: 'EXTERNAL_TABLE',
      parameters: expect.objectContaining({
        EXTERNAL: 'TRUE',
        classification: 'parquet',
        'projection.enabled': 'true',
      }),
      partitionKeys: [{ name: 'date', type: 'string' }],
      storageDescriptor: {
        location: `s3://${BUCKET}/events/`,
        inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
        serDeInfo: {
          serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
          parameters: { 'serialization.format': '1' },
        },
        columns: [{ name: 'id', type: 'string' }],
      },
    });
  });

  test('lies under its own name unless told otherwise', () => {
    expect(only({}).storageDescriptor).toMatchObject({ location: `s3://${BUCKET}/raw_events/` });
  });

  test.each([
    ['Parquet', 'parquet', 'ParquetHiveSerDe'],
    ['Json', 'json', 'org.openx.data.jsonserde.JsonSerDe'],
    ['Csv', 'csv', 'LazySimpleSerDe'],
    ['Orc', 'orc', 'OrcSerde'],
  ] as const)('of %s is classified %s and read by %s', (format, classification, serDe) => {
    const made = only({ format });
    expect(made.parameters).toMatchObject({ classification });
    expect(made.storageDescriptor).toMatchObject({
      serDeInfo: { serializationLibrary: expect.stringContaining(serDe) },
    });
  });

  test('of comma-separated values skips the header', () => {
    expect(only({ format: 'Csv' }).parameters).toMatchObject({ 'skip.header.line.count': '1' });
  });

  test('keeps columns in order, with comments and classification', () => {
    const columns = [
      { name: 'z', type: 'int', comment: 'first' },
      { name: 'a', type: 'string', classification: 'Restricted' as const },
    ];
    expect(only({ columns }).storageDescriptor).toMatchObject({
      columns: [
        { name: 'z', type: 'int', comment: 'first' },
        { name: 'a', type: 'string', parameters: { 'datapipelines.dev/classification': 'Restricted' } },
      ],
    });
  });

  test('without projection leaves its partitions to the catalog', () => {
    expect(only({ partitionProjection: false }).parameters).toEqual({ EXTERNAL: 'TRUE', classification: 'parquet' });
  });
});

test('the key rotates, waits before it ends, and is called by its alias', () => {
  const production = aPipeline({ environment: 'Production', encryption: { rotationDays: 90 } });
  expect(forProvider(production, 'Key', 'shop')).toMatchObject({
    enableKeyRotation: true,
    rotationPeriodInDays: 90,
    deletionWindowInDays: 30,
  });
  expect(tokensIn(forProvider(production, 'Alias', 'shop'))).toEqual([
    { from: 'kms.aws.m.upbound.io/Key/shop', path: 'status.atProvider.keyId' },
  ]);
});
