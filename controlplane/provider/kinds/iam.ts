/** IAM: global, so names are unique in the account whatever the region. */
import { createHash } from 'node:crypto';
import { IAM } from '../../../charts/kinds/iam.ts';
import type { Json, JsonObject } from '../../../crds/kubernetes.ts';
import type { AwsObject, SimulatedAws } from '../aws.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { arn, type KindBehaviour, lastSegment, text } from '../behaviour.ts';
import { fromRecording } from '../from-recording.ts';

const role = fromRecording(IAM.Role, {
  taken: ({ name }) => serviceError(409, 'EntityAlreadyExists', `Role with name ${name} already exists.`),
  refuses: {
    create: ({ name, desired }) =>
      /^[\w+=,.@-]{1,64}$/.test(name)
        ? malformedPolicy(desired, 'assumeRolePolicy', 'MalformedPolicyDocument')
        : serviceError(
            400,
            'ValidationError',
            `Value '${name}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
          ),
    delete: (object, aws) =>
      object.attributes.forceDetachPolicies !== true && inlinePolicies(object, aws) !== undefined
        ? serviceError(409, 'DeleteConflict', 'Cannot delete entity, must delete policies first.')
        : undefined,
  },
  outputs: {
    arn: (object) => arn(object, 'iam', `role${text(object.attributes, 'path')}${object.address}`),
    inlinePolicy: inlinePolicies,
    uniqueId: uniqueRoleId,
  },
});

const rolePolicy = fromRecording(IAM.RolePolicy, {
  calls: { Create: 'PutRolePolicy', Update: 'PutRolePolicy' },
  title: ({ name, desired }) => `IAM Role (${text(desired, 'role')}) Policy (${name})`,
  creating: 'putting',
  address: ({ name, desired }) => `${text(desired, 'role')}:${name}`,
  recreate: 'Overwrites',
  requires: ({ desired }) => {
    const address = text(desired, 'role');
    const fault = serviceError(404, 'NoSuchEntity', `Role ${address} not found`);
    return [{ type: 'iam.Role', address, partOf: true, fault }];
  },
  refuses: { create: ({ desired }) => malformedPolicy(desired, 'policy', 'MalformedPolicyDocument') },
});

export const IAM_BEHAVIOURS: readonly KindBehaviour[] = [role, rolePolicy];

function inlinePolicies(role: AwsObject, aws: SimulatedAws): Json | undefined {
  const policies = aws.partsOf(role).filter(({ type }) => type === 'iam.RolePolicy');
  if (policies.length === 0) return undefined;
  return policies.map(({ address, attributes }) => ({
    name: lastSegment(address),
    policy: text(attributes, 'policy'),
  }));
}

/** A role that is made again under its old name is another one. */
function uniqueRoleId({ account, address, createdAt }: AwsObject): string {
  const digest = createHash('sha256').update(`${account}/${address}/${createdAt}`).digest('hex');
  return `AROA${digest.slice(0, 17).toUpperCase()}`;
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
