import { describe, expect, test } from '@jest/globals';
import { objectCreatedPattern } from './pattern.ts';

const keysOf = (ends: { readonly prefix?: string; readonly suffix?: string }) =>
  (JSON.parse(objectCreatedPattern({ accountId: '1', bucket: 'b', ...ends })) as { detail: { object?: object } }).detail
    .object;

describe('a pattern', () => {
  test('is of one bucket of one account', () => {
    expect(JSON.parse(objectCreatedPattern({ accountId: '123456789012', bucket: 'raw' }))).toEqual({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      account: ['123456789012'],
      detail: { bucket: { name: ['raw'] } },
    });
  });

  test('asks for both ends of a key at once, and takes a star of the user’s for a star', () => {
    expect(keysOf({})).toBeUndefined();
    expect(keysOf({ prefix: 'in/' })).toEqual({ key: [{ prefix: 'in/' }] });
    expect(keysOf({ suffix: '.csv' })).toEqual({ key: [{ suffix: '.csv' }] });
    expect(keysOf({ prefix: 'in*/', suffix: '.csv' })).toEqual({ key: [{ wildcard: 'in\\*/*.csv' }] });
  });
});
