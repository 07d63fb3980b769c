import { describe, expect, test } from '@jest/globals';
import { serialisePolicy } from './document.ts';

describe('serialised policies', () => {
  test('have the fields in the order people read them, and single values as AWS writes them', () => {
    const text = serialisePolicy({
      statements: [{ sid: 'One', principal: { service: 'glue.amazonaws.com' }, actions: ['sts:AssumeRole'] }],
    });
    expect(text).toBe(
      '{"Version":"2012-10-17","Statement":[{"Sid":"One","Effect":"Allow","Principal":{"Service":"glue.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
    );
  });

  test('carry any text as a value, never as structure', () => {
    const hostile = 'a","Effect":"Deny';
    const text = serialisePolicy({ statements: [{ sid: 'One', actions: ['s3:GetObject'], resources: [hostile] }] });
    expect(JSON.parse(text)).toMatchObject({ Statement: [{ Effect: 'Allow', Resource: hostile }] });
  });
});
