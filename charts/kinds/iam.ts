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
  },
  RolePolicy: {
    plural: 'rolepolicies',
    identity: 'Named',
    nameLimit: 128,
    nameScope: 'Account',
    partOf: { kind: 'iam.Role', by: 'role' },
    immutable: ['role'],
    references: { role: { to: 'iam.Role', gives: 'id' } },
  },
});
