/** Roles of the account that get at the data: the grant waits for its role, moves with it, and goes without taking it along. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { IAM } from '../../charts/kinds/iam.ts';
import { foreignObject } from '../../controlplane/provider/foreign.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
const spec = (...readers: readonly Spec[]): Spec => ({
  zones: [{ name: 'raw' }, { name: 'curated' }],
  access: { readers },
});

describe('a grant', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  const active = (type: 'iam.Policy' | 'iam.RolePolicyAttachment') =>
    scene.aws.list({ type, state: 'Active' }).map(({ address }) => address);
  const attachedTo = (name: string) => [
    `${name}/arn:aws:iam::123456789012:policy/${scene.namespace}-lake-reader-analysts`,
  ];

  test('says that its role is missing, and follows when somebody makes it', async () => {
    await scene.apply('lake', spec({ name: 'analysts', roleArn: role('people/analysts'), zones: ['curated'] }));
    await eventually(
      async () =>
        JSON.stringify((await scene.pipeline('lake'))?.status?.problems ?? []).includes('role with name analysts'),
      { what: 'the problem to be told', timeoutMs: 60_000 },
    );
    const [problem] = (await scene.pipeline('lake'))?.status?.problems ?? [];
    expect(problem?.component).toBe('readers/analysts');
    foreignObject(scene.aws, IAM.Role, 'analysts');
    await scene.becomesReady('lake');
    expect(active('iam.RolePolicyAttachment')).toEqual(attachedTo('analysts'));
  }, 120_000);

  test('moves to another role', async () => {
    foreignObject(scene.aws, IAM.Role, 'scientists');
    await scene.apply('lake', spec({ name: 'analysts', roleArn: role('scientists'), zones: ['curated'] }));
    await scene.becomesReady('lake');
    await scene.settles();
    expect(active('iam.RolePolicyAttachment')).toEqual(attachedTo('scientists'));
    expect(active('iam.Policy')).toHaveLength(1);
    expect(scene.aws.createdTwice()).toEqual([]);
  }, 90_000);

  test('says more when more is granted, in the same policy', async () => {
    await scene.apply('lake', spec({ name: 'analysts', roleArn: role('scientists'), zones: ['curated', 'raw'] }));
    await scene.becomesReady('lake');
    await scene.settles();
    const [policy] = scene.aws.list({ type: 'iam.Policy', state: 'Active' });
    expect(String(policy?.attributes.policy)).toContain(`${scene.namespace}-lake-raw-`);
  }, 90_000);

  test('goes from the spec, and leaves the role to whose it is', async () => {
    await scene.apply('lake', spec());
    await scene.becomesReady('lake');
    await scene.settles();
    expect([...active('iam.Policy'), ...active('iam.RolePolicyAttachment')]).toEqual([]);
    const roles = scene.aws.list({ type: 'iam.Role', state: 'Active' }).map(({ address }) => address);
    expect(roles).toEqual(expect.arrayContaining(['analysts', 'scientists']));
  }, 90_000);

  test('goes with its pipeline, detached before it is deleted', async () => {
    await scene.apply('lake', spec({ name: 'analysts', roleArn: role('analysts'), zones: ['curated'] }));
    await scene.becomesReady('lake');
    await scene.delete('lake');
    await scene.isGone('lake');
    expect([...active('iam.Policy'), ...active('iam.RolePolicyAttachment')]).toEqual([]);
  }, 120_000);
});
