/**
 * The security configuration that jobs and crawlers of Glue run under: what they write, log and remember is encrypted with the
 * pipeline's key. Glue cannot change one, so its name holds what it says, and another key makes another one beside it.
 */
import type { RoleModel } from '../../access/role.ts';
import type { Given } from '../../model.ts';
import { awsName, objectName } from '../../names.ts';
import { type KeyModel, keyWord } from '../encryption/model.ts';

export const SECURITY = 'glue-security';

export interface SecurityModel {
  readonly object: string;
  /** In Glue. */
  readonly name: string;
}

/** Glue takes 255 characters, but makes names of log groups out of it, which have 512 with all else that is in them. */
const NAME_LIMIT = 64;

export function securityModel({ scope }: Given, key: KeyModel): SecurityModel {
  const content = keyWord(key);
  return {
    object: objectName(scope, SECURITY, content),
    name: awsName({ nameLimit: NAME_LIMIT }, scope, content),
  };
}

type Runner = Pick<RoleModel, 'path' | 'role'>;

/**
 * Glue puts configuration and role into the names of log groups whose events it encrypts. What a job writes, below `prefix`, in
 * two groups: "output" and "error" follow. Source: Glue, "Logging for AWS Glue jobs".
 */
export function securedJobLogs({ name }: SecurityModel, prefix: string, { path, role }: Runner): string {
  return `${prefix}/${name}-role${path}${role}`;
}

/** What a crawler writes. */
export function securedCrawlerLogs({ name }: SecurityModel, { path, role }: Runner): string {
  return `${CRAWLER_LOGS}${path}${role}-${name}`;
}

const CRAWLER_LOGS = '/aws-glue/crawlers-role';

/** What the log groups of jobs in plain Python begin with; they take no other beginning. */
export const PYTHON_LOGS = '/aws-glue/python-jobs';

/** Beginnings and ends of all names of groups that do not begin with the pipeline's own. */
export function securedGroups({ name }: SecurityModel): readonly string[] {
  return [`${CRAWLER_LOGS}/*-${name}`, `${PYTHON_LOGS}/${name}-role/*`];
}
