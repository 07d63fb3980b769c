/** What the provider may do with an object, by kind. */
import type { ManagedKind } from './kinds/kind.ts';

/** An item of spec.managementPolicies. */
export type ManagementPolicy = '*' | 'Observe' | 'Create' | 'Update' | 'Delete' | 'LateInitialize';

/**
 * The policies a kind is rendered with. What holds or protects data is rendered without Delete, so it stays in AWS whatever
 * deletes the managed resource (kubectl, a namespace, a lost finalizer); the controller adds Delete only in a deletion that
 * means it.
 * Named kinds do without LateInitialize to keep manifests ours. Assigned kinds must have it: without it the provider never
 * persists the id, and its next restart creates the object a second time.
 */
export function managementPolicies({
  identity,
  holdsOrProtectsData,
}: Pick<ManagedKind, 'identity' | 'holdsOrProtectsData'>): readonly ManagementPolicy[] {
  if (identity === 'Assigned') return holdsOrProtectsData ? ['Observe', 'Create', 'Update', 'LateInitialize'] : ['*'];
  return holdsOrProtectsData ? ['Observe', 'Create', 'Update'] : ['Observe', 'Create', 'Update', 'Delete'];
}
