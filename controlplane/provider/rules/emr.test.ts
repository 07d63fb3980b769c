import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { refusesSecurity, refusesServerless } from './emr.ts';

describe('an application of EMR Serverless', () => {
  const application = { releaseLabel: 'emr-7.13.0', type: 'spark' };
  const maximum = (changes: JsonObject): JsonObject => ({
    maximumCapacity: { cpu: '40 vCPU', memory: '160 GB', disk: '400 GB', ...changes },
  });

  test.each<[string, JsonObject]>([
    ['Invalid release label: emr-7', { releaseLabel: 'emr-7' }],
    ['Invalid release label: 7.13.0', { releaseLabel: '7.13.0' }],
    ['Invalid release label: ', { releaseLabel: null }],
    ["'0 vCPU' at 'maximumCapacity.cpu'", maximum({ cpu: '0 vCPU' })],
    ["'160 TB' at 'maximumCapacity.memory'", maximum({ memory: '160 TB' })],
    ["'400' at 'maximumCapacity.disk'", maximum({ disk: '400' })],
    ['idleTimeoutMinutes must be from 1 to 10080', { autoStopConfiguration: { idleTimeoutMinutes: 0 } }],
    ['idleTimeoutMinutes must be from 1 to 10080', { autoStopConfiguration: { idleTimeoutMinutes: 10_081 } }],
    ['from release emr-7.0.0 on', { releaseLabel: 'emr-6.15.0', schedulerConfiguration: { maxConcurrentRuns: 5 } }],
  ])('is refused: %s', (message, changes) => {
    expect(refusesServerless({ ...application, ...changes })?.error).toContain(message);
  });

  test.each<[JsonObject]>([
    [{}],
    [maximum({})],
    [maximum({ cpu: '40vCPU', memory: '160 gb' })],
    [{ releaseLabel: 'emr-spark-8.0-preview' }],
    [{ autoStopConfiguration: { idleTimeoutMinutes: 10_080 } }],
    [{ schedulerConfiguration: { maxConcurrentRuns: 5 } }],
    [{ releaseLabel: 'emr-6.15.0' }],
  ])('is taken: %j', (changes) => {
    expect(refusesServerless({ ...application, ...changes })).toBeUndefined();
  });
});

describe('a security configuration of EMR', () => {
  const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1';
  const s3 = { EncryptionMode: 'SSE-KMS', AwsKmsKey: KEY };
  const disk = { EncryptionKeyProviderType: 'AwsKms', AwsKmsKey: KEY };
  const refused = (EncryptionConfiguration: unknown): string | undefined =>
    refusesSecurity({ configuration: JSON.stringify({ EncryptionConfiguration }) })?.error;
  const atRest = (AtRestEncryptionConfiguration?: object) =>
    refused({ EnableAtRestEncryption: true, EnableInTransitEncryption: false, AtRestEncryptionConfiguration });

  test('is JSON, and says what is encrypted', () => {
    expect(refusesSecurity({ configuration: '{' })?.error).toContain('not valid JSON');
    expect(refusesSecurity({ configuration: '{}' })?.error).toContain('EncryptionConfiguration is required');
    expect(atRest()).toContain('AtRestEncryptionConfiguration is required');
  });

  test.each<[object]>([
    [{ S3EncryptionConfiguration: { EncryptionMode: 'SSE-KMS' } }],
    [{ S3EncryptionConfiguration: { EncryptionMode: 'CSE-KMS' } }],
    [{ S3EncryptionConfiguration: s3, LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: 'AwsKms' } }],
  ])('names the key that it needs: %j', (configuration) => {
    expect(atRest(configuration)).toContain('AwsKmsKey is required');
  });

  test('with keys is taken, and so is one that encrypts nothing', () => {
    expect(atRest({ S3EncryptionConfiguration: s3, LocalDiskEncryptionConfiguration: disk })).toBeUndefined();
    expect(atRest({ S3EncryptionConfiguration: { EncryptionMode: 'SSE-S3' } })).toBeUndefined();
    expect(refused({ EnableAtRestEncryption: false })).toBeUndefined();
  });
});
