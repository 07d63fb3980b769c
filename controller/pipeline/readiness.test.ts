import { describe, expect, test } from '@jest/globals';
import type { Child } from './child.ts';
import { readinessOf } from './readiness.ts';
import { aChild } from './testing/a-child.ts';

const READY = aChild();
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
