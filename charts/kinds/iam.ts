/** IAM. It has no regions: names are one space for all regions of an account. */
import { service } from './kind.ts';

export const IAM = service('iam', {
  Role: {
    plural: 'roles',
    identity: 'Named',
    nameLimit: 64,
    nameScope: 'Account',
    tagged: true,
    guarded: true,
    observed: ['arn'],
    immutable: ['path'],
    // Roles of another prefix take over one by one, each as soon as what runs as it was told so.
    succeeded: 'InComponent',
  },
  RolePolicy: {
    plural: 'rolepolicies',
    identity: 'Named',
    nameLimit: 128,
    nameScope: 'Account',
    partOf: { kind: 'iam.Role', by: 'role' },
    immutable: ['role'],
    succeeded: 'InComponent',
    references: { role: { to: 'iam.Role', gives: 'id' } },
  },
  Policy: {
    plural: 'policies',
    identity: 'Named',
    nameLimit: 128,
    nameScope: 'Account',
    tagged: true,
    guarded: true,
    immutable: ['path', 'description'],
  },
  RolePolicyAttachment: {
    plural: 'rolepolicyattachments',
    identity: 'Assigned',
    immutable: ['policyArn', 'role'],
    references: { policyArn: { to: 'iam.Policy', gives: 'arn' } },
  },
  InstanceProfile: {
    plural: 'instanceprofiles',
    identity: 'Named',
    nameLimit: 128,
    nameScope: 'Account',
    tagged: true,
    guarded: true,
    immutable: ['path'],
    succeeded: 'InPipeline',
    references: { role: { to: 'iam.Role', gives: 'externalName' } },
  },
});
