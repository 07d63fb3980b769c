import { describe, expect, test } from '@jest/globals';
import { lifecycleRule } from './lifecycle.ts';

const base = { noncurrentExpireAfterDays: 90, abortIncompleteUploadsAfterDays: 1 };

describe('the lifecycle rule', () => {
  test('carries everything, in lists of one as the provider wants it', () => {
    expect(
      lifecycleRule({
        transitions: [
          { afterDays: 30, storageClass: 'STANDARD_IA' },
          { afterDays: 365, storageClass: 'DEEP_ARCHIVE' },
        ],
        expireAfterDays: 2555,
        noncurrentExpireAfterDays: 60,
        abortIncompleteUploadsAfterDays: 3,
      }),
    ).toEqual({
      id: 'zone',
      status: 'Enabled',
      filter: [{ prefix: '' }],
      transition: [
        { days: 30, storageClass: 'STANDARD_IA' },
        { days: 365, storageClass: 'DEEP_ARCHIVE' },
      ],
      expiration: [{ days: 2555 }],
      noncurrentVersionExpiration: [{ noncurrentDays: 60 }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: 3 }],
    });
  });

  test('clears bare delete markers where objects never expire by age, S3 taking only one of the two', () => {
    expect(lifecycleRule(base).expiration).toEqual([{ expiredObjectDeleteMarker: true }]);
  });

  test('keeps the newest noncurrent versions where that is asked for', () => {
    expect(lifecycleRule({ ...base, noncurrentVersionsKept: 3 }).noncurrentVersionExpiration).toEqual([
      { noncurrentDays: 90, newerNoncurrentVersions: 3 },
    ]);
    expect(lifecycleRule(base).noncurrentVersionExpiration).toEqual([{ noncurrentDays: 90 }]);
  });

  test.each([
    ['left out', base],
    ['empty', { ...base, transitions: [] }],
  ])('has no transition when they are %s', (_, lifecycle) => {
    expect(lifecycleRule(lifecycle)).not.toHaveProperty('transition');
  });

  test('moves to day 0 where that is asked for', () => {
    const transitions = [{ afterDays: 0, storageClass: 'INTELLIGENT_TIERING' as const }];
    expect(lifecycleRule({ ...base, transitions }).transition).toEqual([
      { days: 0, storageClass: 'INTELLIGENT_TIERING' },
    ]);
  });
});
