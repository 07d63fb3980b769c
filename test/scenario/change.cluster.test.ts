import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GLUE } from '../../charts/kinds/glue.ts';
import { IAM } from '../../charts/kinds/iam.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import { SCHEDULER } from '../../charts/kinds/scheduler.ts';
import { systemClock } from '../../controller/runtime/clock.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { kubectl } from '../support/kubectl.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const column = { name: 'user_id', type: 'string' };
const SPEC: Spec = {
  zones: [{ name: 'raw', lifecycle: { expireAfterDays: 90 } }, { name: 'results' }],
  tables: [
    { name: 'events', zone: 'raw', columns: [column] },
    { name: 'users', zone: 'raw', columns: [column] },
  ],
  streams: [{ name: 'main' }],
  crawlers: [{ name: 'raw', zone: 'raw' }],
  schedules: [{ name: 'nightly', cron: '0 7 * * *', crawler: 'raw' }],
};

describe('changes of a pipeline that is Ready', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('lake', SPEC);
    await scene.becomesReady('lake');
    await scene.settles();
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  const bucket = (): Promise<Readonly<Record<string, unknown>>> => scene.forProvider(S3.Bucket, 'lake-raw');
  const edit = async (forProvider: Record<string, string | { [key: string]: string }>): Promise<void> => {
    await scene.client.mergePatch(S3.Bucket, scene.namespace, 'lake-raw', { spec: { forProvider } });
  };

  test('one changed lifecycle rule is exactly one write', async () => {
    scene.forgetRequests();
    await scene.apply('lake', {
      ...SPEC,
      zones: [{ name: 'raw', lifecycle: { expireAfterDays: 91 } }, { name: 'results' }],
    });
    await scene.becomesReady('lake');
    await scene.settles();
    expect(scene.managedWrites.map(({ verb, kind }) => `${verb} ${kind}`)).toEqual([
      'apply BucketLifecycleConfiguration',
    ]);
    await scene.apply('lake', SPEC);
    await scene.becomesReady('lake');
    await scene.settles();
  }, 60_000);

  test('an owned field that someone changes is repaired within a second', async () => {
    const before = await bucket();
    scene.forgetRequests();
    await edit({ tags: { 'datapipelines.dev/environment': 'Hijacked' } });
    const changedAt = systemClock.now();
    await eventually(async () => expect((await bucket()).tags).toEqual(before.tags) ?? true, {
      what: 'the tag to be repaired',
      timeoutMs: 5_000,
      pollMs: 10,
    });
    expect(systemClock.now() - changedAt).toBeLessThan(1_000);
    expect(scene.managedWrites.map(({ verb, kind }) => `${verb} ${kind}`)).toEqual(['apply Bucket']);
  }, 30_000);

  test('a field that belongs to somebody else is left alone', async () => {
    await scene.settles();
    scene.forgetRequests();
    await edit({ tags: { 'cost-review': 'done' } });
    await scene.settles();
    expect((await bucket()).tags).toMatchObject({ 'cost-review': 'done' });
    expect(scene.managedWrites).toEqual([]);
  }, 30_000);

  test('a managed resource that someone deletes comes back as it was', async () => {
    const [policy] = (await scene.client.list(IAM.RolePolicy, { namespace: scene.namespace })).items;
    const { name = '', uid } = policy?.metadata ?? {};
    const before = await scene.forProvider(IAM.RolePolicy, name);
    await scene.client.delete(IAM.RolePolicy, scene.namespace, name);
    await eventually(
      async () => {
        const again = await scene.managed(IAM.RolePolicy, name);
        return again !== undefined && again.metadata.uid !== uid;
      },
      { what: 'the policy to be made again' },
    );
    expect(await scene.forProvider(IAM.RolePolicy, name)).toEqual(before);
    await scene.becomesReady('lake');
  }, 30_000);

  test('a table that leaves the spec is pruned; the catalog keeps it', async () => {
    const tables = async (): Promise<unknown[]> =>
      (await scene.client.list(GLUE.CatalogTable, { namespace: scene.namespace })).items.map(
        ({ metadata }) => metadata.annotations?.['crossplane.io/external-name'],
      );
    expect(await tables()).toEqual(['events', 'users']);
    await scene.apply('lake', { ...SPEC, tables: [{ name: 'events', zone: 'raw', columns: [column] }] });
    await eventually(async () => expect(await tables()).toEqual(['events']) ?? true, { what: 'users to be pruned' });
    expect(scene.aws.list({ type: 'glue.CatalogTable', state: 'Active' })).toHaveLength(2);
    await scene.becomesReady('lake');
  }, 30_000);

  test('a change of columns is told with what it does to readers', async () => {
    const tables = [{ name: 'events', zone: 'raw', columns: [{ name: 'session', type: 'string' }] }];
    await scene.apply('lake', { ...SPEC, tables });
    await eventually(
      async () => /SchemaChanged .*column user_id left/.test(await kubectl(testCluster, scene.namespace, 'events')),
      { what: 'the column that left to be told' },
    );
    await scene.becomesReady('lake');
  }, 60_000);

  test('a crawler that leaves the spec goes in order: crawler before role', async () => {
    const rest: Spec = { ...SPEC, crawlers: [], schedules: [], tables: [] };
    await scene.apply('lake', rest);
    await eventually(
      async () =>
        (await scene.allManaged()).every(({ kind }) => !['Crawler', 'Role', 'RolePolicy', 'Schedule'].includes(kind)),
      {
        what: 'crawler, roles and schedule to go',
        timeoutMs: 20_000,
      },
    );
    const gone = scene.aws.history({ operation: 'Delete' }).map(({ type }) => type);
    expect(gone.lastIndexOf('glue.Crawler')).toBeLessThan(gone.lastIndexOf('iam.Role'));
    expect(gone.indexOf('scheduler.Schedule')).toBeLessThan(gone.lastIndexOf('glue.Crawler'));
    await scene.apply('lake', SPEC);
    await scene.becomesReady('lake');
  }, 60_000);

  test('suspending schedules disables them in AWS and says so; resuming enables them', async () => {
    const state = async (): Promise<unknown> => (await scene.forProvider(SCHEDULER.Schedule)).state;
    await scene.apply('lake', { ...SPEC, suspend: 'Schedules' });
    const suspended = await scene.becomesReady('lake');
    expect(await state()).toBe('DISABLED');
    expect(scene.condition(suspended, 'Suspended')?.status).toBe('True');
    expect(suspended.status?.schedules).toMatchObject([{ state: 'Disabled', suspendedBy: 'spec.suspend: Schedules' }]);
    await scene.apply('lake', SPEC);
    const resumed = await scene.becomesReady('lake');
    expect(await state()).toBe('ENABLED');
    expect(scene.condition(resumed, 'Suspended')).toBeUndefined();
    expect(resumed.status?.schedules?.[0]?.nextRun).toMatch(/T\d\d:00:00Z$/);
  }, 60_000);

  test('a changed time is the same schedule in AWS, and one that is suspended by itself says so', async () => {
    const schedules = () => scene.aws.list({ type: 'scheduler.Schedule' });
    const before = schedules().map(({ address }) => address);
    const nightly = { name: 'nightly', cron: '30 8 * * *', crawler: 'raw' };
    await scene.apply('lake', { ...SPEC, schedules: [nightly] });
    const moved = await scene.becomesReady('lake');
    expect(schedules().map(({ address }) => address)).toEqual(before);
    expect(schedules()[0]?.attributes).toMatchObject({
      scheduleExpression: 'cron(30 8 * * ? *)',
      state: 'ENABLED',
    });
    expect(moved.status?.schedules?.[0]?.nextRun).toMatch(/T08:30:00Z$/);
    await scene.apply('lake', { ...SPEC, schedules: [{ ...nightly, suspend: true }] });
    const suspended = await scene.becomesReady('lake');
    expect(schedules()[0]?.attributes).toMatchObject({ state: 'DISABLED' });
    expect(suspended.status?.schedules).toMatchObject([{ state: 'Disabled', suspendedBy: 'schedule' }]);
    expect(scene.aws.createdTwice()).toEqual([]);
    await scene.apply('lake', SPEC);
    await scene.becomesReady('lake');
  }, 60_000);

  test('suspending all stops every write, also repairs, until it is lifted', async () => {
    await scene.apply('lake', { ...SPEC, suspend: 'All' });
    await eventually(async () => scene.condition(await scene.pipeline('lake'), 'Suspended') !== undefined, {
      what: 'Suspended to be reported',
    });
    await scene.settles();
    scene.forgetRequests();
    await edit({ tags: { 'datapipelines.dev/environment': 'Hijacked' } });
    await scene.settles();
    expect(scene.managedWrites).toEqual([]);
    await scene.apply('lake', SPEC);
    await eventually(
      async () =>
        expect((await bucket()).tags).toMatchObject({ 'datapipelines.dev/environment': 'Development' }) ?? true,
      { what: 'the repair after resuming' },
    );
    await scene.becomesReady('lake');
  }, 60_000);

  test('rolling out only through Foundation takes the later stages down again', async () => {
    const spec = { ...SPEC, rollout: { through: 'Foundation' } };
    const later = async (): Promise<string> =>
      (await scene.allManaged())
        .filter(({ metadata }) => metadata.labels?.['datapipelines.dev/stage'] !== 'Foundation')
        .map(({ kind, metadata }) => `${kind}/${metadata.name}`)
        .join();
    await scene.apply('lake', spec);
    await eventually(async () => (await later()) === 'Stream/lake-main', {
      what: 'the later stages to go, but for the stream and its records',
      timeoutMs: 20_000,
    });
    const { approvalDigest = '' } = (await scene.becomesReady('lake')).status ?? {};
    await scene.apply('lake', spec, { [ANNOTATION.approve]: approvalDigest });
    await eventually(async () => (await later()) === '', { what: 'the stream to go', timeoutMs: 20_000 });
    const pipeline = await scene.becomesReady('lake');
    expect(
      pipeline.status?.conditions?.map(({ type }) => type).filter((type) => /^[A-Z][a-z]+Ready$/.test(type)),
    ).toEqual(['FoundationReady']);
  }, 60_000);
});
