import { describe, expect, test } from '@jest/globals';
import { providerMessage } from './provider-message.ts';

const RAW =
  'create failed: async create failed: failed to create the resource: [{0 creating S3 Bucket (demo-logs): operation error S3: CreateBucket, https response error StatusCode: 409, RequestID: 7QF, HostID: ab/c+d=, api error BucketAlreadyExists: The requested bucket name is not available  []}]';

describe('providerMessage', () => {
  test('tells what AWS said without the wrapping layers', () => {
    expect(providerMessage(RAW)).toBe(
      'creating S3 Bucket (demo-logs): AWS S3 refused CreateBucket: BucketAlreadyExists: The requested bucket name is not available',
    );
  });

  test('gives the same text for two attempts that differ only in ids, addresses and times', () => {
    const attempt = (id: string, pointer: string, time: string): string =>
      providerMessage(
        `observe failed: cannot read ${pointer} at ${time} from 10.0.0.${id.length}:443, RequestID: ${id}, api error Throttled`,
      );
    expect(attempt('a', '0xc000123456', '2026-11-22T10:00:00Z')).toBe(
      attempt('bcd', '0xc000fffff0', '2026-11-22T10:05:01.5Z'),
    );
  });

  test('keeps text that has no AWS verdict', () => {
    expect(providerMessage('cannot resolve references: referenced field was empty')).toBe(
      'cannot resolve references: referenced field was empty',
    );
  });

  test('cuts what no one would read to the end', () => {
    expect(providerMessage('x'.repeat(2000))).toHaveLength(300);
  });
});
