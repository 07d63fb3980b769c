import { describe, expect, test } from '@jest/globals';
import { KMS } from '../../charts/kinds/kms.ts';
import { observed } from '../../charts/observed.ts';
import { ANNOTATION, CROSSPLANE } from '../../crds/identifiers.ts';
import type { Child } from './child.ts';
import type { Owner } from './guard.ts';
import { formerArnsIn, type Identity, identitiesAfter, withFormerKey } from './identities.ts';
import { type Plan, type PlannedObject, planPipeline } from './plan.ts';
import { aChild } from './testing/a-child.ts';
import { aRenderedObject } from './testing/a-rendered-object.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const arnOf = (id: string): string => `arn:aws:kms:us-east-1:123456789012:key/${id}`;
const OURS = { uid: 'pipeline-uid', namespace: 'analytics', pipeline: 'clickstream' };
const OWNER: Owner = {
  uid: 'pipeline-uid',
  namespace: 'analytics',
  name: 'clickstream',
  accountId: '123456789012',
  adoption: undefined,
  formerArns: [],
};
const FULL = ['Observe', 'Create', 'Update', 'LateInitialize'];
/** What the builder of rendered objects gives. */
const RENDERED = ['Observe', 'Create', 'Update'];

const key = aRenderedObject({ name: 'lake', kind: KMS.Key });
const alias = aRenderedObject({
  name: 'lake',
  kind: KMS.Alias,
  forProvider: { targetKeyId: observed(KMS.Key, 'lake', 'keyId') },
});
const user = aRenderedObject({ name: 'user', forProvider: { kmsKeyArn: observed(KMS.Key, 'lake', 'arn') } });

const liveKey = (id: string, changes: Partial<Child> = {}): Child =>
  aChild({
    kind: KMS.Key,
    name: 'lake',
    externalName: id,
    policies: FULL,
    observed: { id, keyId: id, arn: arnOf(id) },
    ownerTags: OURS,
    ...changes,
  });
const liveAlias = (target: string | undefined, changes: Partial<Child> = {}): Child =>
  aChild({
    kind: KMS.Alias,
    name: 'lake',
    externalName: 'lake',
    policies: ['Observe'],
    createdByProvider: false,
    observed: target === undefined ? {} : { id: 'alias/lake', targetKeyArn: arnOf(target) },
    ownerTags: undefined,
    ...changes,
  });
const ABSENT: Partial<Child> = {
  ready: undefined,
  observed: {},
  synced: {
    status: 'False',
    reason: 'ReconcileError',
    message: 'observe failed: external resource does not exist',
    observedGeneration: 2,
  },
};
const looking = (id: string, changes: Partial<Child> = {}): Child =>
  liveKey(id, { policies: ['Observe'], createdByProvider: false, ...changes });
const remembered = (id: string, changes: Partial<Identity> = {}): Identity => ({
  object: 'kms.Key/lake',
  externalName: id,
  arn: arnOf(id),
  since: '2026-11-23T09:00:00Z',
  ...changes,
});

function plan(children: readonly Child[], identities: readonly Identity[] = [], owner: Partial<Owner> = {}): Plan {
  return planPipeline({
    rendered: { objects: [key, alias, user], parts: [] },
    owner: { ...OWNER, ...owner },
    identities,
    children: new Map(children.map((child) => [child.id, child])),
    occupant: () => undefined,
    unavailable: () => undefined,
    isRepairPaused: () => false,
    isPromoting: () => false,
    letThrough: false,
    nowMs: 0,
    overBudget: undefined,
    refusals: new Map(),
  });
}

interface Told {
  readonly action: string;
  readonly policies?: unknown;
  readonly id?: string;
  readonly target?: unknown;
}

function told({ write, state }: PlannedObject): Told {
  if (write === undefined) return { action: state.state };
  const spec = write.manifest.spec as { managementPolicies: unknown; forProvider: Record<string, unknown> };
  const id = write.manifest.metadata.annotations?.[CROSSPLANE.externalName];
  return {
    action: write.action,
    policies: spec.managementPolicies,
    ...(id !== undefined && { id }),
    ...('targetKeyId' in spec.forProvider && { target: spec.forProvider.targetKeyId }),
  };
}

const [KEY, ALIAS, USER] = [0, 1, 2] as const;
const of = ({ objects }: Plan, index: number): Told | undefined => objects[index] && told(objects[index]);

describe('a pipeline that is made', () => {
  test('asks for the alias first, and makes no key before the answer', () => {
    const first = plan([]);
    expect(of(first, ALIAS)).toEqual({ action: 'Create', policies: ['Observe'] });
    expect(of(first, KEY)).toEqual({ action: 'Waiting' });
    const asked = plan([liveAlias(undefined, { ready: undefined, synced: undefined })]);
    expect([of(asked, KEY), of(asked, ALIAS)?.action]).toEqual([{ action: 'Waiting' }, 'Configure']);
  });

  test('makes its key when AWS has no such alias, and the alias when it has the key', () => {
    const none = liveAlias(undefined, ABSENT);
    expect(of(plan([none]), KEY)).toMatchObject({ action: 'Create' });
    const made = plan([none, liveKey('new')], [remembered('new')]);
    expect(made.stall).toBeUndefined();
    expect(of(made, ALIAS)).toEqual({ action: 'Configure', policies: ['Observe', 'Create'], target: 'new' });
    const guarded = liveAlias('new', { policies: ['Observe', 'Create'], createdByProvider: true });
    expect(of(plan([guarded, liveKey('new')], [remembered('new')]), ALIAS)).toMatchObject({
      policies: ['Observe', 'Create', 'Update'],
    });
  });

  test('gives nobody the key before its id is written down', () => {
    const none = liveAlias(undefined, ABSENT);
    const unwritten = plan([none, liveKey('new')]);
    expect([of(unwritten, ALIAS)?.policies, of(unwritten, USER)?.action]).toEqual([['Observe'], 'Waiting']);
    expect(of(plan([none, liveKey('new')], [remembered('new')]), USER)?.action).toBe('Create');
  });
});

describe('an earlier pipeline of this name', () => {
  const left = { ...OURS, uid: 'earlier' };

  test('its key is only looked at, named, and neither made anew nor is the alias touched', () => {
    const found = plan([liveAlias('old')]);
    expect(of(found, KEY)).toEqual({ action: 'Create', policies: ['Observe'], id: 'old' });
    const seen = plan([liveAlias('old'), looking('old', { ownerTags: left })]);
    expect(seen.stall).toMatchObject({ reason: 'ForeignObject', message: expect.stringContaining(arnOf('old')) });
    expect(seen.stall?.message).toContain('was left by an earlier pipeline of this namespace and name');
    expect(seen.stall?.message).not.toContain('earlier,');
    expect(seen.stall?.message).not.toContain(ANNOTATION.adopt);
    expect(of(seen, ALIAS)?.policies).toEqual(['Observe']);
  });

  test("a stranger's key is named as such", () => {
    expect(plan([liveAlias('old'), looking('old', { ownerTags: {} })]).stall?.message).toContain(
      'was not made by this operator',
    );
  });

  test('is gone on without when the spec names its key as a former one', () => {
    const owner = { formerArns: [arnOf('old')] };
    expect(of(plan([liveAlias('old')], [], owner), KEY)).toMatchObject({ action: 'Create', policies: RENDERED });
    const looked = plan([liveAlias('old'), looking('old', { ownerTags: left })], [], owner);
    expect([looked.stall, looked.orphans.map(({ kind }) => kind.kind)]).toEqual([undefined, ['Key']]);
    const turned = plan([liveAlias('old'), liveKey('new')], [remembered('new')], owner);
    expect([turned.stall, of(turned, ALIAS)?.target]).toEqual([undefined, 'new']);
  });
});

describe('a key whose managed resource is lost', () => {
  test('is made again with its id, looks, and is taken once AWS shows it with our uid', () => {
    const lost = plan([liveAlias('k1', { policies: FULL })], [remembered('k1')]);
    expect(of(lost, KEY)).toEqual({ action: 'Create', policies: ['Observe'], id: 'k1' });
    expect(of(lost, USER)?.action).toBe('Waiting');
    const seen = plan([liveAlias('k1', { policies: FULL }), looking('k1')], [remembered('k1')]);
    expect(of(seen, KEY)).toMatchObject({ action: 'Configure', policies: RENDERED, id: 'k1' });
  });

  test('also when all that is left is its alias: neither status nor managed resource', () => {
    expect(of(plan([liveAlias('k1')]), KEY)).toEqual({ action: 'Create', policies: ['Observe'], id: 'k1' });
    expect(of(plan([liveAlias('k1'), looking('k1')]), KEY)).toMatchObject({ policies: RENDERED, id: 'k1' });
  });

  test('what the provider showed of another key is no proof', () => {
    const stale = looking('k1', { observed: { id: 'k2', keyId: 'k2', arn: arnOf('k2') } });
    expect(of(plan([liveAlias('k1'), stale], [remembered('k1')]), KEY)?.policies).toEqual(['Observe']);
  });

  test('a status that names a key without our uid gets nothing', () => {
    const forged = plan([liveAlias('k1'), looking('evil', { ownerTags: {} })], [remembered('evil')]);
    expect(forged.stall).toMatchObject({ reason: 'ForeignObject' });
    expect(of(forged, USER)?.action).toBe('Waiting');
  });

  test('a key that AWS does not have any more stalls, until the spec lets it go', () => {
    const gone = looking('k1', ABSENT);
    expect(plan([liveAlias('k1'), gone], [remembered('k1')]).stall).toMatchObject({
      reason: 'IdentityLost',
      message: expect.stringContaining(arnOf('k1')),
    });
    const owner = { formerArns: [arnOf('k1')] };
    const letGo = plan([liveAlias('k1'), gone], [remembered('k1', { former: true })], owner);
    expect([letGo.stall, letGo.orphans.length]).toEqual([undefined, 1]);
  });
});

describe('a key that the provider made a second time', () => {
  test('is let go for the one that is remembered, and nobody is given its ARN', () => {
    const second = plan([liveAlias('k1', { policies: FULL }), liveKey('k2')], [remembered('k1')]);
    expect(of(second, KEY)).toMatchObject({ policies: ['Observe'], id: 'k1' });
    expect(of(second, USER)?.action).toBe('Waiting');
    const had = aChild({ kind: user.kind, name: 'user' });
    const kept = plan([liveAlias('k1', { policies: FULL }), liveKey('k2'), had], [remembered('k1')]);
    expect(of(kept, USER)).toEqual({ action: 'Waiting' });
  });
});

describe('an alias of our name that points elsewhere', () => {
  test.each([
    ['looked at', { policies: ['Observe'] }],
    ['found while ours was to be made', { policies: ['Observe', 'Create'] }],
  ])('is not turned when it is %s', (_, changes) => {
    const { stall, ...rest } = plan([liveAlias('theirs', changes), liveKey('k1')], [remembered('k1')]);
    expect(stall).toMatchObject({ reason: 'ForeignObject', message: expect.stringContaining(arnOf('theirs')) });
    expect(of({ stall, ...rest }, ALIAS)?.policies).toEqual(changes.policies);
  });

  test('is turned when it points to a former key of this pipeline', () => {
    const identities = [remembered('k0', { former: true }), remembered('k1')];
    const turned = plan([liveAlias('k0'), liveKey('k1')], identities);
    expect([turned.stall, of(turned, ALIAS)?.target]).toEqual([undefined, 'k1']);
  });
});

describe('identities', () => {
  const next = (
    known: readonly Identity[],
    children: readonly Child[],
    { objects = [key], owner = OWNER } = {},
  ): readonly Identity[] =>
    identitiesAfter(known, objects, new Map(children.map((child) => [child.id, child])), owner, NOW);

  test('a key that works is remembered since AWS made it', () => {
    expect(next([], [liveKey('k1')])).toEqual([remembered('k1')]);
  });

  test.each<[string, Partial<Child>]>([
    ['is not ready', { ready: undefined }],
    ['has no id yet', { externalName: undefined }],
    ['only looks', { policies: ['Observe'] }],
    ['shows another object', { observed: { id: 'k0', arn: arnOf('k0') } }],
    ['goes', { deleting: true }],
  ])('one that %s is not', (_, changes) => {
    expect(next([], [liveKey('k1', changes)])).toEqual([]);
  });

  test('neither a lost managed resource nor a second key changes what is remembered', () => {
    const known = [remembered('k1')];
    expect(next(known, [])).toEqual(known);
    expect(next(known, [liveKey('k2')])).toEqual(known);
  });

  test('a key that the spec does without is a former one, and current again when it is wanted again', () => {
    const former = next([remembered('k1')], [], { objects: [] });
    expect(former).toEqual([remembered('k1', { former: true })]);
    expect(next(former, [])).toEqual([remembered('k1')]);
  });

  test('a key that the spec gives up is a former one, and the next one is current', () => {
    const owner = { ...OWNER, formerArns: [arnOf('k1')] };
    const given = next([remembered('k1')], [looking('k1', ABSENT)], { owner });
    expect(given).toEqual([remembered('k1', { former: true })]);
    expect(next(given, [liveKey('k2')], { owner })).toEqual([...given, remembered('k2')]);
  });

  test('a key that works is not given up by naming it', () => {
    const owner = { ...OWNER, formerArns: [arnOf('k1')] };
    expect(next([remembered('k1')], [liveKey('k1')], { owner })).toEqual([remembered('k1')]);
  });

  test('a given key that is not in use any more is a former one', () => {
    const former = {
      object: 'kms.Key/g',
      externalName: 'g',
      arn: arnOf('g'),
      since: '2026-11-23T10:00:00Z',
      former: true,
    };
    expect(withFormerKey([], arnOf('g'), arnOf('k1'), NOW)).toEqual([former]);
    expect(formerArnsIn([remembered('k1'), former])).toEqual([arnOf('g')]);
  });

  test.each([
    ['is in use', arnOf('k1'), arnOf('k1')],
    ['was none', undefined, arnOf('k1')],
    ['has no successor yet', arnOf('g'), undefined],
    ['is remembered anyway', arnOf('k1'), arnOf('k2')],
  ])('but not one that %s', (_, before, now) => {
    expect(withFormerKey([remembered('k1')], before, now, NOW)).toEqual([remembered('k1')]);
  });
});
