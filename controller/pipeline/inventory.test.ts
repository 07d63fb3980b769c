import { describe, expect, test } from '@jest/globals';
import type { Clock } from '../runtime/clock.ts';
import { Inventory } from './inventory.ts';
import { aChild } from './testing/a-child.ts';

function anInventory(): { inventory: Inventory; pass: (ms: number) => void } {
  let now = 0;
  const clock: Clock = { now: () => now, after: () => () => undefined, random: () => 0 };
  return {
    inventory: new Inventory(clock),
    pass: (ms) => {
      now += ms;
    },
  };
}

const OURS = { metadata: { namespace: 'analytics', uid: 'pipeline-uid' } };

const v = (resourceVersion: string, changes = {}): ReturnType<typeof aChild> => aChild({ resourceVersion, ...changes });

describe('Inventory', () => {
  test('an older version from the watch does not hide the answer of a write', () => {
    const { inventory } = anInventory();
    inventory.observe(v('1'));
    const write = inventory.beginWrite('analytics', v('1').id);
    write.succeeded(v('3'));
    inventory.observe(v('2'));
    expect(inventory.find('analytics', v('1').id)?.resourceVersion).toBe('3');
  });

  test('once the watch confirms the answer, later versions count', () => {
    const { inventory } = anInventory();
    const write = inventory.beginWrite('analytics', v('1').id);
    write.succeeded(v('3'));
    inventory.observe(v('3'));
    inventory.observe(v('4'));
    expect(inventory.find('analytics', v('1').id)?.resourceVersion).toBe('4');
  });

  test('a watch that was faster than the answer wins', () => {
    const { inventory } = anInventory();
    const write = inventory.beginWrite('analytics', v('1').id);
    inventory.observe(v('3'));
    inventory.observe(v('4'));
    write.succeeded(v('3'));
    expect(inventory.find('analytics', v('1').id)?.resourceVersion).toBe('4');
  });

  test('an answer that is never confirmed gives way to what was held back', () => {
    const { inventory, pass } = anInventory();
    inventory.beginWrite('analytics', v('1').id).succeeded(v('3'));
    inventory.observe(v('9'));
    pass(15_001);
    inventory.expire();
    expect(inventory.find('analytics', v('1').id)?.resourceVersion).toBe('9');
  });

  test('an answer to which the watch never delivers anything gives way to what stood before, or to nothing', () => {
    const { inventory, pass } = anInventory();
    inventory.observe(v('1'));
    inventory.beginWrite('analytics', v('1').id).succeeded(v('3'));
    inventory.beginWrite('analytics', 'ghost').succeeded(v('4', { id: 'ghost' }));
    pass(15_001);
    inventory.expire();
    expect(inventory.find('analytics', v('1').id)?.resourceVersion).toBe('1');
    expect(inventory.find('analytics', 'ghost')).toBeUndefined();
    expect([...inventory.ofPipeline(OURS).keys()]).toEqual([v('1').id]);
  });

  test('says when an answer of a pipeline expires, so that somebody looks again', () => {
    const { inventory, pass } = anInventory();
    inventory.beginWrite('analytics', v('1').id).succeeded(v('3'));
    pass(5_000);
    expect(inventory.unconfirmedMs(OURS)).toBe(10_000);
    expect(inventory.unconfirmedMs({ metadata: { namespace: 'analytics', uid: 'another' } })).toBeUndefined();
    inventory.observe(v('3'));
    expect(inventory.unconfirmedMs(OURS)).toBeUndefined();
  });

  test('the end of an older incarnation does not remove the new one', () => {
    const { inventory } = anInventory();
    inventory.observe(v('1', { uid: 'old' }));
    inventory.beginWrite('analytics', v('1').id).succeeded(v('7', { uid: 'new' }));
    inventory.forget(v('2', { uid: 'old' }));
    expect(inventory.find('analytics', v('1').id)?.uid).toBe('new');
  });

  test('keeps nothing of pipelines that are gone', () => {
    const { inventory } = anInventory();
    inventory.observe(v('1'));
    inventory.forget(v('1'));
    expect([inventory.size, inventory.ofPipeline(OURS).size]).toEqual([0, 0]);
  });

  test('knows managed resources that belong to nobody of ours by name only', () => {
    const { inventory } = anInventory();
    inventory.observe(v('1', { pipelineUid: undefined }));
    expect(inventory.find('analytics', v('1').id)).toBeDefined();
    expect(inventory.ofPipeline(OURS).size).toBe(0);
  });

  test('a namesake in another namespace neither counts nor, when it goes, takes ours along', () => {
    const { inventory } = anInventory();
    inventory.observe(v('1'));
    inventory.observe(v('5', { namespace: 'elsewhere', uid: 'copy' }));
    expect([...inventory.ofPipeline(OURS).values()].map(({ uid }) => uid)).toEqual([v('1').uid]);
    inventory.forget(v('6', { namespace: 'elsewhere', uid: 'copy' }));
    expect(inventory.ofPipeline(OURS).size).toBe(1);
  });
});

describe('the generation of a write', () => {
  const { id } = v('1');
  const said = (observedGeneration: number | undefined) => ({
    synced: { status: 'True', reason: 'ReconcileSuccess', message: '', observedGeneration } as const,
  });
  const awaited = (inventory: Inventory) => inventory.find('analytics', id)?.awaited;
  /** The provider last said something in a callback, which names no generation; then we wrote. */
  const written = () => {
    const made = anInventory();
    made.inventory.observe(v('1', { generation: 2, ...said(undefined) }));
    made.inventory.beginWrite('analytics', id).succeeded(v('2', { generation: 3, ...said(undefined) }));
    return made;
  };

  test('is awaited until the provider names it, also past its callbacks', () => {
    const { inventory } = written();
    expect(awaited(inventory)).toBe(3);
    inventory.observe(v('2', { generation: 3, ...said(undefined) }));
    expect(awaited(inventory)).toBe(3);
    inventory.observe(v('3', { generation: 3, ...said(3) }));
    expect(awaited(inventory)).toBeUndefined();
    inventory.observe(v('4', { generation: 3, ...said(undefined) }));
    expect(awaited(inventory)).toBeUndefined();
  });

  test('is awaited also when the watch was faster than the answer', () => {
    const { inventory } = anInventory();
    inventory.observe(v('1', { generation: 2, ...said(undefined) }));
    const write = inventory.beginWrite('analytics', id);
    inventory.observe(v('2', { generation: 3, ...said(undefined) }));
    write.succeeded(v('2', { generation: 3, ...said(undefined) }));
    expect(awaited(inventory)).toBe(3);
  });

  test('is not awaited of what the provider has not looked at yet, nor of what it writes itself', () => {
    const { inventory } = anInventory();
    inventory.observe(v('1', { generation: 1, synced: undefined }));
    inventory.beginWrite('analytics', id).succeeded(v('2', { generation: 2, synced: undefined }));
    expect(awaited(inventory)).toBeUndefined();
    inventory.observe(v('2', { generation: 2, ...said(2) }));
    inventory.observe(v('3', { generation: 3, ...said(undefined) }));
    expect(awaited(inventory)).toBeUndefined();
  });

  test('that changes nothing is not awaited', () => {
    const { inventory } = anInventory();
    inventory.observe(v('1', { generation: 2, ...said(undefined) }));
    inventory.beginWrite('analytics', id).succeeded(v('2', { generation: 2, ...said(undefined) }));
    expect(awaited(inventory)).toBeUndefined();
  });

  test('that was lost is not awaited', () => {
    const { inventory, pass } = written();
    pass(15_001);
    inventory.expire();
    expect([inventory.find('analytics', id)?.resourceVersion, awaited(inventory)]).toEqual(['1', undefined]);
  });
});
