import { describe, expect, test } from '@jest/globals';
import { ANNOTATION, FIELD_MANAGER } from '../../crds/identifiers.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import { desiredDigest, ownedDigest } from './digest.ts';

const desired: KubeObject = {
  apiVersion: 's3.aws.m.upbound.io/v1beta1',
  kind: 'Bucket',
  metadata: {
    name: 'raw',
    namespace: 'analytics',
    labels: { 'x/uid': '1' },
    annotations: { 'crossplane.io/external-name': 'raw' },
  },
  spec: {
    managementPolicies: ['Observe', 'Create'],
    forProvider: { region: 'us-east-1', tags: { team: 'growth' }, rule: [{ id: 'a', days: 3 }] },
  },
};

const FIELDS = {
  'f:metadata': {
    'f:annotations': { 'f:crossplane.io/external-name': {}, [`f:${ANNOTATION.rendered}`]: {} },
    'f:labels': { 'f:x/uid': {} },
    'f:ownerReferences': { 'k:{"uid":"1"}': {} },
  },
  'f:spec': {
    'f:managementPolicies': {},
    'f:forProvider': { 'f:region': {}, 'f:tags': { 'f:team': {} }, 'f:rule': {} },
  },
};

function live(changes: { spec?: object; fields?: object; annotations?: Record<string, string> } = {}): KubeObject {
  return {
    ...desired,
    metadata: {
      ...desired.metadata,
      annotations: {
        ...desired.metadata.annotations,
        [ANNOTATION.rendered]: 'whatever',
        'external/other': 'x',
        ...changes.annotations,
      },
      managedFields: [
        { manager: 'provider', operation: 'Update', fieldsV1: {} },
        { manager: FIELD_MANAGER, operation: 'Apply', fieldsV1: (changes.fields ?? FIELDS) as never },
      ],
    },
    spec: changes.spec ?? {
      managementPolicies: ['Create', 'Observe'],
      forProvider: {
        region: 'us-east-1',
        acl: 'late-initialised',
        tags: { team: 'growth', 'crossplane-name': 'raw' },
        rule: [{ id: 'a', days: 3 }],
      },
    },
  };
}

describe('digests', () => {
  test('are equal when what we own stands as we rendered it, whatever others added', () => {
    expect(ownedDigest(live())).toBe(desiredDigest(desired));
  });

  test('do not cover their own annotation', () => {
    const annotated = {
      ...desired,
      metadata: { ...desired.metadata, annotations: { ...desired.metadata.annotations, [ANNOTATION.rendered]: 'x' } },
    };
    expect(desiredDigest(annotated)).toBe(desiredDigest(desired));
  });

  test('differ when an owned value was changed in place', () => {
    const spec = {
      managementPolicies: ['Observe', 'Create'],
      forProvider: { region: 'eu-west-1', tags: { team: 'growth' }, rule: [{ id: 'a', days: 3 }] },
    };
    expect(ownedDigest(live({ spec }))).not.toBe(desiredDigest(desired));
  });

  test('differ when another manager took a field from us', () => {
    const fields = { ...FIELDS, 'f:spec': { ...FIELDS['f:spec'], 'f:forProvider': { 'f:region': {}, 'f:rule': {} } } };
    expect(ownedDigest(live({ fields }))).not.toBe(desiredDigest(desired));
  });

  test('differ when an owned label or annotation was changed', () => {
    expect(ownedDigest(live({ annotations: { 'crossplane.io/external-name': 'elsewhere' } }))).not.toBe(
      desiredDigest(desired),
    );
  });

  test('are absent for what we never applied', () => {
    expect(ownedDigest({ ...live(), metadata: { name: 'raw', managedFields: [] } })).toBeUndefined();
  });

  test('read sets that the server keeps by value', () => {
    const fields = { 'f:spec': { 'f:forProvider': { 'f:names': { 'v:"b"': {}, 'v:"a"': {} } } } };
    const object: KubeObject = {
      apiVersion: 'v1',
      kind: 'X',
      metadata: { name: 'x' },
      spec: { forProvider: { names: ['a', 'b'] } },
    };
    expect(ownedDigest({ ...live({ fields }), spec: { forProvider: { names: ['b', 'a', 'not ours'] } } })).toBe(
      desiredDigest(object),
    );
  });
});
