import { describe, expect, test } from '@jest/globals';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { AUDIT_RULE, S3 } from '../../charts/kinds/s3.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import type { Json } from '../../crds/kubernetes.ts';
import { Approvals } from './approvals.ts';
import type { Child } from './child.ts';
import { approvalDigest, type HeldChange, holdShrinking, isHeldRemoval } from './held.ts';
import { aChild } from './testing/a-child.ts';
import { aRenderedObject } from './testing/a-rendered-object.ts';

type Rule = { readonly [field: string]: Json };

function held(
  kind: typeof KINESIS.Stream | typeof S3.BucketLifecycleConfiguration,
  before: Record<string, Json>,
  after: Record<string, Json>,
): { changes: string[]; becomes: unknown } {
  const object = aRenderedObject({ name: 'raw', kind, forProvider: after });
  const child: Child = aChild({ kind, name: 'raw', kept: before });
  const { manifest, held: changes } = holdShrinking(object, child, object.manifest);
  const { region: _, ...becomes } = (manifest.spec as { forProvider: Record<string, Json> }).forProvider;
  return { changes: changes.map(({ field, from, to }) => `${field} ${from} → ${to}`), becomes };
}

const rule = (changes: Rule = {}, id = 'zone'): Rule => ({
  id,
  status: 'Enabled',
  filter: [{ prefix: '' }],
  expiration: [{ days: 2555 }],
  noncurrentVersionExpiration: [{ noncurrentDays: 90 }],
  ...changes,
});
const ofRules = (before: readonly Rule[], after: readonly Rule[]): ReturnType<typeof held> =>
  held(S3.BucketLifecycleConfiguration, { rule: before }, { rule: after });

describe('a field that shrinks', () => {
  test('keeps its live value, and is told', () => {
    expect(held(KINESIS.Stream, { retentionPeriod: 168 }, { retentionPeriod: 24, shardCount: 4 })).toEqual({
      changes: ['retentionHours 168 → 24'],
      becomes: { retentionPeriod: 168, shardCount: 4 },
    });
  });

  test.each([
    ['grows', { retentionPeriod: 24 }, { retentionPeriod: 168 }],
    ['stays', { retentionPeriod: 24 }, { retentionPeriod: 24 }],
    ['is new', {}, { retentionPeriod: 24 }],
  ])('is not held when it %s', (_, before, after) => {
    expect(held(KINESIS.Stream, before, after)).toEqual({ changes: [], becomes: after });
  });
});

test('records of accesses are told by the field that keeps them', () => {
  const records = (days: number) => ({ rule: [rule({ expiration: [{ days }] }, AUDIT_RULE)] });
  expect(held(S3.BucketLifecycleConfiguration, records(365), records(30))).toEqual({
    changes: ['retentionDays 365 → 30'],
    becomes: records(365),
  });
});

describe('a lifecycle', () => {
  test.each<[string, Rule, string[]]>([
    ['a shorter expiry', { expiration: [{ days: 90 }] }, ['lifecycle.expireAfterDays 2555 → 90']],
    [
      'versions kept for less time',
      { noncurrentVersionExpiration: [{ noncurrentDays: 7 }] },
      ['lifecycle.noncurrentExpireAfterDays 90 → 7'],
    ],
  ])('is held for %s, and the rule stays as it is', (_, changes, expected) => {
    expect(ofRules([rule()], [rule(changes)])).toEqual({ changes: expected, becomes: { rule: [rule()] } });
  });

  test('is held for an expiry where there was none', () => {
    const before = rule({ expiration: [{ expiredObjectDeleteMarker: true }] });
    expect(ofRules([before], [rule()])).toEqual({
      changes: ['lifecycle.expireAfterDays for ever → 2555'],
      becomes: { rule: [before] },
    });
  });

  test('is held for fewer versions', () => {
    const kept = (newerNoncurrentVersions: number): Rule =>
      rule({ noncurrentVersionExpiration: [{ noncurrentDays: 90, newerNoncurrentVersions }] });
    expect(ofRules([kept(5)], [kept(3)]).changes).toEqual(['lifecycle.noncurrentVersionsKept 5 → 3']);
    expect(ofRules([kept(5)], [rule()]).changes).toEqual(['lifecycle.noncurrentVersionsKept 5 → 0']);
    expect(ofRules([kept(3)], [kept(5)]).changes).toEqual([]);
  });

  test('a new rule that deletes is left out, the others change', () => {
    const exports = rule({ expiration: [{ days: 14 }], filter: [{ prefix: 'exports/' }] }, 'exports');
    const moved = rule({ transition: [{ days: 30, storageClass: 'GLACIER' }] });
    expect(ofRules([rule()], [moved, exports])).toEqual({
      changes: [
        'lifecycleRules[exports].expireAfterDays for ever → 14',
        'lifecycleRules[exports].noncurrentExpireAfterDays for ever → 90',
      ],
      becomes: { rule: [moved] },
    });
  });

  test('a rule whose filter comes back with its keys in another order is the same rule', () => {
    const of = (and: Rule, days: number): Rule => rule({ filter: [{ and: [and] }], expiration: [{ days }] }, 'exports');
    const live = of({ objectSizeGreaterThan: 1, prefix: 'a/', tags: { a: '1', b: '2' } }, 14);
    const wanted = (days: number): Rule =>
      of({ tags: { b: '2', a: '1' }, prefix: 'a/', objectSizeGreaterThan: 1 }, days);
    expect(ofRules([rule(), live], [rule(), wanted(14)]).changes).toEqual([]);
    expect(ofRules([rule(), live], [rule(), wanted(7)]).changes).toEqual([
      'lifecycleRules[exports].expireAfterDays 14 → 7',
    ]);
  });

  test('a rule that no longer deletes versions keeps them all, however many it kept before', () => {
    const { noncurrentVersionExpiration: _, ...moves } = rule({ expiration: [{ days: 14 }] }, 'exports');
    const deleting = { ...moves, noncurrentVersionExpiration: [{ noncurrentDays: 30, newerNoncurrentVersions: 5 }] };
    expect(ofRules([deleting], [moves]).changes).toEqual([]);
    expect(ofRules([moves], [deleting]).changes).toEqual([
      'lifecycleRules[exports].noncurrentExpireAfterDays for ever → 30',
    ]);
  });

  test('a rule that reaches further, or is switched on, counts as new', () => {
    const narrow = rule({ filter: [{ prefix: 'tmp/' }] });
    expect(ofRules([narrow], [rule()]).changes).toHaveLength(2);
    expect(ofRules([rule({ status: 'Disabled' })], [rule()]).changes).toHaveLength(2);
  });

  test.each<[string, readonly Rule[]]>([
    ['a longer expiry', [rule({ expiration: [{ days: 3000 }] })]],
    ['no expiry any more', [rule({ expiration: [{ expiredObjectDeleteMarker: true }] })]],
    ['a rule that is switched off', [rule({ status: 'Disabled' })]],
    ['another transition', [rule({ transition: [{ days: 1, storageClass: 'GLACIER' }] })]],
  ])('is not held for %s', (_, after) => {
    expect(ofRules([rule()], after)).toEqual({ changes: [], becomes: { rule: after } });
  });
});

describe('what left the spec', () => {
  test.each([
    ['a stream with records', KINESIS.Stream, {}, true],
    ['a stream that was never made', KINESIS.Stream, { createdByProvider: false, ready: undefined }, false],
    ['a stream that goes already', KINESIS.Stream, { deleting: true }, false],
    ['a consumer', KINESIS.StreamConsumer, {}, false],
    ['a bucket, which AWS keeps anyway', S3.Bucket, {}, false],
  ])('%s', (_, kind, changes, expected) => {
    expect(isHeldRemoval(aChild({ kind, ...changes }))).toBe(expected);
  });
});

describe('an approval', () => {
  const change = (field: string): HeldChange => ({
    id: 'x',
    component: 'zones/raw',
    field,
    from: '2',
    to: '1',
    why: '',
  });
  const all = [change('a'), change('b')];
  const asked = { uid: 'u', generation: 3 };
  const pipeline = (approve: string | undefined, generation = 3): DataPipeline =>
    ({
      metadata: { name: 'lake', uid: 'u', generation, annotations: { [ANNOTATION.approve]: approve } },
    }) as unknown as DataPipeline;
  const digest = approvalDigest(asked, all);

  test('is for exactly this list, whatever its order', () => {
    expect(new Approvals().of(pipeline(digest), [...all].reverse())).toBe('Now');
    expect(new Approvals().of(pipeline(undefined), all)).toBeUndefined();
    expect(new Approvals().of(pipeline(digest), [...all, change('c')])).toBeUndefined();
    expect(new Approvals().of(pipeline(digest), [{ ...change('a'), to: '0' }, change('b')])).toBeUndefined();
  });

  test('holds while the list gets shorter, and not for what comes new', () => {
    const approvals = new Approvals();
    expect(approvals.of(pipeline(digest), all)).toBe('Now');
    expect(approvals.of(pipeline(digest), [change('b')])).toBe('Before');
    expect(approvals.of(pipeline(digest), [change('c')])).toBeUndefined();
  });

  test('of a part alone lets nothing through', () => {
    expect(new Approvals().of(pipeline(digest), [change('b')])).toBeUndefined();
  });

  test('is void once the spec has moved, also when it says the same again', () => {
    const approvals = new Approvals();
    approvals.of(pipeline(digest), all);
    expect(approvals.of(pipeline(digest, 5), all)).toBeUndefined();
  });
});
