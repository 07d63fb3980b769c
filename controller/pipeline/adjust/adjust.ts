/**
 * What of a rendered object can be had from AWS now (charts/adjustment.ts). Pure. Stable as long as nothing else changes: an
 * idle object is not written because time passes.
 */
import type { RenderedObject } from '../../../charts/rendered.ts';
import type { Json } from '../../../crds/kubernetes.ts';
import type { Child } from '../child.ts';
import { adjustRunning } from './running.ts';
import { adjustShards } from './shards.ts';
import { adjustTime, startDateAsApplied } from './time.ts';

/** Fields of spec.forProvider that are applied otherwise than rendered; null takes one away. */
export type Changes = Readonly<Record<string, Json>>;

export type Adjusted =
  /** `note`: how far it is on its way to what the spec says; absent when it is there. */
  | { readonly is: 'Wanted'; readonly changes?: Changes; readonly note?: string }
  /** AWS makes it no more and changes it no more: it stays if it is there. */
  | { readonly is: 'Over' }
  /** Nobody needs it any more. */
  | { readonly is: 'Gone' };

export function adjust({ adjustment }: RenderedObject, child: Child | undefined, nowMs: number): Adjusted {
  switch (adjustment?.by) {
    case 'Time':
      return adjustTime(adjustment, nowMs);
    case 'Running':
      return adjustRunning(adjustment, child);
    case 'Shards':
      return adjustShards(adjustment, child);
    case undefined:
      return { is: 'Wanted' };
  }
}

/**
 * The changes with which the object was applied, where they lead to what the spec says as well as those of now. AWS takes
 * them no more, so they are only good for leaving the object alone.
 */
export function asApplied({ adjustment }: RenderedObject, child: Child): Changes | undefined {
  return adjustment?.by === 'Time' ? startDateAsApplied(adjustment, child) : undefined;
}
