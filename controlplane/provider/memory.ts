/** What the provider process knows of one managed resource and nobody else does. A restart forgets it. */
import type { Operation } from './behaviour.ts';

export interface Memory {
  /**
   * How far a creation has come. Pending: the annotation that announces it is written. Launched: the call is made; the
   * annotation that says so comes next.
   */
  readonly creation?: 'Pending' | 'Launched';
  /** In the background. */
  readonly running?: Operation;
  /** What the last background operation failed with ("async create failed: …"); the reconcile after it tells it once more. */
  readonly failure?: { readonly operation: Operation; readonly message: string };
  /** Late initialisation has just been written. */
  readonly lateInitialized?: true;
  /** Id that AWS assigned, as long as it is not on the object. */
  readonly rememberedName?: string;
}

export const NOTHING: Memory = {};
