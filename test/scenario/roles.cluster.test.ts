import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FIREHOSE } from '../../charts/kinds/firehose.ts';
import { GLUE } from '../../charts/kinds/glue.ts';
import { IAM } from '../../charts/kinds/iam.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const SPEC: Spec = {
  zones: [{ name: 'raw' }],
  streams: [{ name: 'main' }],
  // A delivery that is succeeded goes when what it gathered is written: here at once.
  deliveries: [{ name: 'lake', from: { stream: 'main' }, to: { zone: { name: 'raw' } }, buffer: { seconds: 1 } }],
  crawlers: [{ name: 'raw', zone: 'raw' }],
};
const boundary = (name: string) => `arn:aws:iam::123456789012:policy/${name}`;

describe('roles of a pipeline that runs', () => {
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

  const inAws = (type: string) => scene.aws.list({ type: type as `${string}.${string}`, state: 'Active' });
  const become = async (access?: { readonly [field: string]: string }): Promise<void> => {
    await scene.apply('lake', { ...SPEC, ...(access && { access }) });
    await scene.becomesReady('lake');
    await scene.settles();
  };

  test('get a boundary in place, another one, and none any more', async () => {
    const roles = inAws(IAM.Role.key).map(({ address }) => address);
    for (const name of ['first', 'second']) {
      await become({ permissionsBoundaryArn: boundary(name) });
      expect(inAws(IAM.Role.key).map(({ attributes }) => attributes.permissionsBoundary)).toEqual(
        roles.map(() => boundary(name)),
      );
    }
    await become();
    expect(inAws(IAM.Role.key).map(({ address }) => address)).toEqual(roles);
    expect(inAws(IAM.Role.key).filter(({ attributes }) => String(attributes.permissionsBoundary ?? '') !== '')).toEqual(
      [],
    );
  }, 120_000);

  test('are others under another prefix and path, and the old ones go when nothing runs as them', async () => {
    const before = inAws(IAM.Role.key).map(({ address }) => address);
    const deliveries = inAws(FIREHOSE.DeliveryStream.key).map(({ attributes }) => attributes.name);
    await become({ rolePrefix: 'acme-', rolePath: '/data/' });
    await eventually(
      () => {
        const now = inAws(IAM.Role.key).map(({ address }) => address);
        expect(now).toHaveLength(before.length);
        for (const name of now) expect(name).toMatch(/^acme-/);
        return true;
      },
      { what: 'the old roles to go', timeoutMs: 30_000 },
    );
    const [crawler] = inAws(GLUE.Crawler.key);
    expect(crawler?.attributes.role).toMatch(/^arn:aws:iam::123456789012:role\/data\/acme-/);
    const [delivery, ...more] = inAws(FIREHOSE.DeliveryStream.key);
    expect(more).toEqual([]);
    expect(deliveries).not.toContain(delivery?.attributes.name);
    // No role went while a delivery or a crawler still ran as it.
    const history = scene.aws.history();
    const gone = (type: string) => history.filter((event) => event.type === type && event.operation === 'Delete');
    const [oldDelivery] = gone(FIREHOSE.DeliveryStream.key);
    for (const role of gone(IAM.Role.key).filter(({ address }) => address.includes('delivery'))) {
      expect(role.sequence).toBeGreaterThan(oldDelivery?.sequence ?? Number.POSITIVE_INFINITY);
    }
    expect(gone(IAM.Role.key)).toHaveLength(before.length);
  }, 120_000);
});
