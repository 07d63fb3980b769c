/** The names of a role, computed in the model: things name the role they run as before anything is made. */
import { type NameScope, objectName, roleName } from '../names.ts';

export interface RoleModel {
  /** What it is for, in the user's words: "crawlers/raw", "schedules/start-crawler-raw". Its key in status.roleArns. */
  readonly use: string;
  /** metadata.name of the role and of its policy. */
  readonly object: string;
  /** In IAM. */
  readonly role: string;
}

export function roleModel(scope: NameScope, use: string, ...words: readonly string[]): RoleModel {
  return { use, object: objectName(scope, ...words), role: roleName(scope, ...words) };
}
