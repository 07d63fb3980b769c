/** The names of a role, computed in the model: things name the role they run as before anything is made. */
import type { Access } from '../../crds/datapipeline.ts';
import { IAM } from '../kinds/iam.ts';
import { awsName, type NameScope, objectName, shortHash } from '../names.ts';

export interface RoleModel {
  /** What it is for, in the user's words: "crawlers/raw", "schedules/start-crawler-raw". Its key in status.roleArns. */
  readonly use: string;
  /** metadata.name of the role and of its policy. */
  readonly object: string;
  /** In IAM, where names are one space for all regions of an account. */
  readonly role: string;
  /** In IAM, "/" or "/data/": a part of its ARN and not of its name. */
  readonly path: string;
  /** ARN of the policy that bounds what it may do. */
  readonly boundaryArn?: string;
}

/** What names are made from, with what is true of every role of the pipeline. */
export interface RoleScope extends NameScope {
  readonly roles: Pick<RoleModel, 'path' | 'boundaryArn'> & {
    /** What their names begin with; may be nothing. */
    readonly prefix: string;
  };
}

export function roleScope(scope: NameScope, access: Access = {}): RoleScope {
  const { rolePath: path = '/', rolePrefix: prefix = '', permissionsBoundaryArn: boundaryArn } = access;
  return { ...scope, roles: { prefix, path, ...(boundaryArn === undefined ? {} : { boundaryArn }) } };
}

export function roleModel(scope: RoleScope, use: string, ...words: readonly string[]): RoleModel {
  const { prefix, ...placed } = scope.roles;
  const limit = { nameLimit: IAM.Role.nameLimit - prefix.length };
  return {
    use,
    object: objectName(scope, ...words, ...roleWords(scope)),
    role: `${prefix}${awsName(limit, scope, ...words)}`,
    ...placed,
  };
}

/**
 * Further words for the name of what cannot change the role that it runs as: another prefix makes other roles beside the old
 * ones, and so must make another such thing.
 */
export function roleWords({ roles }: RoleScope): readonly string[] {
  return roles.prefix === '' ? [] : [shortHash([roles.prefix])];
}
