/** What the provider may do with an object, by kind. */
import type { ManagedKind } from './kinds/kind.ts';

/** An item of spec.managementPolicies. */
export type ManagementPolicy = '*' | 'Observe' | 'Create' | 'Update' | 'Delete' | 'LateInitialize';

/**
 * The policies a kind is rendered with. Objects of kinds without Delete stay in AWS whatever deletes the managed resource
 * (kubectl, a namespace, a lost finalizer); the controller adds Delete only in a deletion that was consented to.
 * Named kinds do without LateInitialize to keep manifests ours. Assigned kinds must have it: without it the provider never
 * persists the id, and its next restart creates the object a second time.
 */
export function managementPolicies(kind: Pick<ManagedKind, 'identity' | 'retained'>): readonly ManagementPolicy[] {
  if (kind.identity === 'Assigned') return kind.retained ? ['Observe', 'Create', 'Update', 'LateInitialize'] : ['*'];
  return kind.retained ? ['Observe', 'Create', 'Update'] : ['Observe', 'Create', 'Update', 'Delete'];
}
