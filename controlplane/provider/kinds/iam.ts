/** IAM: global, so names are unique in the account whatever the region. */
import { createHash } from 'node:crypto';
import { IAM } from '../../../charts/kinds/iam.ts';
import type { Json } from '../../../crds/kubernetes.ts';
import type { AwsObject, SimulatedAws } from '../aws.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { arn, type Input, type KindBehaviour, lastSegment, text } from '../behaviour.ts';
import { fromRecording } from '../from-recording.ts';
import { type PolicyRules, refusesPolicy } from '../rules/policies.ts';

const MOST_INLINE = 10_240;

const malformed = (message: string) => serviceError(400, 'MalformedPolicyDocument', message);

const TRUST: PolicyRules = {
  field: 'assumeRolePolicy',
  most: 2_048,
  fault: malformed,
  tooLong: (most) => serviceError(409, 'LimitExceeded', `Cannot exceed quota for ACLSizePerRole: ${most}`),
  invalidPrincipal: 'Invalid principal in policy',
};

const INLINE: PolicyRules = {
  field: 'policy',
  most: MOST_INLINE,
  fault: malformed,
  tooLong: (most) => serviceError(409, 'LimitExceeded', `Maximum policy size of ${most} bytes exceeded for role`),
  invalidPrincipal: 'Invalid principal in policy',
};

const role = fromRecording(IAM.Role, {
  taken: ({ name }) => serviceError(409, 'EntityAlreadyExists', `Role with name ${name} already exists.`),
  refuses: {
    create: (input, aws) =>
      /^[\w+=,.@-]{1,64}$/.test(input.name)
        ? (refusesPlace(input) ?? refusesPolicy(TRUST, input, aws))
        : serviceError(
            400,
            'ValidationError',
            `Value '${input.name}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
          ),
    update: (_, input, aws) => refusesPlace(input) ?? refusesPolicy(TRUST, input, aws),
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

const instanceProfile = fromRecording(IAM.InstanceProfile, {
  service: 'IAM',
  title: ({ name }) => `IAM Instance Profile (${name})`,
  taken: ({ name }) => serviceError(409, 'EntityAlreadyExists', `Instance Profile ${name} already exists.`),
  requires: ({ desired }) => {
    const address = text(desired, 'role');
    const message = `The role with name ${address} cannot be found.`;
    return [{ type: 'iam.Role', address, fault: serviceError(404, 'NoSuchEntity', message) }];
  },
  outputs: {
    arn: (object) => arn(object, 'iam', `instance-profile${text(object.attributes, 'path')}${object.address}`),
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
  refuses: {
    create: refusesInline,
    update: (_, input, aws) => refusesInline(input, aws),
  },
});

const MANAGED: PolicyRules = {
  field: 'policy',
  most: 6_144,
  fault: malformed,
  tooLong: (most) => serviceError(409, 'LimitExceeded', `Cannot exceed quota for PolicySize: ${most}`),
  invalidPrincipal: 'Invalid principal in policy',
};

const policy = fromRecording(IAM.Policy, {
  service: 'IAM',
  title: ({ name }) => `IAM Policy (${name})`,
  calls: { Update: 'CreatePolicyVersion' },
  taken: ({ name }) => serviceError(409, 'EntityAlreadyExists', `A policy called ${name} already exists.`),
  refuses: {
    create: (input, aws) => refusesPolicy(MANAGED, input, aws),
    update: (_, input, aws) => refusesPolicy(MANAGED, input, aws),
    delete: (object, aws) =>
      attachments(object, aws).length > 0
        ? serviceError(409, 'DeleteConflict', 'Cannot delete a policy attached to entities.')
        : undefined,
  },
  outputs: {
    arn: (object) => policyArn(object),
    attachmentCount: (object, aws) => attachments(object, aws).length,
  },
});

/** AWS's own quota of managed policies on one role, unless it was raised. */
const MOST_ATTACHED = 10;

const attachment = fromRecording(IAM.RolePolicyAttachment, {
  calls: { Create: 'AttachRolePolicy', Delete: 'DetachRolePolicy' },
  title: ({ desired }) => `IAM Policy (${text(desired, 'policyArn')}) to IAM Role (${text(desired, 'role')})`,
  creating: 'attaching',
  address: ({ desired }) => `${text(desired, 'role')}/${text(desired, 'policyArn')}`,
  recreate: 'Overwrites',
  requires: ({ desired }) => {
    const [role, policyArnText] = [text(desired, 'role'), text(desired, 'policyArn')];
    return [
      {
        type: 'iam.Role',
        address: role,
        fault: serviceError(404, 'NoSuchEntity', `The role with name ${role} cannot be found.`),
      },
      {
        type: 'iam.Policy',
        address: lastSegment(policyArnText),
        fault: serviceError(404, 'NoSuchEntity', `Policy ${policyArnText} does not exist or is not attachable.`),
      },
    ];
  },
  refuses: {
    create: ({ desired, scope }, aws) => {
      const role = text(desired, 'role');
      const others = aws
        .list({ type: 'iam.RolePolicyAttachment', account: scope.account, state: 'Active' })
        .filter(({ attributes }) => text(attributes, 'role') === role);
      return others.length >= MOST_ATTACHED
        ? serviceError(409, 'LimitExceeded', `Cannot exceed quota for PoliciesPerRole: ${MOST_ATTACHED}`)
        : undefined;
    },
  },
});

export const IAM_BEHAVIOURS: readonly KindBehaviour[] = [role, instanceProfile, rolePolicy, policy, attachment];

function policyArn(object: AwsObject): string {
  return arn(object, 'iam', `policy${text(object.attributes, 'path')}${object.address}`);
}

function attachments(object: AwsObject, aws: SimulatedAws): readonly AwsObject[] {
  const named = policyArn(object);
  return aws
    .list({ type: 'iam.RolePolicyAttachment', account: object.account, state: 'Active' })
    .filter(({ attributes }) => text(attributes, 'policyArn') === named);
}

/** A path of another form, or a boundary of another account. */
function refusesPlace({ desired, scope }: Input): AwsFault | undefined {
  const [path, boundary] = [text(desired, 'path'), text(desired, 'permissionsBoundary')];
  if (!/^\/([!-.0-~]+\/)*$/.test(path) || path.length > 512) {
    const rule =
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.';
    return serviceError(400, 'ValidationError', rule);
  }
  if (boundary === '') return undefined;
  const mayBe = ['aws', scope.account].some((of) => boundary.startsWith(`arn:${scope.partition}:iam::${of}:policy/`));
  return mayBe
    ? undefined
    : serviceError(404, 'NoSuchEntity', `Policy ${boundary} does not exist or is not attachable.`);
}

/** All inline policies of a role together have one limit; white space does not count. */
function refusesInline(input: Input, aws: SimulatedAws): AwsFault | undefined {
  const refused = refusesPolicy(INLINE, input, aws);
  if (refused !== undefined) return refused;
  const role = text(input.desired, 'role');
  const others = aws
    .list({ type: 'iam.RolePolicy', account: input.scope.account, state: 'Active' })
    .filter(({ address }) => address.startsWith(`${role}:`) && address !== `${role}:${input.name}`);
  const size = [input.desired, ...others.map(({ attributes }) => attributes)]
    .map((attributes) => Buffer.byteLength(text(attributes, 'policy').replace(/\s/g, '')))
    .reduce((sum, each) => sum + each, 0);
  return size > MOST_INLINE
    ? serviceError(409, 'LimitExceeded', `Maximum policy size of ${MOST_INLINE} bytes exceeded for role ${role}`)
    : undefined;
}

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
