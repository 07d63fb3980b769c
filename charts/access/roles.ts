/** All roles that a pipeline makes, found in its model: whoever is let in by name finds them here, none forgotten. */
import type { PipelineModel } from '../model.ts';
import type { RoleModel } from './role.ts';

export function rolesOf(model: PipelineModel): readonly RoleModel[] {
  const seen = new Set<object>();
  const found: RoleModel[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (isRole(value)) found.push(value);
    else for (const inner of Object.values(value)) look(inner);
  };
  look(model);
  return found;
}

function isRole(value: object): value is RoleModel {
  return 'use' in value && 'object' in value && 'role' in value && typeof value.role === 'string' && 'path' in value;
}
