/**
 * Two pipelines that would own one AWS name: AWS names join namespace, name and component with dashes, so "a-b" + "c"
 * and "a" + "b-c" meet. The older pipeline keeps the name; the later one stalls and says with whom it collides.
 *
 * Kept by identity, so that asking costs the names of one pipeline and not those of all.
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

export class ClaimIndex {
  readonly #byUid = new Map<string, Claimant>();
  readonly #byIdentity = new Map<string, Set<Claimant>>();

  /** Takes the place of what the same pipeline claimed before. */
  put(claimant: Claimant): void {
    this.drop(claimant.uid);
    this.#byUid.set(claimant.uid, claimant);
    for (const { identity } of claimant.claims) {
      const claimants = this.#byIdentity.get(identity);
      if (claimants === undefined) this.#byIdentity.set(identity, new Set([claimant]));
      else claimants.add(claimant);
    }
  }

  /** The pipeline claims nothing any more. */
  drop(uid: string): void {
    const claimant = this.#byUid.get(uid);
    if (claimant === undefined) return;
    this.#byUid.delete(uid);
    for (const { identity } of claimant.claims) {
      const claimants = this.#byIdentity.get(identity);
      claimants?.delete(claimant);
      if (claimants?.size === 0) this.#byIdentity.delete(identity);
    }
  }

  /** The first name of a pipeline that an older one holds; undefined when all are its own. */
  conflictOf(uid: string): ClaimConflict | undefined {
    const claimant = this.#byUid.get(uid);
    if (claimant === undefined) return undefined;
    for (const claim of claimant.claims) {
      for (const other of this.#byIdentity.get(claim.identity) ?? []) {
        if (isOlder(other, claimant)) return { claim, holder: { namespace: other.namespace, name: other.name } };
      }
    }
    return undefined;
  }

  /** True when nothing is remembered. */
  get isEmpty(): boolean {
    return this.#byUid.size === 0 && this.#byIdentity.size === 0;
  }
}

/** Timestamps have whole seconds; the uid decides between twins, the same way for both. */
function isOlder(a: Claimant, b: Claimant): boolean {
  return a.creationTimestamp === b.creationTimestamp ? a.uid < b.uid : a.creationTimestamp < b.creationTimestamp;
}
