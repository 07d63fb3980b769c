import { describe, expect, test } from '@jest/globals';
import { CLOUDWATCH } from '../../charts/kinds/cloudwatch.ts';
import { EC2 } from '../../charts/kinds/ec2.ts';
import { FIREHOSE } from '../../charts/kinds/firehose.ts';
import { IAM } from '../../charts/kinds/iam.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import { SQS } from '../../charts/kinds/sqs.ts';
import { observed } from '../../charts/observed.ts';
import type { RenderedObject } from '../../charts/rendered.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import type { Child } from './child.ts';
import { desiredDigest } from './digest.ts';
import type { Owner } from './guard.ts';
import { type Plan, type PlanInput, planPipeline } from './plan.ts';
import { aChild } from './testing/a-child.ts';
import { aLiveChild, aRenderedObject } from './testing/a-rendered-object.ts';

const BUCKET = aChild().kind;
const UNSYNCED = { status: 'False', reason: 'ReconcileError', message: 'boom', observedGeneration: 2 } as const;

const OWNER: Owner = {
  uid: 'pipeline-uid',
  namespace: 'analytics',
  name: 'clickstream',
  accountId: '123456789012',
  adoption: undefined,
  formerArns: [],
};

function plan(objects: readonly RenderedObject[], children: readonly Child[], changes: Partial<PlanInput> = {}): Plan {
  return planPipeline({
    rendered: { objects, parts: [] },
    owner: OWNER,
    identities: [],
    children: new Map(children.map((child) => [child.id, child])),
    occupant: () => undefined,
    unavailable: () => undefined,
    isRepairPaused: () => false,
    isPromoting: () => false,
    letThrough: false,
    nowMs: 0,
    overBudget: undefined,
    refusals: new Map(),
    ...changes,
  });
}

function brief({ objects }: Plan): string[] {
  return objects.map(({ object, state, write }) => `${object.manifest.metadata.name}: ${write?.action ?? state.state}`);
}

describe('order of creation', () => {
  const a = aRenderedObject({ name: 'a' });
  const b = aRenderedObject({ name: 'b', after: ['a'] });
  const stream = aRenderedObject({ name: 's', stage: 'Streaming' });
  const crawler = aRenderedObject({ name: 'c', stage: 'Batch' });

  test('what comes after nothing is created, the rest waits and says for what', () => {
    const result = plan([a, b], []);
    expect(brief(result)).toEqual(['a: Create', 'b: Waiting']);
    expect(result.objects[1]?.state).toEqual({ state: 'Waiting', for: [a.id] });
  });

  test('an object is created once what it comes after is ready', () => {
    expect(brief(plan([a, b], [aLiveChild(a)]))).toEqual(['a: Ready', 'b: Create']);
  });

  test('an object that exists but is not ready holds the next one back', () => {
    expect(brief(plan([a, b], [aLiveChild(a, { synced: UNSYNCED })]))).toEqual(['a: Failed', 'b: Waiting']);
  });

  test('a change waits for nothing, but where AWS refuses to name what is not there, as a creation does', () => {
    const changed = { rendered: 'older', owned: 'older' };
    const over = aRenderedObject({ name: 'over', kind: CLOUDWATCH.CompositeAlarm, after: ['a', 'new'] });
    const made = aRenderedObject({ name: 'new' });
    const standing = [aLiveChild(a), aLiveChild(over, { ...changed, policies: ['Observe', 'Create', 'Update'] })];
    expect(brief(plan([a, made, over], standing))).toEqual(['a: Ready', 'new: Create', 'over: Waiting']);
    expect(brief(plan([a, made, over], [...standing, aLiveChild(made)]))).toEqual([
      'a: Ready',
      'new: Ready',
      'over: Configure',
    ]);
    expect(brief(plan([a, made, b], [aLiveChild(a), aLiveChild(b, changed)]))).toContain('b: Configure');
  });

  test('no stage waits for another: what needs nothing that is missing is created beside what fails', () => {
    const schedule = aRenderedObject({ name: 'n', stage: 'Orchestration', after: ['c'] });
    expect(brief(plan([a, b, stream, crawler, schedule], [aLiveChild(a, { synced: UNSYNCED })]))).toEqual([
      'a: Failed',
      'b: Waiting',
      's: Create',
      'c: Create',
      'n: Waiting',
    ]);
  });

  test('an object of a later stage waits for the very object that it comes after', () => {
    const schedule = aRenderedObject({ name: 'n', stage: 'Orchestration', after: ['c'] });
    const result = plan([a, crawler, schedule], [aLiveChild(a)]);
    expect(result.objects[2]?.state).toEqual({ state: 'Waiting', for: [crawler.id] });
    expect(brief(plan([a, crawler, schedule], [aLiveChild(crawler)]))).toEqual(['a: Create', 'c: Ready', 'n: Create']);
  });

  test('trouble elsewhere does not keep objects from being repaired', () => {
    const drifted = aLiveChild(stream, { owned: 'changed by someone' });
    expect(brief(plan([a, stream], [drifted]))).toEqual(['a: Create', 's: Repair']);
  });
});

describe('tokens', () => {
  const key = aRenderedObject({ name: 'key', kind: SQS.Queue });
  const user = aRenderedObject({ name: 'user', forProvider: { queueArn: observed(SQS.Queue, 'key', 'arn') } });
  const arn = 'arn:aws:sqs:us-east-1:123456789012:1';

  test('an object waits for the object whose value it needs', () => {
    expect(plan([key, user], []).objects[1]?.state).toEqual({ state: 'Waiting', for: [key.id] });
  });

  test('the live value stands in the manifest, and the digest covers it', () => {
    const ready = aLiveChild(key, { observed: { arn } });
    const { write } = plan([key, user], [ready]).objects[1] ?? {};
    expect(write?.manifest.spec).toMatchObject({ forProvider: { queueArn: arn } });
    const other = plan([key, user], [aLiveChild(key, { observed: { arn: `${arn}2` } })]).objects[1]?.write;
    const digest = ({ metadata }: KubeObject) => metadata.annotations?.[ANNOTATION.rendered];
    expect(other && digest(other.manifest)).not.toBe(write && digest(write.manifest));
  });

  test('a source without the value is not ready, whatever its conditions say', () => {
    const [first] = plan([key, user], [aLiveChild(key, { observed: {} })]).objects;
    expect(first?.state.state).toBe('Progressing');
  });

  test('an existing object keeps what it has while the source is away', () => {
    const [, second] = plan([key, user], [aLiveChild(user)]).objects;
    expect(second).toMatchObject({ state: { state: 'Waiting' }, write: undefined });
  });
});

describe('changes', () => {
  const a = aRenderedObject({ name: 'a' });

  test('equal digests cost no write', () => {
    expect(plan([a], [aLiveChild(a)]).objects[0]?.write).toBeUndefined();
  });

  test('a render that differs from the annotation is a change, an owned field that differs is a repair', () => {
    expect(brief(plan([a], [aLiveChild(a, { rendered: 'older', owned: 'older' })]))).toEqual(['a: Configure']);
    expect(brief(plan([a], [aLiveChild(a, { owned: 'foreign' })]))).toEqual(['a: Repair']);
  });

  test('an owner reference that was taken off is a repair, though both digests are equal', () => {
    expect(brief(plan([a], [aLiveChild(a, { controller: undefined })]))).toEqual(['a: Repair']);
  });

  test('the digest travels on the object', () => {
    const { write } = plan([a], []).objects[0] ?? {};
    expect(write?.manifest.metadata.annotations?.[ANNOTATION.rendered]).toBe(desiredDigest(a.manifest));
  });

  test('a paused repair names the other writer', () => {
    const foreignFields = {
      crossplane: [['metadata', 'finalizers']],
      'kubectl-edit': [['spec', 'managementPolicies']],
    };
    const rendered = aRenderedObject({ name: 'a' });
    const manifest = { ...rendered.manifest, spec: { managementPolicies: ['*'] } };
    const object = { ...rendered, manifest };
    const child = aLiveChild(object, { owned: 'foreign', foreignFields });
    const [entry] = plan([object], [child], { isRepairPaused: () => true }).objects;
    expect(entry).toMatchObject({
      write: undefined,
      state: { reason: 'UpdateLoop', message: expect.stringMatching(/^kubectl-edit changes/) },
    });
  });

  test('an object on its way out is left alone until it is gone', () => {
    expect(plan([a], [aLiveChild(a, { deleting: true, rendered: 'older' })]).objects[0]?.write).toBeUndefined();
  });

  test('what is live and no longer desired is an orphan', () => {
    expect(plan([], [aLiveChild(a)]).orphans.map(({ id }) => id)).toEqual([a.id]);
  });

  describe('of what is succeeded by another', () => {
    const left = ({ orphans }: Plan) => orphans.map(({ name }) => name);
    const { component } = a;
    const old = aLiveChild(aRenderedObject({ name: 'old', kind: FIREHOSE.DeliveryStream }), { component, wave: 5 });
    const source = aLiveChild(aRenderedObject({ name: 'source' }), { component: 'streams/old', wave: 3 });
    const reader = aLiveChild(aRenderedObject({ name: 'reader' }), { component: 'crawlers/old', wave: 7 });
    const changing = aLiveChild(a, { rendered: 'older' });

    test('the old one is an orphan only once its component is ready', () => {
      const code = aLiveChild(aRenderedObject({ name: 'code', kind: S3.Object }), { component });
      expect(left(plan([a], [changing, code]))).toEqual([]);
      expect(left(plan([a], [aLiveChild(a), code]))).toEqual(['code']);
    });

    test('the old one takes what it came after along, and nothing that came after it', () => {
      expect(left(plan([a], [changing, old, source, reader]))).toEqual(['reader']);
      expect(left(plan([a], [aLiveChild(a), old, source, reader]))).toEqual(['old', 'source', 'reader']);
    });

    test('the old one first writes what it gathered before its successor was there', () => {
      const made = Date.parse('2026-11-25T08:00:00Z');
      const gathering = { ...old, applied: { 'extendedS3Configuration.bufferingInterval': 300 } };
      const next = { ...aRenderedObject({ name: 'next', kind: FIREHOSE.DeliveryStream }), component };
      const successor = aLiveChild(next, { component, createdAt: '2026-11-25T08:00:00Z' });
      const at = (ms: number) => plan([next], [successor, gathering, source], { nowMs: made + ms });
      expect(left(at(0))).toEqual([]);
      expect(at(599_000).againMs).toBe(1000);
      expect(left(at(600_000))).toEqual(['old', 'source']);
    });

    test('what others stand in stays until all of the pipeline is ready', () => {
      const subnet = aLiveChild(aRenderedObject({ name: 'subnet', kind: EC2.Subnet }), { component: 'network' });
      expect(left(plan([a], [changing, subnet]))).toEqual([]);
      expect(left(plan([a], [aLiveChild(a), subnet]))).toEqual(['subnet']);
    });

    test('what was removed for good does not wait for others', () => {
      expect(left(plan([a], [changing, { ...old, component: 'deliveries/gone' }, source]))).toEqual(['old', 'source']);
    });
  });

  test('a role that is too young to be assumed is progress, and a plan to be made anew', () => {
    const message = 'InvalidArgumentException: Firehose is unable to assume role x';
    const synced = { status: 'False', reason: 'ReconcileError', message, observedGeneration: 2 } as const;
    const failing = aLiveChild(a, { synced });
    const createdAt = '2026-11-25T10:00:00Z';
    const role = aLiveChild(aRenderedObject({ name: 'r', kind: IAM.Role }), { component: a.component, createdAt });
    const atMs = (minutes: number) => ({ nowMs: Date.parse(createdAt) + minutes * 60_000 });
    const young = plan([a], [failing, role], atMs(1));
    expect([...brief(young), young.againMs]).toEqual(['a: Progressing', 240_000]);
    const old = plan([a], [failing, role], atMs(6));
    expect([...brief(old), old.againMs]).toEqual(['a: Failed', undefined]);
  });

  test('a refused write fails the object and does not settle it', () => {
    const b = aRenderedObject({ name: 'b', after: ['a'] });
    const refusals = new Map([[a.id, { reason: 'Forbidden' as const, message: 'no' }]]);
    expect(brief(plan([a, b], [aLiveChild(a, { rendered: 'older' })], { refusals }))).toEqual([
      'a: Configure',
      'b: Waiting',
    ]);
    expect(plan([a], [], { refusals }).objects[0]?.state).toMatchObject({ state: 'Failed', reason: 'Forbidden' });
  });

  test('a kind that cannot be worked with fails its objects and lets the rest go on', () => {
    const b = aRenderedObject({ name: 'b', kind: BUCKET });
    const refusal = { reason: 'KindMissing' as const, message: 'install it' };
    const result = plan([a, b], [], { unavailable: (kind) => (kind === a.kind ? refusal : undefined) });
    expect(brief(result)).toEqual(['a: Failed', 'b: Create']);
    expect(result.objects[0]?.state).toEqual({ state: 'Failed', ...refusal });
  });
});

describe('ownership', () => {
  const bucket = aRenderedObject({ name: 'raw', kind: BUCKET });
  const policies = ({ objects }: Plan): unknown =>
    (objects[0]?.write?.manifest.spec as { managementPolicies?: unknown })?.managementPolicies;
  const guardedManifest = (): RenderedObject['manifest'] =>
    plan([bucket], []).objects[0]?.write?.manifest ?? bucket.manifest;
  const guarded = (changes: Partial<Child>): Child =>
    aLiveChild(bucket, { policies: ['Observe', 'Create'], ...changes }, guardedManifest());

  test('a guarded kind is created under policies that cannot change what is already there', () => {
    expect(policies(plan([bucket], []))).toEqual(['Observe', 'Create']);
  });

  test('the provider made it: its full policies are due, and neither Ready nor what comes after it waits for them', () => {
    const policy = { ...aRenderedObject({ name: 'raw' }), after: [bucket.id] };
    const result = plan([bucket, policy], [guarded({ createdByProvider: true })]);
    expect(policies(result)).toEqual(['Observe', 'Create', 'Update']);
    expect(result.stall).toBeUndefined();
    expect(result.objects[0]).toMatchObject({ state: { state: 'Ready' }, write: { action: 'Promote' } });
    expect(brief(result)[1]).toBe('raw: Create');
  });

  test('one that was found with our tag may differ from what is rendered: that is a change, which Ready waits for', () => {
    const result = plan([bucket], [guarded({ createdByProvider: false })]);
    expect(result.objects[0]).toMatchObject({ state: { state: 'Progressing' }, write: { action: 'Configure' } });
  });

  test('one whose spec changed meanwhile gets the change and its full policies at once', () => {
    const result = plan([bucket], [guarded({ rendered: 'older', owned: 'older' })]);
    expect(result.objects[0]).toMatchObject({ state: { state: 'Progressing' }, write: { action: 'Configure' } });
  });

  describe('while the provider takes the full policies', () => {
    const untaken = aLiveChild(bucket, { generation: 3 });

    test('the object is ready, because nothing in AWS changes', () => {
      expect(brief(plan([bucket], [untaken], { isPromoting: () => true }))).toEqual(['raw: Ready']);
      expect(brief(plan([bucket], [untaken], { isPromoting: () => false }))).toEqual(['raw: Progressing']);
    });

    test('and fails to, the object has failed', () => {
      const failed = { ...untaken, synced: UNSYNCED };
      expect(brief(plan([bucket], [failed], { isPromoting: () => true }))).toEqual(['raw: Failed']);
    });

    test('what comes after it goes on', () => {
      const policy = { ...aRenderedObject({ name: 'raw' }), after: [bucket.id] };
      expect(brief(plan([bucket, policy], [untaken], { isPromoting: () => true }))[1]).toBe('raw: Create');
    });
  });

  test('full policies that the API server refuses fail the object', () => {
    const refusals = new Map([[bucket.id, { reason: 'Forbidden' as const, message: 'no' }]]);
    expect(plan([bucket], [guarded({ createdByProvider: true })], { refusals }).objects[0]?.state).toEqual({
      state: 'Failed',
      reason: 'Forbidden',
      message: 'no',
    });
  });

  test('the provider has not answered yet: nothing changes and nothing is claimed', () => {
    const waiting = guarded({
      createdByProvider: false,
      ready: undefined,
      synced: undefined,
      ownerTags: undefined,
      observed: {},
    });
    expect(plan([bucket], [waiting])).toMatchObject({ stall: undefined, objects: [{ write: undefined }] });
  });

  const EARLIER = { uid: 'before', namespace: 'analytics', pipeline: 'clickstream' };
  const left = guarded({ createdByProvider: false, ownerTags: EARLIER });
  const adopting = (adoption: Owner['adoption'], child = left): Plan =>
    plan([bucket], [child], { owner: { ...OWNER, adoption } });

  test.each<[string, Child['ownerTags'], string]>([
    ['no tag of ours', {}, 'was not made by this operator'],
    ['the tags of another pipeline', { ...EARLIER, pipeline: 'other' }, 'belongs to another pipeline'],
    ['the tags of a namesake elsewhere', { ...EARLIER, namespace: 'other' }, 'belongs to another pipeline'],
    ['the tags of an earlier pipeline of this name', EARLIER, 'was left by an earlier pipeline of this namespace and'],
  ])(
    'an AWS object that was already there with %s stalls the pipeline, and no uid is told',
    (_, ownerTags, message) => {
      const result = plan([bucket], [guarded({ createdByProvider: false, ownerTags })]);
      expect(result.stall).toMatchObject({ reason: 'ForeignObject', message: expect.stringContaining(message) });
      expect(result.stall?.message).not.toContain('before');
      expect(result.stall?.message).not.toContain(ANNOTATION.adopt);
      expect(result.objects[0]?.write).toBeUndefined();
    },
  );

  test('one that bears our own uid is ours: its managed resource was lost and made again', () => {
    expect(policies(plan([bucket], [guarded({ createdByProvider: false })]))).toEqual(['Observe', 'Create', 'Update']);
  });

  test('what an earlier pipeline of this name left is taken over with its uid and its key', () => {
    expect(adopting({ uid: 'before', keyIsNamed: true }).stall).toBeUndefined();
    expect(policies(adopting({ uid: 'before', keyIsNamed: true }))).toEqual(['Observe', 'Create', 'Update']);
  });

  test.each<[string, NonNullable<Owner['adoption']>, Child['ownerTags'], string]>([
    ['the key is not named', { uid: 'before', keyIsNamed: false }, EARLIER, 'the key that its data is encrypted with'],
    ['the uid is another', { uid: 'guessed', keyIsNamed: true }, EARLIER, 'names another pipeline than the one'],
    ['it is of another name', { uid: 'before', keyIsNamed: true }, { ...EARLIER, pipeline: 'x' }, 'another pipeline'],
    ['it is of another namespace', { uid: 'before', keyIsNamed: true }, { ...EARLIER, namespace: 'x' }, 'another pip'],
    ['it bears only a uid', { uid: 'before', keyIsNamed: true }, { uid: 'before' }, 'belongs to another pipeline'],
  ])('but not when %s', (_, adoption, ownerTags, message) => {
    const result = adopting(adoption, guarded({ createdByProvider: false, ownerTags }));
    expect(result.stall).toMatchObject({ reason: 'ForeignObject', message: expect.stringContaining(message) });
    expect(result.objects[0]?.write).toBeUndefined();
  });

  test('a managed resource of that name that is not ours is never applied over', () => {
    const occupant = aLiveChild(bucket, { pipelineUid: undefined, pipeline: undefined });
    expect(plan([bucket], [], { occupant: () => occupant }).stall).toMatchObject({ reason: 'NameConflict' });
  });

  const XR = { kind: 'XLake', name: 'theirs', uid: 'x', isPipeline: false };
  test.each<[string, Partial<Child>]>([
    ['was not made by this operator', { pipelineUid: undefined, pipeline: undefined, controller: undefined }],
    ['bears the label of the DataPipeline clickstream, but is not', { pipelineUid: undefined, controller: undefined }],
    ['names the DataPipeline clickstream as its owner, but was not made', { pipelineUid: undefined }],
    ['belongs to the DataPipeline clickstream, or to an earlier one', { pipelineUid: 'earlier' }],
    ['is controlled by the XLake theirs', { pipelineUid: undefined, controller: XR }],
  ])('and the conflict tells what stands there: %s', (message, changes) => {
    const occupant = aLiveChild(bucket, changes);
    expect(plan([bucket], [], { occupant: () => occupant }).stall?.message).toContain(message);
  });

  test('credentials of another account stop the pipeline', () => {
    const elsewhere = aLiveChild(bucket, { observed: { arn: 'arn:aws:iam::999999999999:role/x' } });
    expect(plan([bucket], [elsewhere]).stall).toMatchObject({
      reason: 'WrongAccount',
      message: expect.stringContaining('999999999999'),
    });
  });
});
