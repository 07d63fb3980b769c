/** The trail of accesses: made once bucket and key let it in, gone when nobody asks for it, its records kept. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CLOUDTRAIL } from '../../charts/kinds/cloudtrail.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const spec = (audit: Spec): Spec => ({ zones: [{ name: 'raw' }, { name: 'curated' }], audit });

describe('the audit', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('lake', spec({ trail: 'WriteOnly', retentionDays: 365 }));
    await scene.becomesReady('lake');
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  const trails = () => scene.aws.list({ type: 'cloudtrail.Trail', state: 'Active' });
  const buckets = () =>
    scene.aws.list({ type: 's3.Bucket', state: 'Active' }).filter(({ address }) => address.includes('-lake--audit-'));
  const lifecycle = () =>
    scene.aws.list({ type: 's3.BucketLifecycleConfiguration' }).find(({ address }) => address.includes('--audit-'));

  test('writes down accesses to its zones, in a bucket that status names', async () => {
    expect(trails().map(({ address }) => address)).toEqual([`${scene.namespace}-lake`]);
    const { eventSelector, kmsKeyId } = await scene.forProvider(CLOUDTRAIL.Trail);
    expect(JSON.stringify(eventSelector)).toContain('"readWriteType":"WriteOnly"');
    expect(JSON.stringify(eventSelector)).toContain(`${scene.namespace}-lake-curated-`);
    expect(kmsKeyId).toMatch(/^arn:aws:kms:/);
    const [bucket] = buckets();
    expect((await scene.pipeline('lake'))?.status?.auditLogs).toContain(`s3://${bucket?.address}/AWSLogs/`);
  }, 60_000);

  test('forgets nothing sooner before somebody says yes, while the rest of the edit is applied', async () => {
    await scene.apply('lake', spec({ trail: 'All', retentionDays: 30 }));
    await eventually(async () => (await scene.pipeline('lake'))?.status?.heldChanges?.length === 1, {
      what: 'the change to be held',
      timeoutMs: 30_000,
    });
    const [held] = (await scene.pipeline('lake'))?.status?.heldChanges ?? [];
    expect(held).toMatchObject({ component: 'audit', field: 'retentionDays', from: '365', to: '30' });
    await eventually(() => JSON.stringify(trails()[0]?.attributes.eventSelector).includes('"All"'), {
      what: 'the trail to write more',
      timeoutMs: 30_000,
    });
    expect(JSON.stringify(lifecycle()?.attributes.rule)).toContain('"days":365');
  }, 90_000);

  test('ends when nobody asks for it, and its records stay', async () => {
    await scene.apply('lake', spec({ trail: 'None' }));
    await eventually(() => trails().length === 0, { what: 'the trail to go', timeoutMs: 30_000 });
    await scene.becomesReady('lake');
    expect(buckets()).toHaveLength(1);
  }, 90_000);

  test('takes its records up again, and they outlive the pipeline', async () => {
    await scene.apply('lake', spec({ trail: 'All', retentionDays: 365 }));
    await scene.becomesReady('lake');
    expect(trails()).toHaveLength(1);
    await scene.delete('lake');
    await scene.isGone('lake');
    expect(trails()).toEqual([]);
    expect(buckets()).toHaveLength(1);
  }, 120_000);
});
