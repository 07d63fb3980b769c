/**
 * Whether held changes may go through: the annotation names the digest of exactly the list that status shows. What was
 * approved goes through in several reconciles, so a list that shrinks stays approved, until the spec moves. What is
 * remembered may be lost: at a restart in between, the rest is held again.
 */
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import { approvalDigest, type HeldChange, keyOfChange } from './held.ts';

interface Given {
  readonly digest: string;
  readonly generation: number;
  readonly changes: ReadonlySet<string>;
}

export class Approvals {
  #given: Given | undefined;

  /** 'Now' the first time. */
  of({ metadata }: DataPipeline, held: readonly HeldChange[]): 'Now' | 'Before' | undefined {
    const { uid = '', generation = 0, annotations } = metadata;
    const named = annotations?.[ANNOTATION.approve];
    if (named === undefined || held.length === 0) return undefined;
    const isKnown = this.#given?.digest === named && this.#given.generation === generation;
    if (isKnown && held.every((change) => this.#given?.changes.has(keyOfChange(change)))) return 'Before';
    if (named !== approvalDigest({ uid, generation }, held)) return undefined;
    this.#given = { digest: named, generation, changes: new Set(held.map(keyOfChange)) };
    return 'Now';
  }
}
