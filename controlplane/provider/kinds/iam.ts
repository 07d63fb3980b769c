/** IAM: global, so names are unique in the account whatever the region. */
import { createHash } from 'node:crypto';
import { IAM } from '../../../charts/kinds/iam.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import type { AwsObject, SimulatedAws } from '../aws.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { arn, type KindBehaviour, lastSegment, text } from '../behaviour.ts';

const role: KindBehaviour = {
  kind: IAM.Role,
  service: 'IAM',
  calls: { Create: 'CreateRole', Update: 'UpdateRole', Delete: 'DeleteRole' },
  title: ({ name }) => `IAM Role (${name})`,
  global: true,
  address: ({ name }) => name,
  taken: ({ name }) => serviceError(409, 'EntityAlreadyExists', `Role with name ${name} already exists.`),
  unset: {
    description: '',
    forceDetachPolicies: false,
    maxSessionDuration: 3600,
    path: '/',
    permissionsBoundary: '',
  },
  lateInitialized: ['maxSessionDuration', 'path'],
  refusesCreate: ({ name, desired }) =>
    /^[\w+=,.@-]{1,64}$/.test(name)
      ? malformedPolicy(desired, 'assumeRolePolicy', 'MalformedPolicyDocument')
      : serviceError(
          400,
          'ValidationError',
          `Value '${name}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
        ),
  refusesDelete: (object, aws) =>
    object.attributes.forceDetachPolicies !== true && aws.partsOf(object).some(({ type }) => type === 'iam.RolePolicy')
      ? serviceError(409, 'DeleteConflict', 'Cannot delete entity, must delete policies first.')
      : undefined,
  outputs: (object, aws) => ({
    arn: arn(object, 'iam', `role${text(object.attributes, 'path')}${object.address}`),
    createDate: object.createdAt,
    id: object.address,
    ...inlinePolicies(object, aws),
    uniqueId: `AROA${createHash('sha256').update(`${object.account}/${object.address}/${object.createdAt}`).digest('hex').slice(0, 17).toUpperCase()}`,
  }),
};

const rolePolicy: KindBehaviour = {
  kind: IAM.RolePolicy,
  service: 'IAM',
  calls: { Create: 'PutRolePolicy', Update: 'PutRolePolicy', Delete: 'DeleteRolePolicy' },
  title: ({ name, desired }) => `IAM Role (${text(desired, 'role')}) Policy (${name})`,
  creating: 'putting',
  global: true,
  address: ({ name, desired }) => `${text(desired, 'role')}:${name}`,
  recreate: 'Overwrites',
  unset: {},
  requires: ({ desired }) => [
    {
      type: 'iam.Role',
      address: text(desired, 'role'),
      partOf: true,
      fault: serviceError(404, 'NoSuchEntity', `Role ${text(desired, 'role')} not found`),
    },
  ],
  refusesCreate: ({ desired }) => malformedPolicy(desired, 'policy', 'MalformedPolicyDocument'),
  outputs: ({ address }) => ({ id: address }),
};

export const IAM_BEHAVIOURS: readonly KindBehaviour[] = [role, rolePolicy];

function inlinePolicies(role: AwsObject, aws: SimulatedAws): JsonObject {
  const inlinePolicy = aws
    .partsOf(role)
    .filter(({ type }) => type === 'iam.RolePolicy')
    .map(({ address, attributes }) => ({ name: lastSegment(address), policy: text(attributes, 'policy') }));
  return inlinePolicy.length > 0 ? { inlinePolicy } : {};
}

/** AWS parses policy documents; an absent one is left to it. */
export function malformedPolicy(desired: JsonObject, field: string, code: string): AwsFault | undefined {
  const document = text(desired, field);
  if (document === '') return undefined;
  try {
    JSON.parse(document);
    return undefined;
  } catch {
    return serviceError(400, code, 'Syntax errors in policy.');
  }
}
