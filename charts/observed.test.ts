import { describe, expect, test } from '@jest/globals';
import { service } from './kinds/kind.ts';
import { KMS } from './kinds/kms.ts';
import { S3 } from './kinds/s3.ts';
import { observed, observedPath, tokensIn } from './observed.ts';

describe('a token', () => {
  test('names the object and the path in its status', () => {
    expect(tokensIn(observed(KMS.Key, 'shop', 'keyId'))).toEqual([
      { from: 'kms.aws.m.upbound.io/Key/shop', path: 'status.atProvider.keyId' },
    ]);
  });

  test('may go into what is nested, and into lists by number', () => {
    const { Connector } = service('example', {
      Connector: { plural: 'connectors', identity: 'Assigned', observed: ['network.subnets.0.id'] },
    });
    const [token] = tokensIn(observed(Connector, 'shop', 'network.subnets.0.id'));
    expect(observedPath(token?.path ?? '')).toBe('network.subnets.0.id');
  });

  test('on a path that the slim record does not keep is no program: it would be waited for without end', () => {
    // @ts-expect-error not in the row of keys
    observed(KMS.Key, 'shop', 'url');
    // @ts-expect-error in the row of keys only
    observed(S3.Bucket, 'shop', 'keyId');
    expect(observed(S3.Bucket, 'shop', 'id')).toContain('status.atProvider.id');
  });
});
