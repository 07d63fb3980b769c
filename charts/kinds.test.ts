import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { KIND, MANAGED_KINDS, managedKind, managementPolicies } from './kinds.ts';
import type { ManagedKind } from './rendered.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Crd {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

const directory = join(import.meta.dirname, '../crds/provider-aws');
const crds = readdirSync(directory)
  .map((file) => parse(readFileSync(join(directory, file), 'utf8')) as Crd)
  .filter((crd) => forProvider(crd) !== undefined);

function forProvider(crd: Crd): Schema | undefined {
  return crd.spec.versions[0]?.schema.openAPIV3Schema.properties?.spec?.properties?.forProvider;
}

describe('the table of kinds', () => {
  test.each(MANAGED_KINDS.map((kind) => [kind.kind, kind] as const))('says of %s what its CRD says', (_, kind) => {
    const crd = crds.find((one) => one.spec.group === kind.group && one.spec.names.kind === kind.kind);
    expect(crd && describeCrd(crd)).toEqual({
      group: kind.group,
      version: kind.version,
      kind: kind.kind,
      plural: kind.plural,
      namespaced: true,
      tagged: kind.tagged,
    });
  });

  test('holds every managed kind whose CRD we carry, so none is carried for nothing', () => {
    const carried = crds.map((crd) => `${crd.spec.group}/${crd.spec.names.kind}`).sort();
    expect(MANAGED_KINDS.map((kind) => `${kind.group}/${kind.kind}`).sort()).toEqual(carried);
  });

  test('guards only kinds whose owner can be told by a tag', () => {
    const guarded = MANAGED_KINDS.filter((kind) => kind.guarded);
    expect(guarded.map((kind) => kind.kind).sort()).toEqual(['Bucket', 'CatalogDatabase', 'Crawler', 'Role', 'Stream']);
    expect(guarded.every((kind) => kind.identity === 'Named' && kind.tagged)).toBe(true);
  });

  test('retains everything of S3 and KMS, and the catalog', () => {
    const retained = MANAGED_KINDS.filter((kind) => kind.retained);
    const expected = MANAGED_KINDS.filter(
      (kind) => /^(s3|kms)\./.test(kind.group) || ['CatalogDatabase', 'CatalogTable'].includes(kind.kind),
    );
    expect(retained).toEqual(expected);
  });

  test('is found by apiVersion and kind', () => {
    expect(managedKind('kinesis.aws.m.upbound.io/v1beta1', 'Stream')).toBe(KIND.Stream);
    expect(managedKind('kinesis.aws.m.upbound.io/v1beta1', 'Bucket')).toBeUndefined();
  });
});

describe('management policies', () => {
  test.each([
    ['Named', false, ['Observe', 'Create', 'Update', 'Delete'], 'late initialisation would write into our manifest'],
    ['Named', true, ['Observe', 'Create', 'Update'], 'and AWS keeps it'],
    ['Assigned', false, ['*'], 'without late initialisation the id is never persisted'],
    ['Assigned', true, ['Observe', 'Create', 'Update', 'LateInitialize'], 'and AWS keeps it'],
  ] as const)(
    'of a kind that is %s, retained: %s, are %j: %s',
    (identity: ManagedKind['identity'], retained: boolean, policies: readonly string[], _reason: string) => {
      expect(managementPolicies({ identity, retained })).toEqual(policies);
    },
  );
});

function describeCrd(crd: Crd) {
  return {
    group: crd.spec.group,
    version: crd.spec.versions[0]?.name,
    kind: crd.spec.names.kind,
    plural: crd.spec.names.plural,
    namespaced: crd.spec.scope === 'Namespaced',
    tagged: forProvider(crd)?.properties?.tags !== undefined,
  };
}
