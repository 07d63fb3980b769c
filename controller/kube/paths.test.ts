import { describe, expect, test } from '@jest/globals';
import { apiVersionOf, collectionPath, keyOf, objectPath } from './paths.ts';

const configMap = { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true };
const node = { group: '', version: 'v1', kind: 'Node', plural: 'nodes', namespaced: false };
const bucket = { group: 's3.example.com', version: 'v1beta1', kind: 'Bucket', plural: 'buckets', namespaced: true };

describe('paths', () => {
  test.each([
    { path: collectionPath(configMap), expected: '/api/v1/configmaps' },
    { path: collectionPath(bucket, 'a'), expected: '/apis/s3.example.com/v1beta1/namespaces/a/buckets' },
    { path: objectPath(node, undefined, 'n1'), expected: '/api/v1/nodes/n1' },
    {
      path: objectPath(bucket, 'a', 'x', 'status'),
      expected: '/apis/s3.example.com/v1beta1/namespaces/a/buckets/x/status',
    },
    { path: objectPath(configMap, 'a', 'b/../c?d'), expected: '/api/v1/namespaces/a/configmaps/b%2F..%2Fc%3Fd' },
  ])('$expected', ({ path, expected }) => {
    expect(path).toBe(expected);
  });

  test.each([
    { what: 'an empty name, which would address all objects', build: () => objectPath(configMap, 'a', '') },
    { what: 'an empty namespace', build: () => collectionPath(configMap, '') },
    { what: 'dots', build: () => objectPath(configMap, 'a', '..') },
    { what: 'a namespaced object without namespace', build: () => objectPath(configMap, undefined, 'x') },
    { what: 'a namespace for a cluster-scoped kind', build: () => objectPath(node, 'a', 'x') },
  ])('refuses $what', ({ build }) => {
    expect(build).toThrow(TypeError);
  });

  test('write apiVersion and store keys', () => {
    expect([apiVersionOf(configMap), apiVersionOf(bucket), keyOf('a', 'x'), keyOf(undefined, 'x')]).toEqual([
      'v1',
      's3.example.com/v1beta1',
      'a/x',
      'x',
    ]);
  });
});
