import { describe, expect, test } from '@jest/globals';
import { readPolicies } from './policies.ts';

const ALL = { create: true, update: true, delete: true, lateInitialize: true, onlyObserve: false };

describe('management policies', () => {
  test.each([
    [['*'], ALL],
    [['Observe', 'Create', 'Update', 'Delete', 'LateInitialize'], ALL],
    [['Delete', 'Observe', 'Update', 'Create'], { ...ALL, lateInitialize: false }],
    [['Observe', 'Create', 'Update', 'LateInitialize'], { ...ALL, delete: false }],
    [['Observe', 'Create', 'Update'], { ...ALL, delete: false, lateInitialize: false }],
    [['Observe', 'Create', 'Delete'], { ...ALL, update: false, lateInitialize: false }],
    [['Observe', 'Create'], { ...ALL, update: false, delete: false, lateInitialize: false }],
    [['Observe', 'Delete'], { ...ALL, create: false, update: false, lateInitialize: false }],
    [['Observe', 'Update'], { ...ALL, create: false, delete: false, lateInitialize: false }],
    [['Observe', 'LateInitialize'], { ...ALL, create: false, update: false, delete: false }],
    [['Observe'], { create: false, update: false, delete: false, lateInitialize: false, onlyObserve: true }],
  ])('%j allow what they name', (policies, allowed) => {
    expect(readPolicies(policies)).toEqual({ type: 'Allowed', allowed });
  });

  test.each([[['Create']], [['Create', 'Update', 'Delete']], [['Observe', 'Update', 'Delete']], [['LateInitialize']]])(
    '%j are not a set that the provider supports',
    (policies) => {
      expect(readPolicies(policies).type).toBe('Unsupported');
    },
  );

  test('an empty list pauses', () => {
    expect(readPolicies([])).toEqual({ type: 'Paused' });
  });
});
