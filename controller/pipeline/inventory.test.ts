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
