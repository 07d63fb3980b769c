import { describe, expect, test } from '@jest/globals';
import type { Child } from './child.ts';
import { concernsPlan } from './child-change.ts';
import { aChild } from './testing/a-child.ts';

const FAILED = { status: 'False', reason: 'ReconcileError', message: 'boom', observedGeneration: 2 } as const;
const CREATING = { status: 'False', reason: 'Creating', message: '', observedGeneration: undefined } as const;

describe('a change of a managed resource wakes its pipeline', () => {
  test.each<[string, Partial<Child>, Partial<Child>]>([
    ['it became ready', { ready: CREATING }, {}],
    ['it stopped being synced', {}, { synced: FAILED }],
    ['it fails for another reason', { synced: FAILED }, { synced: { ...FAILED, message: 'bang' } }],
    [
      'it fails as before, now for what it says since',
      { generation: 3, synced: FAILED },
      { generation: 3, synced: { ...FAILED, observedGeneration: 3 } },
    ],
    ['AWS made it a second time', {}, { createdAt: '2026-11-23T11:00:00Z' }],
    ['a background operation failed', {}, { lastAsync: FAILED }],
    ['a value that others need came', { observed: {} }, {}],
    ['somebody changed a field of ours', {}, { owned: 'other' }],
    ['somebody took our mark', {}, { pipelineUid: undefined }],
    ['it was asked to go', {}, { deleting: true }],
    ['what shall go is refused by AWS', { deleting: true }, { deleting: true, synced: FAILED }],
    ['it was paused', {}, { paused: true }],
    ['it was made anew', {}, { uid: 'another' }],
    ['it proved to be found, not made', { createdByProvider: false, ready: undefined }, { createdByProvider: false }],
    ['AWS tells whose it is', { ownerTags: undefined }, {}],
    [
      'the provider took the last change',
      { generation: 3 },
      { generation: 3, synced: { status: 'True', reason: 'ReconcileSuccess', message: '', observedGeneration: 3 } },
    ],
  ])('%s', (_, before, after) => {
    expect(concernsPlan(aChild(before), aChild({ ...after, resourceVersion: '2' }))).toBe(true);
  });

  test('it is new', () => {
    expect(concernsPlan(undefined, aChild())).toBe(true);
  });
});

describe('a change of a managed resource wakes nobody', () => {
  const under = { ready: CREATING, createdByProvider: false };
  test.each<[string, Partial<Child>, Partial<Child>]>([
    ['only the version is new', {}, {}],
    [
      'the provider marks that it begins',
      { ...under, ready: undefined },
      { ...under, ready: undefined, creationUnclear: true },
    ],
    ['the provider marks that it made it', { ...under, createdAt: undefined }, { ...under, createdByProvider: true }],
    ['it is under way, and a little further', { ready: undefined, synced: undefined }, { ready: CREATING }],
    [
      'the provider looked again',
      {},
      { synced: { status: 'True', reason: 'Polled', message: '', observedGeneration: 2 } },
    ],
  ])('%s', (_, before, after) => {
    expect(concernsPlan(aChild(before), aChild({ ...after, resourceVersion: '2' }))).toBe(false);
  });

  test('it is the answer to a write of ours, now on the watch', () => {
    const answer = aChild({ rendered: 'new', owned: 'new' });
    expect(concernsPlan(answer, answer)).toBe(false);
    expect(concernsPlan(answer, { ...answer })).toBe(false);
  });
});
