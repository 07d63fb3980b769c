/**
 * Two pipelines that would own one AWS name: AWS names join namespace, name and component with dashes, so "a-b" + "c"
 * and "a" + "b-c" meet. The older pipeline keeps the name; the later one stalls and says with whom it collides.
 */
import type { AwsClaim } from '../../charts/claims.ts';

export interface Claimant {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly creationTimestamp: string;
  readonly claims: readonly AwsClaim[];
}

export interface ClaimConflict {
  readonly claim: AwsClaim;
  readonly holder: Pick<Claimant, 'namespace' | 'name'>;
}

/** The first name of `claimant` that an older pipeline holds; undefined when all are free. */
export function findClaimConflict(claimant: Claimant, others: Iterable<Claimant>): ClaimConflict | undefined {
  const mine = new Map(claimant.claims.map((claim) => [claim.identity, claim]));
  for (const other of others) {
    if (other.uid === claimant.uid || !isOlder(other, claimant)) continue;
    for (const { identity } of other.claims) {
      const claim = mine.get(identity);
      if (claim !== undefined) return { claim, holder: { namespace: other.namespace, name: other.name } };
    }
  }
  return undefined;
}

/** Timestamps have whole seconds; the uid decides between twins, the same way for both. */
function isOlder(a: Claimant, b: Claimant): boolean {
  return a.creationTimestamp === b.creationTimestamp ? a.uid < b.uid : a.creationTimestamp < b.creationTimestamp;
}
