/**
 * The provider's conditions. Those of a reconcile carry observedGeneration; Available and those of a background operation's
 * callback do not, so it vanishes from Synced until the next reconcile.
 */
import type { Condition } from '../../crds/kubernetes.ts';

export type ConditionChange = Pick<Condition, 'type' | 'status' | 'reason'> &
  Partial<Pick<Condition, 'message' | 'observedGeneration'>>;

export const AVAILABLE: ConditionChange = { type: 'Ready', status: 'True', reason: 'Available' };
export const ASYNC_SUCCESS: ConditionChange = { type: 'LastAsyncOperation', status: 'True', reason: 'Success' };
export const CALLBACK_SUCCESS: ConditionChange = { type: 'Synced', status: 'True', reason: 'ReconcileSuccess' };

export function creating(observedGeneration: number): ConditionChange {
  return { type: 'Ready', status: 'False', reason: 'Creating', observedGeneration };
}

export function deleting(observedGeneration: number): ConditionChange {
  return { type: 'Ready', status: 'False', reason: 'Deleting', observedGeneration };
}

export function synced(observedGeneration: number): ConditionChange {
  return { ...CALLBACK_SUCCESS, observedGeneration };
}

export function paused(observedGeneration: number, message: string): ConditionChange {
  return { type: 'Synced', status: 'False', reason: 'ReconcilePaused', message, observedGeneration };
}

/** @param observedGeneration undefined in a callback */
export function syncError(message: string, observedGeneration?: number): ConditionChange {
  const condition: ConditionChange = { type: 'Synced', status: 'False', reason: 'ReconcileError', message };
  return observedGeneration === undefined ? condition : { ...condition, observedGeneration };
}

export function asyncFailure(operation: 'Create' | 'Update' | 'Delete', message: string): ConditionChange {
  return { type: 'LastAsyncOperation', status: 'False', reason: `Async${operation}Failure`, message };
}

/** Changes by type, in place; new types at the end. The time moves only when more than the generation changes. */
export function withConditions(
  existing: readonly Condition[],
  changes: readonly ConditionChange[],
  now: string,
): readonly Condition[] {
  const result = [...existing];
  for (const change of changes) {
    const index = result.findIndex(({ type }) => type === change.type);
    const before = result[index];
    const same =
      before?.status === change.status &&
      before.reason === change.reason &&
      (before.message ?? '') === (change.message ?? '');
    const condition = { ...change, lastTransitionTime: (same && before?.lastTransitionTime) || now };
    if (index === -1) result.push(condition);
    else result[index] = condition;
  }
  return result;
}
