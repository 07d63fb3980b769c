import { describe, expect, test } from '@jest/globals';
import { KMS } from '../../charts/kinds/kms.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import type { Child } from './child.ts';
import { readinessOf } from './readiness.ts';
import { aChild } from './testing/a-child.ts';

const READY = aChild();
const OLD_PROVIDER = 'read resource request failed: Missing Resource Identity After Read: The Terraform Provider …';
const UNREADY = { status: 'False', reason: '', message: '', observedGeneration: undefined } as const;
const cases: { reason: string; child: Child; needed?: string[]; state: string; because?: string }[] = [
  { reason: 'everything is there', child: READY, state: 'Ready' },
  {
    reason: 'the provider has not looked at it yet',
    child: aChild({ ready: undefined, synced: undefined }),
    state: 'Progressing',
  },
  {
    reason: 'Ready alone only means that the AWS object exists',
    child: aChild({
      synced: { status: 'False', reason: 'ReconcileError', message: 'update failed: boom', observedGeneration: 2 },
    }),
    state: 'Failed',
    because: 'AWSError',
  },
  {
    reason: 'a background operation failed after Synced had become True',
    child: aChild({
      lastAsync: { status: 'False', reason: 'AsyncCreateFailure', message: 'no', observedGeneration: undefined },
    }),
    state: 'Failed',
    because: 'AWSError',
  },
  {
    reason: 'the provider has not taken the latest generation',
    child: aChild({
      generation: 3,
      synced: { status: 'True', reason: 'ReconcileSuccess', message: '', observedGeneration: 2 },
    }),
    state: 'Progressing',
  },
  {
    reason: 'callbacks drop observedGeneration, which says nothing',
    child: aChild({
      generation: 3,
      synced: { status: 'True', reason: 'ReconcileSuccess', message: '', observedGeneration: undefined },
    }),
    state: 'Ready',
  },
  {
    reason: 'a callback from before our write says nothing of it',
    child: aChild({
      generation: 3,
      awaited: 3,
      synced: { status: 'True', reason: 'ReconcileSuccess', message: '', observedGeneration: undefined },
    }),
    state: 'Progressing',
  },
  {
    reason: 'an id that is not persisted is created twice',
    child: aChild({ externalName: undefined }),
    state: 'Failed',
    because: 'ExternalNameMissing',
  },
  {
    reason: 'a value that others wait for is missing',
    child: aChild({ observed: {} }),
    needed: ['status.atProvider.arn'],
    state: 'Progressing',
  },
  {
    reason: 'a paused object is never taken further',
    child: aChild({ paused: true }),
    state: 'Failed',
    because: 'Paused',
  },
  { reason: 'an object on its way out is not ready', child: aChild({ deleting: true }), state: 'Progressing' },
  {
    reason: 'the provider died between asking AWS and writing the answer down',
    child: aChild({
      creationUnclear: true,
      synced: {
        status: 'False',
        reason: 'ReconcileError',
        message: 'cannot determine creation result',
        observedGeneration: 2,
      },
    }),
    state: 'Failed',
    because: 'CreationUnclear',
  },
  {
    reason: 'its creation is under way, which looks the same by its marks',
    child: aChild({ creationUnclear: true, ready: { ...UNREADY, reason: 'Creating' }, lastAsync: undefined }),
    state: 'Progressing',
  },
  {
    reason: 'its creation is being retried, at the moment when the newest mark is pending',
    child: aChild({
      creationUnclear: true,
      ready: { ...UNREADY, reason: 'Creating' },
      synced: {
        status: 'False',
        reason: 'ReconcileError',
        message: 'create failed: async create failed: LimitExceededException: too many',
        observedGeneration: 2,
      },
    }),
    state: 'Failed',
    because: 'AWSError',
  },
  {
    reason: 'the provider calls it ready and shows nothing of it',
    child: aChild({ seen: false, observed: {} }),
    state: 'Failed',
    because: 'NothingObserved',
  },
  {
    reason: 'an immutable field was changed',
    child: aChild({
      synced: {
        status: 'False',
        reason: 'ReconcileError',
        message: 'refuse to update the external resource',
        observedGeneration: 2,
      },
    }),
    state: 'Failed',
    because: 'Immutable',
  },
];

describe('readinessOf', () => {
  test.each(cases)('is $state when $reason', ({ child, needed, state, because }) => {
    const readiness = readinessOf(child, needed);
    expect(readiness.state).toBe(state);
    if (because !== undefined) expect(readiness).toMatchObject({ reason: because });
  });
});

describe('the advice for a creation whose result nobody knows', () => {
  const message = (kind: Child['kind']) => {
    const synced = { ...UNREADY, reason: 'ReconcileError', message: 'cannot determine creation result - remove the …' };
    const readiness = readinessOf(aChild({ kind, creationUnclear: true, synced }));
    return readiness.state === 'Failed' ? readiness.message : '';
  };

  test('sends to AWS where the provider cannot find the object itself', () => {
    expect(message(KMS.Key)).toContain('if it exists, set the annotation crossplane.io/external-name to its id');
  });

  test('sets no name where it is set already', () => {
    expect(message(S3.Bucket)).not.toContain('external-name');
    expect(message(S3.Bucket)).toContain('remove the annotation crossplane.io/external-create-pending');
  });
});

test.each([
  ['that cannot be read', { synced: { ...UNREADY, message: `observe failed: ${OLD_PROVIDER}` } }],
  ['that is shown nowhere', { seen: false }],
])('a lifecycle %s tells which provider makes it', (_, changes) => {
  expect(readinessOf(aChild({ kind: S3.BucketLifecycleConfiguration, ...changes }))).toMatchObject({
    state: 'Failed',
    message: expect.stringContaining('provider-aws-s3 before v2.6.0 is known to do this: use v2.6.0 or newer'),
  });
});
