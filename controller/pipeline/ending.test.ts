import { describe, expect, test } from '@jest/globals';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { leavesChildren } from './ending.ts';
import { aChild } from './testing/a-child.ts';

const deleted = (finalizers: string[]) => ({ metadata: { name: 'lake', finalizers } }) as unknown as DataPipeline;
const OWNED = aChild({ controller: { kind: 'DataPipeline', name: 'lake', uid: 'u', isPipeline: true } });
const FREE = aChild({ name: 'other', controller: undefined });

describe('a pipeline that is deleted', () => {
  test.each([
    ['leaves its objects while the garbage collector is to set them free', ['orphan'], [OWNED], true],
    ['leaves them when the collector was faster than we: none has an owner any more', [], [FREE, FREE], true],
    ['takes them away otherwise', [], [OWNED], false],
    ['takes them away although one lost its owner by accident', [], [OWNED, FREE], false],
    ['has nothing to leave', [], [], false],
  ] as const)('%s', (_, finalizers, children, expected) => {
    expect(leavesChildren(deleted(['datapipelines.dev/teardown', ...finalizers]), children)).toBe(expected);
  });
});
