import { describe, expect, test } from '@jest/globals';
import { IAM } from '../../charts/kinds/iam.ts';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { KMS } from '../../charts/kinds/kms.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import type { Child } from './child.ts';
import { planRemoval, type RemovalStep } from './removal.ts';
import { aChild } from './testing/a-child.ts';

const RETAINED_ASSIGNED = ['Observe', 'Create', 'Update', 'LateInitialize'];

function steps(plan: readonly RemovalStep[]): string[] {
  return plan.map(({ step, child }) => `${step} ${child.kind.kind}`);
}

describe('planRemoval', () => {
  test('works on the highest wave only', () => {
    const children = [aChild({ wave: 1 }), aChild({ name: 'later', wave: 7, kind: IAM.Role })];
    expect(steps(planRemoval(children, 'KeepData'))).toEqual(['Delete Role']);
  });

  test('a wave lasts until its objects are gone, not until they were asked to go', () => {
    const children = [aChild({ wave: 1 }), aChild({ name: 'later', wave: 7, kind: IAM.Role, deleting: true })];
    expect(steps(planRemoval(children, 'KeepData'))).toEqual(['Wait Role']);
  });

  test('what holds data and could be deleted by the provider is released first', () => {
    const [first] = planRemoval([aChild({ policies: ['*'], kind: KMS.Key })], 'KeepData');
    expect(first).toMatchObject({ step: 'Prepare', specPatch: { managementPolicies: RETAINED_ASSIGNED } });
  });

  test('what holds data and is released can go at once', () => {
    expect(steps(planRemoval([aChild({ policies: RETAINED_ASSIGNED, kind: KMS.Key })], 'KeepData'))).toEqual([
      'Delete Key',
    ]);
  });

  test('deleting data gives the bucket its Delete policy and forceDestroy, then waits for the provider to take it', () => {
    const armed: Partial<Child> = { policies: ['Observe', 'Create', 'Update', 'Delete'] };
    expect(planRemoval([aChild()], 'DeleteData')).toMatchObject([
      { step: 'Prepare', specPatch: { managementPolicies: armed.policies, forProvider: { forceDestroy: true } } },
    ]);
    expect(steps(planRemoval([aChild(armed)], 'DeleteData'))).toEqual(['Wait Bucket']);
    expect(steps(planRemoval([aChild({ ...armed, observed: { forceDestroy: true } })], 'DeleteData'))).toEqual([
      'Delete Bucket',
    ]);
  });

  test('companions of a bucket are let go even when data is deleted: AWS takes them along', () => {
    expect(steps(planRemoval([aChild({ kind: S3.BucketPolicy, policies: RETAINED_ASSIGNED })], 'DeleteData'))).toEqual([
      'Delete BucketPolicy',
    ]);
  });

  describe('a stream, which holds records but no data that is kept', () => {
    const asRendered: Partial<Child> = { kind: KINESIS.Stream, policies: ['Observe', 'Create', 'Update'] };
    const everything = { managementPolicies: ['Observe', 'Create', 'Update', 'Delete'] };

    test.each(['KeepData', 'DeleteData'] as const)('is given Delete, then goes, with %s', (mode) => {
      expect(planRemoval([aChild(asRendered)], mode)).toMatchObject([{ step: 'Prepare', specPatch: everything }]);
      expect(steps(planRemoval([aChild({ ...asRendered, policies: everything.managementPolicies })], mode))).toEqual([
        'Delete Stream',
      ]);
    });

    test('is let go as it is where records are kept, and loses Delete where it had it', () => {
      expect(steps(planRemoval([aChild(asRendered)], 'KeepRecords'))).toEqual(['Delete Stream']);
      const armed = aChild({ ...asRendered, policies: everything.managementPolicies });
      expect(planRemoval([armed], 'KeepRecords')).toMatchObject([
        { step: 'Prepare', specPatch: { managementPolicies: asRendered.policies } },
      ]);
    });
  });

  test.each([KINESIS.Stream, S3.Bucket])('what was only looked at is let go, whatever was consented to', (kind) => {
    const found = aChild({ kind, createdByProvider: false, policies: ['Observe', 'Create'] });
    expect(steps(planRemoval([found], 'DeleteData'))).toEqual([`Delete ${kind.kind}`]);
  });

  test.each<[string, boolean, string]>([
    ['the provider made', true, 'Prepare Role'],
    ['was only looked at', false, 'Delete Role'],
  ])(
    'what %s and is not promoted yet gets the policy Delete first only if it is ours',
    (_, createdByProvider, expected) => {
      const guarded = aChild({ kind: IAM.Role, policies: ['Observe', 'Create'], createdByProvider });
      const [first] = planRemoval([guarded], 'KeepData');
      expect(steps(first === undefined ? [] : [first])).toEqual([expected]);
      if (first?.step !== 'Prepare') return;
      const { managementPolicies } = first.specPatch as { managementPolicies: string[] };
      expect(managementPolicies).toEqual(['Observe', 'Create', 'Update', 'Delete']);
      expect(steps(planRemoval([{ ...guarded, policies: managementPolicies }], 'KeepData'))).toEqual(['Delete Role']);
    },
  );

  test('what never came to be can always go', () => {
    const unborn = aChild({ createdByProvider: false, ready: undefined, observed: {} });
    expect(steps(planRemoval([unborn], 'DeleteData'))).toEqual(['Delete Bucket']);
  });

  test('names why an object does not go', () => {
    const paused = aChild({ deleting: true, paused: true });
    const refused = aChild({
      deleting: true,
      synced: {
        status: 'False',
        reason: 'ReconcileError',
        message: 'delete failed: BucketNotEmpty',
        observedGeneration: 3,
      },
    });
    expect(planRemoval([paused], 'KeepData')).toMatchObject([
      { blockedBy: expect.stringContaining('crossplane.io/paused') },
    ]);
    expect(planRemoval([refused], 'KeepData')).toMatchObject([{ blockedBy: 'BucketNotEmpty' }]);
  });

  test('a copy of what remains is let go: deleting it would delete the AWS object of both', () => {
    const stream = { ...IAM.Role, kind: 'Stream' };
    const ours = aChild({ name: 'main', kind: stream, externalName: 'data-main', policies: ['*'] });
    const copy = aChild({ name: 'main-copy', kind: stream, externalName: 'data-main', policies: ['*'] });
    expect(planRemoval([copy], 'KeepData', [ours])).toMatchObject([
      { step: 'Prepare', specPatch: { managementPolicies: ['Observe', 'Create', 'Update'] } },
    ]);
    expect(steps(planRemoval([copy], 'KeepData', [{ ...ours, externalName: 'data-other' }]))).toEqual([
      'Delete Stream',
    ]);
  });

  test.each([
    ['bucket under guard', { kind: S3.Bucket, policies: ['Observe', 'Create'] }],
    ['key that was only looked at', { kind: KMS.Key, policies: ['Observe'] }],
  ])("no consent deletes a stranger's %s: it is let go", (_, found) => {
    const child = aChild({ ...found, createdByProvider: false });
    expect(planRemoval([child], 'DeleteData')).toEqual([{ step: 'Delete', child }]);
  });
});
