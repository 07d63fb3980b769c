import { expect, test } from '@jest/globals';
import type { ManagedKind } from './kinds/kind.ts';
import { managementPolicies } from './management-policies.ts';

test.each([
  ['Named', false, ['Observe', 'Create', 'Update', 'Delete'], 'late initialisation would write into our manifest'],
  ['Named', true, ['Observe', 'Create', 'Update'], 'and AWS keeps it'],
  ['Assigned', false, ['*'], 'without late initialisation the id is never persisted'],
  ['Assigned', true, ['Observe', 'Create', 'Update', 'LateInitialize'], 'and AWS keeps it'],
] as const)(
  'the policies of a kind that is %s, with data: %s, are %j: %s',
  (identity: ManagedKind['identity'], holdsOrProtectsData: boolean, policies: readonly string[], _reason: string) => {
    expect(managementPolicies({ identity, holdsOrProtectsData })).toEqual(policies);
  },
);
