import { describe, expect, test } from '@jest/globals';
import { FIELD_MANAGER } from '../../crds/identifiers.ts';
import type { JsonObject, KubeObject } from '../../crds/kubernetes.ts';
import { foreignFieldsOf, writersOver } from './other-writers.ts';

const MANIFEST: KubeObject = {
  apiVersion: 's3.aws.m.upbound.io/v1beta1',
  kind: 'Bucket',
  metadata: { name: 'raw', labels: { stage: 'Foundation' } },
  spec: { forProvider: { tags: { team: 'shop', cost: '1' }, rules: [{ id: 'a' }] } },
};
const tags = (...keys: readonly string[]): JsonObject => ({
  'f:spec': { 'f:forProvider': { 'f:tags': Object.fromEntries(keys.map((key) => [`f:${key}`, {}])) } },
});
const entry = (manager: string, fieldsV1: JsonObject, operation: 'Apply' | 'Update' = 'Update') => ({
  manager,
  operation,
  fieldsV1,
});
const blamed = (...managedFields: readonly ReturnType<typeof entry>[]) =>
  writersOver(foreignFieldsOf({ ...MANIFEST, metadata: { name: 'raw', managedFields: [...managedFields] } }), MANIFEST);

describe('to blame', () => {
  test('is who took a field that we render', () => {
    expect(blamed(entry(FIELD_MANAGER, tags('cost'), 'Apply'), entry('kubectl-edit', tags('team')))).toEqual([
      'kubectl-edit',
    ]);
  });

  test('is not the provider for what it adds, nor who keeps a label of its own', () => {
    const provider = entry('crossplane', { 'f:spec': { 'f:forProvider': { 'f:acl': {} } }, ...{} });
    const backup = entry('velero', { 'f:metadata': { 'f:labels': { 'f:velero.io/backup': {} } } });
    const ours = entry(FIELD_MANAGER, tags('cost'), 'Apply');
    expect(blamed(ours, provider, backup, entry('kubectl-edit', tags('team')))).toEqual(['kubectl-edit']);
  });

  test('is not who gives a field the value that we give it', () => {
    const ours = entry(FIELD_MANAGER, tags('cost', 'team'), 'Apply');
    expect(blamed(ours, entry('flux', tags('cost'), 'Apply'))).toEqual([]);
  });

  test('is who writes into a list that we render', () => {
    const rules = { 'f:spec': { 'f:forProvider': { 'f:rules': { 'k:{"id":"b"}': { 'f:id': {} } } } } };
    expect(blamed(entry('script', rules))).toEqual(['script']);
  });

  test('is nobody for status, or for a whole that we own parts of', () => {
    const status = { ...entry('provider', { 'f:status': { 'f:conditions': {} } }), subresource: 'status' };
    expect(blamed(status, entry('tool', { 'f:spec': { 'f:forProvider': { '.': {} } } }))).toEqual([]);
  });
});
