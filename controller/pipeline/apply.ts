/**
 * Carries out writes of a plan. A refusal concerns one object and never stops the others; what a retry may mend is
 * told apart from what a user must mend. Every answer goes into the inventory at once, so the next plan knows it.
 */

import { FIELD_MANAGER } from '../../crds/identifiers.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import { ApiError, type KubeClient } from '../kube/api.ts';
import { forEachLimited } from '../runtime/for-each-limited.ts';
import { refusalOf } from './apply-refusal.ts';
import { projectChild } from './child.ts';
import type { Inventory } from './inventory.ts';
import type { PlannedObject, Write } from './plan.ts';
import type { Refusal } from './readiness.ts';
import type { RemovalStep } from './removal.ts';

/** Enough to keep the API server busy from one pipeline, few enough to leave room for others. */
const WRITES_AT_ONCE = 8;

export interface ApplyResult {
  readonly done: readonly { readonly entry: PlannedObject; readonly action: Write['action'] }[];
  readonly refused: readonly { readonly entry: PlannedObject; readonly refusal: Refusal }[];
  /** Something is worth another try soon: a conflict, or an unexpected answer (kept as `error`). */
  readonly retry: boolean;
  readonly error: unknown;
}

export interface Effects {
  readonly client: KubeClient;
  readonly inventory: Inventory;
  readonly signal: AbortSignal;
}

/** @param due entries of a plan, in its order */
export async function applyWrites(due: readonly PlannedObject[], effects: Effects): Promise<ApplyResult> {
  const done: { entry: PlannedObject; action: Write['action'] }[] = [];
  const refused: { entry: PlannedObject; refusal: Refusal }[] = [];
  let retry = false;
  let error: unknown;
  await forEachLimited(due, WRITES_AT_ONCE, async (entry) => {
    const { object, write } = entry;
    if (write === undefined || effects.signal.aborted) return;
    try {
      await applyOne(object.kind, object.id, write.manifest, effects);
      done.push({ entry, action: write.action });
    } catch (thrown) {
      const refusal = refusalOf(thrown, object.kind);
      if (refusal !== undefined) refused.push({ entry, refusal });
      else error ??= isConflict(thrown) ? undefined : thrown;
      retry = true;
    }
  });
  return { done, refused, retry, error };
}

async function applyOne(
  kind: PlannedObject['object']['kind'],
  id: string,
  manifest: KubeObject,
  effects: Effects,
): Promise<void> {
  const pending = effects.inventory.beginWrite(manifest.metadata.namespace ?? '', id);
  try {
    const live = await effects.client.apply(kind, manifest, {
      fieldManager: FIELD_MANAGER,
      force: true,
      signal: effects.signal,
    });
    pending.succeeded(projectChild(kind, live));
  } catch (error) {
    pending.failed();
    throw error;
  }
}

export interface RemovalResult {
  /** What was deleted now. */
  readonly deleted: readonly RemovalStep[];
  /** What the API server did not let go, by uid. */
  readonly refused: ReadonlyMap<string, Refusal>;
}

/** Prepares and deletes what a removal asks for. A refusal concerns one object and never stops the others. */
export async function executeRemoval(steps: readonly RemovalStep[], effects: Effects): Promise<RemovalResult> {
  const deleted: RemovalStep[] = [];
  const refused = new Map<string, Refusal>();
  await forEachLimited(steps, WRITES_AT_ONCE, async (step) => {
    if (step.step === 'Wait' || effects.signal.aborted) return;
    const { kind, namespace, name, uid, id } = step.child;
    const refuse = (error: unknown): void => {
      const refusal = refusalOf(error, kind);
      if (refusal === undefined) throw error;
      refused.set(uid, refusal);
    };
    if (step.step === 'Delete') {
      try {
        // The uid keeps us from deleting a namesake that took its place meanwhile.
        await ignoreConflict(() => effects.client.delete(kind, namespace, name, { uid, signal: effects.signal }));
        deleted.push(step);
      } catch (error) {
        refuse(error);
      }
      return;
    }
    const pending = effects.inventory.beginWrite(namespace, id);
    try {
      const patch = { metadata: { uid }, spec: step.specPatch as Record<string, never> };
      pending.succeeded(
        projectChild(kind, await effects.client.mergePatch(kind, namespace, name, patch, { signal: effects.signal })),
      );
    } catch (error) {
      pending.failed();
      if (!isConflict(error) && !isGone(error)) refuse(error);
    }
  });
  return { deleted, refused };
}

/** Steps with what keeps them. */
export function blockedBy(steps: readonly RemovalStep[], refused: RemovalResult['refused']): readonly RemovalStep[] {
  return steps.map((step): RemovalStep => {
    const refusal = refused.get(step.child.uid);
    return refusal === undefined ? step : { step: 'Wait', child: step.child, blockedBy: refusal.message };
  });
}

async function ignoreConflict(action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.code === 409;
}

export function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}
