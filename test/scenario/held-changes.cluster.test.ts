/** Edits that would make AWS delete what it keeps: held, told, and let through by an approval of exactly them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const BEFORE: Spec = {
  environment: 'Production',
  zones: [{ name: 'raw' }, { name: 'results', lifecycle: { expireAfterDays: 30 } }],
  streams: [{ name: 'main', retentionHours: 168 }, { name: 'side' }],
  crawlers: [{ name: 'raw', zone: 'raw' }],
};
const AFTER: Spec = {
  environment: 'Development',
  zones: [
    {
      name: 'raw',
      lifecycleRules: [{ name: 'drafts', prefix: 'drafts/', tags: { keep: 'false', by: 'b' }, expireAfterDays: 14 }],
    },
    { name: 'results', lifecycle: { expireAfterDays: 60 } },
  ],
  streams: [{ name: 'main', retentionHours: 24 }],
};

describe('an edit that would lose data', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('lake', BEFORE);
    await scene.becomesReady('lake');
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  const lifecycleOf = async (zone: string): Promise<string> =>
    JSON.stringify((await scene.forProvider(S3.BucketLifecycleConfiguration, `lake-${zone}`)).rule);
  const settled = async (): Promise<DataPipeline | undefined> => {
    await scene.becomesReady('lake');
    await scene.settles();
    return await scene.pipeline('lake');
  };

  test('is held in that part and carried out in the rest', async () => {
    await scene.apply('lake', AFTER);
    const pipeline = await settled();
    expect(pipeline?.status?.heldChanges).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ component: 'streams/main', field: 'retentionHours', from: '168', to: '24' }),
        expect.objectContaining({ component: 'streams/side', field: 'streams', from: 'side', to: 'removed' }),
        expect.objectContaining({ component: 'zones/raw', field: 'lifecycle.expireAfterDays', from: '2555', to: '90' }),
        expect.objectContaining({ component: 'zones/raw', field: 'lifecycleRules[drafts].expireAfterDays', to: '14' }),
      ]),
    );
    const condition = scene.condition(pipeline, 'ChangesHeld');
    expect(condition).toMatchObject({ status: 'True', reason: 'ApprovalNeeded' });
    expect(condition?.message).toContain(`${ANNOTATION.approve}=${pipeline?.status?.approvalDigest}`);
    expect((await scene.forProvider(KINESIS.Stream, 'lake-main')).retentionPeriod).toBe(168);
    expect(await scene.managed(KINESIS.Stream, 'lake-side')).toBeDefined();
    expect(await lifecycleOf('raw')).toContain('"days":2555');
    expect(await lifecycleOf('raw')).not.toContain('drafts');
    // The rest: what grows, what is removed without loss, what only is called otherwise.
    expect(await lifecycleOf('results')).toContain('"days":60');
    expect((await scene.forProvider(KINESIS.Stream, 'lake-main')).tags).toMatchObject({
      'datapipelines.dev/environment': 'Development',
    });
  }, 90_000);

  test('writes nothing while it waits, also after a restart', async () => {
    await scene.stopOperator();
    scene.forgetRequests();
    await scene.startOperator();
    await scene.settles(3_000);
    expect(scene.writes).toEqual([]);
  }, 60_000);

  test('an approval of another list lets nothing through; that of this one does', async () => {
    const { approvalDigest = '' } = (await scene.pipeline('lake'))?.status ?? {};
    await scene.apply('lake', AFTER, { [ANNOTATION.approve]: 'f'.repeat(16) });
    await scene.settles();
    expect((await scene.forProvider(KINESIS.Stream, 'lake-main')).retentionPeriod).toBe(168);
    await scene.apply('lake', AFTER, { [ANNOTATION.approve]: approvalDigest });
    await eventually(
      async () =>
        (await scene.managed(KINESIS.Stream, 'lake-side')) === undefined &&
        (await scene.forProvider(KINESIS.Stream, 'lake-main')).retentionPeriod === 24,
      { what: 'the changes to go through', timeoutMs: 30_000 },
    );
    const pipeline = await settled();
    expect(await lifecycleOf('raw')).toContain('"days":90');
    expect(await lifecycleOf('raw')).toContain('"prefix":"drafts/"');
    expect(pipeline?.status?.heldChanges).toBeUndefined();
    expect(scene.condition(pipeline, 'ChangesHeld')).toBeUndefined();
  }, 90_000);

  test('the approval does not last: the same edit, made again, is held again', async () => {
    const { [ANNOTATION.approve]: used = '' } = (await scene.pipeline('lake'))?.metadata.annotations ?? {};
    const longer: Spec = { ...AFTER, streams: [{ name: 'main', retentionHours: 48 }] };
    await scene.apply('lake', longer, { [ANNOTATION.approve]: used });
    await settled();
    expect((await scene.forProvider(KINESIS.Stream, 'lake-main')).retentionPeriod).toBe(48);
    await scene.apply('lake', AFTER, { [ANNOTATION.approve]: used });
    const held = await settled();
    expect(held?.status?.heldChanges).toHaveLength(1);
    expect((await scene.forProvider(KINESIS.Stream, 'lake-main')).retentionPeriod).toBe(48);
  }, 90_000);

  test('deleting the pipeline is not held up by it', async () => {
    await scene.delete('lake');
    await scene.isGone('lake');
    expect(scene.aws.exists({ type: 'kinesis.Stream', state: 'Active' })).toBe(false);
  }, 90_000);
});
