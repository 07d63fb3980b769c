import { describe, expect, test } from '@jest/globals';
import type { Stage } from '../crds/identifiers.ts';
import { GraphError, placeInOrder } from './graph.ts';

const node = (id: string, stage: Stage, ...before: string[]) => ({ id, stage, before });

describe('the apply order', () => {
  test('is stage, then depth, then id', () => {
    const placed = placeInOrder([
      node('schedule', 'Orchestration'),
      node('policy', 'Foundation', 'block'),
      node('block', 'Foundation', 'bucket'),
      node('z', 'Foundation'),
      node('bucket', 'Foundation'),
      node('stream', 'Streaming', 'z'),
    ]);
    expect(placed.map(({ node: { id }, depth, wave }) => [id, depth, wave])).toEqual([
      ['bucket', 0, 0],
      ['z', 0, 0],
      ['block', 1, 1],
      ['policy', 2, 2],
      ['stream', 0, 100],
      ['schedule', 0, 300],
    ]);
  });

  test('takes the longest way to a node', () => {
    const placed = placeInOrder([
      node('d', 'Batch', 'a', 'c'),
      node('c', 'Batch', 'b'),
      node('b', 'Batch', 'a'),
      node('a', 'Batch'),
    ]);
    expect(placed.map(({ node: { id }, wave }) => [id, wave])).toEqual([
      ['a', 200],
      ['b', 201],
      ['c', 202],
      ['d', 203],
    ]);
  });

  test('does not depend on the order in which nodes are given', () => {
    const nodes = [node('a', 'Foundation'), node('b', 'Foundation', 'a'), node('c', 'Batch', 'b')];
    expect(placeInOrder(nodes.toReversed()).map(({ node: { id } }) => id)).toEqual(['a', 'b', 'c']);
  });
});

describe('what cannot be ordered is refused with its path', () => {
  test.each([
    [
      'a cycle, without the way into it',
      [node('x', 'Batch', 'a'), node('a', 'Batch', 'b'), node('b', 'Batch', 'c'), node('c', 'Batch', 'a')],
      'resources wait for each other: a → b → c → a',
    ],
    ['a node that waits for itself', [node('a', 'Batch', 'a')], 'resources wait for each other: a → a'],
    ['an unknown node', [node('a', 'Batch', 'ghost')], 'a resource waits for one that is not rendered: a → ghost'],
    [
      'a later stage',
      [node('bucket', 'Foundation', 'crawler'), node('crawler', 'Batch')],
      'a resource waits for one of a later stage: bucket → crawler',
    ],
  ])('%s', (_, nodes, message) => {
    expect(() => placeInOrder(nodes)).toThrow(
      new GraphError(message.split(': ')[0] ?? '', message.split(': ')[1]?.split(' → ') ?? []),
    );
  });
});
