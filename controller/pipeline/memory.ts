/**
 * What is remembered of a pipeline between two reconciles: only what can be lost without harm. One entry per uid, made on
 * first sight and dropped when the pipeline is gone.
 */
import type { RunInput } from '../../charts/orchestration/runs/model.ts';
import type { Rendered } from '../../charts/rendered.ts';
import type { DataPipeline, DataPipelineStatus } from '../../crds/datapipeline.ts';
import { Approvals } from './approvals.ts';
import { Promotions } from './promotions.ts';
import { Recreations } from './recreations.ts';
import { RepairDamper } from './repair-damper.ts';
import { Replacements } from './replacements.ts';

export interface Memory {
  /** Of `rendered`. */
  generation: number | undefined;
  /** With these `rendered` was made, beside the spec. */
  formerKeyArns: readonly string[];
  /** With these too. */
  runs: readonly RunInput[];
  rendered: Rendered | undefined;
  /** What `rendered` took the place of, until that was told. */
  superseded: Rendered | undefined;
  written: WrittenStatus | undefined;
  /** When progress that is held back may be written; undefined while none is. */
  progressDueMs: number | undefined;
  /** Writes of mere progress since the last change of a condition. */
  progressWrites: number;
  readonly repairs: RepairDamper;
  readonly promotions: Promotions;
  readonly approvals: Approvals;
  readonly recreations: Recreations;
  readonly replacements: Replacements;
}

export interface WrittenStatus {
  /** Ours. */
  readonly status: DataPipelineStatus;
  /** What stood after the write: ours, and what others had put beside it. */
  readonly stands: DataPipelineStatus | undefined;
  /** Who had put something beside it; undefined when nobody had. */
  readonly foreign: string | undefined;
  readonly atMs: number;
  /** resourceVersion that the watch had delivered when we wrote: as long as it stands, our copy is the newer one. */
  readonly seenVersion: string | undefined;
}

export class Memories {
  readonly #byUid = new Map<string, Memory>();

  of({ metadata: { uid = '' } }: DataPipeline): Memory {
    const known = this.#byUid.get(uid);
    if (known !== undefined) return known;
    const memory: Memory = {
      generation: undefined,
      formerKeyArns: [],
      runs: [],
      rendered: undefined,
      superseded: undefined,
      written: undefined,
      progressDueMs: undefined,
      progressWrites: 0,
      repairs: new RepairDamper(),
      promotions: new Promotions(),
      approvals: new Approvals(),
      recreations: new Recreations(),
      replacements: new Replacements(),
    };
    this.#byUid.set(uid, memory);
    return memory;
  }

  forget(uid: string): void {
    this.#byUid.delete(uid);
  }

  get size(): number {
    return this.#byUid.size;
  }
}
