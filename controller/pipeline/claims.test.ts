import { describe, expect, test } from '@jest/globals';
import { type Claimant, findClaimConflict } from './claims.ts';

function aClaimant(uid: string, creationTimestamp: string, ...identities: string[]): Claimant {
  return {
    uid,
    namespace: 'ns',
    name: uid,
    creationTimestamp,
    claims: identities.map((identity) => ({ id: identity, identity })),
  };
}

const OLD = aClaimant('old', '2026-01-01T00:00:00Z', 'aws/s3/Bucket/x', 'aws/s3/Bucket/y');
const NEW = aClaimant('new', '2026-01-02T00:00:00Z', 'aws/s3/Bucket/x');

describe('findClaimConflict', () => {
  test('the later pipeline gives way and learns to whom', () => {
    expect(findClaimConflict(NEW, [OLD, NEW])).toMatchObject({
      claim: { identity: 'aws/s3/Bucket/x' },
      holder: { name: 'old' },
    });
  });

  test('the older pipeline is not disturbed', () => {
    expect(findClaimConflict(OLD, [OLD, NEW])).toBeUndefined();
  });

  test('of two made in the same second exactly one gives way', () => {
    const twin = aClaimant('twin', OLD.creationTimestamp, 'aws/s3/Bucket/x');
    const verdicts = [findClaimConflict(twin, [OLD, twin]), findClaimConflict(OLD, [OLD, twin])];
    expect(verdicts.filter((verdict) => verdict === undefined)).toHaveLength(1);
  });

  test('different names do not meet', () => {
    expect(
      findClaimConflict(aClaimant('other', '2026-02-01T00:00:00Z', 'aws/s3/Bucket/z'), [OLD, NEW]),
    ).toBeUndefined();
  });
});
