import { describe, expect, test } from '@jest/globals';
import { ApiError, type KubeClient } from '../kube/api.ts';
import { blockedBy, executeRemoval } from './apply.ts';
import { Inventory } from './inventory.ts';
import type { RemovalStep } from './removal.ts';
import { aChild } from './testing/a-child.ts';

const WEBHOOK = 'admission webhook "validation.gatekeeper.sh" denied the request: buckets are not deleted on Fridays';
const CLOCK = { now: () => 0, after: () => () => undefined, random: () => 0 };

async function remove(steps: readonly RemovalStep[], refuse: (name: string) => ApiError | undefined) {
  const call = async (_: unknown, __: unknown, name: string): Promise<boolean> => {
    const error = refuse(name);
    if (error !== undefined) throw error;
    return true;
  };
  const client = { delete: call, mergePatch: call } as unknown as KubeClient;
  const { signal } = new AbortController();
  return await executeRemoval(steps, { client, inventory: new Inventory(CLOCK), signal });
}

const forbidden = (name: string) => new ApiError(`DELETE ${name}`, 403, 'Forbidden', WEBHOOK);
const deletionOf = (name: string): RemovalStep => ({ step: 'Delete', child: aChild({ name }) });

describe('a removal that the API server refuses', () => {
  test('is told in its words, and stops no other', async () => {
    const steps = [deletionOf('kept'), deletionOf('gone')];
    const { deleted, refused } = await remove(steps, (name) => (name === 'kept' ? forbidden(name) : undefined));
    expect(deleted.map(({ child }) => child.name)).toEqual(['gone']);
    expect(blockedBy(steps, refused)).toEqual([
      { step: 'Wait', child: steps[0]?.child, blockedBy: expect.stringContaining(WEBHOOK) },
      steps[1],
    ]);
  });

  test('is told of a preparation as well', async () => {
    const step: RemovalStep = { step: 'Prepare', child: aChild({ name: 'kept' }), specPatch: {} };
    const { refused } = await remove([step], forbidden);
    expect(refused.get(step.child.uid)?.message).toContain(WEBHOOK);
  });

  test('that is nobody’s fault is thrown, to be tried again', async () => {
    const busy = new ApiError('DELETE kept', 500, 'InternalError', 'etcd is busy');
    await expect(remove([deletionOf('kept')], () => busy)).rejects.toBe(busy);
  });
});
