import { describe, expect, test } from '@jest/globals';
import { type Claimant, ClaimIndex } from './claims.ts';

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

function anIndex(...claimants: Claimant[]): ClaimIndex {
  const index = new ClaimIndex();
  for (const claimant of claimants) index.put(claimant);
  return index;
}

describe('ClaimIndex', () => {
  test('the later pipeline gives way and learns to whom, whichever was seen first', () => {
    for (const index of [anIndex(OLD, NEW), anIndex(NEW, OLD)]) {
      expect(index.conflictOf('new')).toMatchObject({
        claim: { identity: 'aws/s3/Bucket/x' },
        holder: { name: 'old' },
      });
    }
  });

  test('the older pipeline is not disturbed', () => {
    expect(anIndex(OLD, NEW).conflictOf('old')).toBeUndefined();
  });

  test('of two made in the same second exactly one gives way', () => {
    const index = anIndex(OLD, aClaimant('twin', OLD.creationTimestamp, 'aws/s3/Bucket/x'));
    const verdicts = ['old', 'twin'].map((uid) => index.conflictOf(uid));
    expect(verdicts.filter((verdict) => verdict === undefined)).toHaveLength(1);
  });

  test('different names do not meet', () => {
    const other = aClaimant('other', '2026-02-01T00:00:00Z', 'aws/s3/Bucket/z');
    expect(anIndex(OLD, other).conflictOf('other')).toBeUndefined();
  });

  test('a name is free once its holder claims it no more', () => {
    const index = anIndex(OLD, NEW);
    index.put(aClaimant('old', OLD.creationTimestamp, 'aws/s3/Bucket/y'));
    expect(index.conflictOf('new')).toBeUndefined();
  });

  test('a name is free once its holder is gone, and nothing is remembered of it', () => {
    const index = anIndex(OLD, NEW);
    index.drop('old');
    expect(index.conflictOf('new')).toBeUndefined();
    index.drop('new');
    expect(index.isEmpty).toBe(true);
  });
});
