import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { decide } from '../../decide.ts';
import { tokensIn } from '../../observed.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { forProvider, policyIn } from '../../testing/render.ts';

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

describe('zones', () => {
  test('are the four of a lake when none is given', () => {
    const { zones } = decide(aPipeline());
    expect(zones.map((zone) => zone.name)).toEqual(['raw', 'processed', 'curated', 'results']);
  });

  test('are exactly those that are given', () => {
    const { zones } = decide(aPipeline({ zones: [{ name: 'landing', eventNotifications: false }] }));
    expect(zones.map((zone) => zone.name)).toEqual(['landing']);
  });

  test.each([
    ['Development', 90],
    ['Staging', 365],
    ['Production', 2555],
  ] as const)('named raw keep objects in %s for %d days unless told otherwise', (environment, days) => {
    const [raw] = decide(aPipeline({ environment })).zones;
    expect(raw?.lifecycle.expireAfterDays).toBe(days);
  });

  test.each(['landing', 'constructor', '__proto__'])(
    'named %s, which no profile knows, never expire by themselves',
    (name) => {
      const [zone] = decide(aPipeline({ zones: [{ name, eventNotifications: false }] })).zones;
      expect(zone?.lifecycle).toEqual({ noncurrentExpireAfterDays: 90, abortIncompleteUploadsAfterDays: 1 });
    },
  );

  test('keep a lifecycle of their own whole', () => {
    const lifecycle = { noncurrentExpireAfterDays: 7, abortIncompleteUploadsAfterDays: 3 };
    const [raw] = decide(aPipeline({ zones: [{ name: 'raw', eventNotifications: false, lifecycle }] })).zones;
    expect(raw?.lifecycle).toEqual(lifecycle);
  });

  test('take the classification of the pipeline or raise it', () => {
    const zones = [
      { name: 'raw', eventNotifications: false },
      { name: 'secret', eventNotifications: false, classification: 'Restricted' as const },
    ];
    const model = decide(aPipeline({ zones, classification: 'Confidential' }));
    expect(model.zones.map((zone) => zone.classification)).toEqual(['Confidential', 'Restricted']);
  });
});
