/** The names of a role, computed in the model: things name the role they run as before anything is made. */
import { IAM } from '../kinds/iam.ts';
import { awsName, type NameScope, objectName } from '../names.ts';

export interface RoleModel {
  /** What it is for, in the user's words: "crawlers/raw", "schedules/start-crawler-raw". Its key in status.roleArns. */
  readonly use: string;
  /** metadata.name of the role and of its policy. */
  readonly object: string;
  /** In IAM, where names are one space for all regions of an account. */
  readonly role: string;
}

export function roleModel(scope: NameScope, use: string, ...words: readonly string[]): RoleModel {
  return { use, object: objectName(scope, ...words), role: awsName(IAM.Role, scope, ...words) };
}
