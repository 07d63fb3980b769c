import { describe, expect, test } from '@jest/globals';
import { S3 } from '../../charts/kinds/s3.ts';
import type { Foreign, RenderedObject } from '../../charts/rendered.ts';
import type { Json } from '../../crds/kubernetes.ts';
import type { Child } from './child.ts';
import { approachForeign, bucketDifferences } from './foreign.ts';
import { approvalDigest } from './held.ts';
import { planRemoval } from './removal.ts';
import { aChild } from './testing/a-child.ts';
import { aRenderedObject } from './testing/a-rendered-object.ts';

const NAME = 'legacy-raw';
const LOOKING = { policies: ['Observe'], createdByProvider: false, externalName: NAME } as const;
const ABSENT = {
  ready: undefined,
  synced: {
    status: 'False',
    reason: 'ReconcileError',
    message: 'observe failed: external resource does not exist',
    observedGeneration: 2,
  },
} as const;
const OWNER = {
  uid: 'pipeline-uid',
  namespace: 'analytics',
  name: 'clickstream',
  accountId: '123456789012',
  adoption: undefined,
  formerArns: [],
};

function approach(object: RenderedObject, child?: Child, letThrough = false, others: readonly Child[] = []) {
  const children = new Map(others.map((each) => [each.id, each]));
  const around = { owner: OWNER, objects: [], children, identities: [], settled: new Set<string>(), letThrough };
  return approachForeign(object, child, around);
}

function configured(kind: RenderedObject['kind'], fields: Record<string, Json>, foreign?: Foreign): RenderedObject {
  const object = aRenderedObject({ name: 'raw', kind, forProvider: { bucket: NAME, ...fields } });
  return foreign === undefined ? object : { ...object, foreign };
}

describe('an existing bucket', () => {
  const object = { ...aRenderedObject({ name: 'raw', kind: S3.Bucket }), foreign: { externalName: NAME } };
  const seen = (tags: Record<string, string>) => aChild({ ...LOOKING, observed: { tags } });

  test('is used once its owner has named the pipeline on it, and not before', () => {
    const asked = {
      reason: 'NotAdmitted',
      message:
        'bucket legacy-raw is not opened to this pipeline, so nothing uses it yet; have its owner give it the tag datapipelines.dev/admits: analytics/clickstream',
    };
    expect(approach(object, seen({}))).toEqual({ failed: asked });
    expect(approach(object, seen({ 'datapipelines.dev/admits': 'analytics/other' }))).toEqual({ failed: asked });
    expect(approach(object, seen({ 'datapipelines.dev/admits': 'analytics/clickstream' }))).toEqual({});
  });

  test('that is not there is told as such, and not made', () => {
    expect(approach(object, aChild({ ...LOOKING, ...ABSENT }))?.failed?.message).toBe(
      'bucket legacy-raw does not exist in AWS account 123456789012 and this Region; make it, or name another in a new zone',
    );
  });

  test('is never deleted, whatever the annotations of its managed resource say', () => {
    const children = [aChild({ ...LOOKING, createdByProvider: true })];
    expect(planRemoval(children, 'DeleteData').map(({ step }) => step)).toEqual(['Delete']);
    expect(children[0]?.policies).toEqual(['Observe']);
  });

  test('says how it differs from one of ours', () => {
    const key = 'serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.kmsMasterKeyId';
    expect(bucketDifferences(seen({}))).toHaveLength(3);
    const alike = { 'versioning.enabled': true, policy: '{"Condition":{"Bool":{"aws:SecureTransport":"false"}}}' };
    expect(bucketDifferences(aChild({ observed: { ...alike, [key]: 'arn:k' } }))).toEqual([
      'objects are encrypted with arn:k, which roles may use only if spec.encryption names it',
    ]);
  });
});

describe('a configuration of an existing bucket', () => {
  const foreign = { externalName: NAME, says: 'lifecycle' };
  const object = configured(S3.BucketLifecycleConfiguration, { rule: [{ id: 'zone' }] }, foreign);
  const looking = { policies: ['Observe'], externalName: NAME };
  const live = (rule: Json): Child =>
    aChild({ ...LOOKING, kind: S3.BucketLifecycleConfiguration, name: 'raw', observed: { rule } });

  test('is looked at first', () => {
    expect(approach(object)).toEqual(looking);
    expect(approach(object, aChild({ ...LOOKING, ready: undefined, synced: undefined }))).toEqual(looking);
  });

  test('is held with what would be lost by it, and so it is where nothing would', () => {
    const held = (child: Child) => approach(object, child)?.held;
    expect(held(live([{ id: 'theirs' }, { id: 'zone' }]))).toMatchObject([
      {
        component: 'zones/raw',
        field: 'lifecycle',
        from: 'theirs, zone',
        to: 'zone',
        why: 'bucket legacy-raw has lifecycle that would be taken out: theirs',
      },
    ]);
    expect(held(aChild({ ...LOOKING, ...ABSENT }))).toMatchObject([
      { from: 'none', why: 'bucket legacy-raw was there before the pipeline, and would be given these lifecycle' },
    ]);
  });

  test('is approved as it was seen: rules of the same names that say something else are not', () => {
    const digest = (days: number): string =>
      approvalDigest({ uid: 'u', generation: 1 }, approach(object, live([{ id: 'theirs', days }]))?.held ?? []);
    expect(digest(9)).not.toBe(digest(10));
  });

  test('is applied once approved, and keeps its id from then on', () => {
    expect(approach(object, live([{ id: 'theirs' }]), true)).toEqual({ externalName: NAME });
    expect(approach(object, aChild({ externalName: NAME }))).toEqual({ externalName: NAME });
  });
});

describe('notifications of a bucket of the pipeline', () => {
  const ours = { id: 'scans', queueArn: 'arn:q', events: ['s3:ObjectCreated:*'] };
  const object = configured(S3.BucketNotification, { queue: [ours] });
  const bucket = (createdByProvider: boolean) => aChild({ externalName: NAME, createdByProvider });
  const live = (queue: Json): Child =>
    aChild({ ...LOOKING, kind: S3.BucketNotification, name: 'raw', observed: { queue, eventbridge: false } });

  test('that it made itself are none of others', () => {
    expect(approach(object, undefined, false, [bucket(true)])).toBeUndefined();
  });

  test('that it found are looked at, and what others added is named before it is taken out', () => {
    const theirs = { id: 'audit', queueArn: 'arn:audit', events: ['s3:ObjectRemoved:*'] };
    const found = [bucket(false)];
    expect(approach(object, undefined, false, found)?.policies).toEqual(['Observe']);
    expect(approach(object, live([ours]), false, found)).toEqual({ externalName: NAME });
    expect(approach(object, live([ours, theirs]), false, found)?.held).toMatchObject([
      {
        field: 'notifications',
        why: 'bucket legacy-raw has notifications that would be taken out: audit to arn:audit',
      },
    ]);
  });
});
