import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { MANAGED_KINDS, managedKind } from './all.ts';
import { crdFile, type KindKey, service } from './kind.ts';
import { KINESIS } from './kinesis.ts';

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

interface Crd {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

const directory = join(import.meta.dirname, '../../crds/provider-aws');
const kinds = MANAGED_KINDS.map((kind) => [kind.key, kind] as const);
const rows = new Map(MANAGED_KINDS.map((kind) => [kind.key, kind]));

function read(file: string) {
  const { spec } = parse(readFileSync(join(directory, file), 'utf8')) as Crd;
  const version = spec.versions[0];
  const schema = version?.schema.openAPIV3Schema;
  return {
    spec,
    version: version?.name,
    forProvider: at(schema, 'spec.forProvider'),
    atProvider: at(schema, 'status.atProvider'),
  };
}

/** The schema at a dotted path, through lists: by a number, or without one. */
function at(schema: Schema | undefined, path: string): Schema | undefined {
  return path.split('.').reduce<Schema | undefined>((node, step) => {
    if (/^\d+$/.test(step)) return node?.items;
    return (node?.items ?? node)?.properties?.[step];
  }, schema);
}

describe.each(kinds)('%s', (_, kind) => {
  const { spec, version, forProvider, atProvider } = read(crdFile(kind));
  const missing = (from: Schema | undefined, paths: readonly string[]) => paths.filter((path) => !at(from, path));

  test('is what its CRD says', () => {
    expect(kind).toMatchObject({
      group: spec.group,
      version,
      kind: spec.names.kind,
      plural: spec.names.plural,
      namespaced: spec.scope === 'Namespaced',
      tagged: at(forProvider, 'tags') !== undefined,
    });
  });

  test('keeps values that status.atProvider can have', () => {
    expect(missing(atProvider, [...kind.observed, ...kind.shown])).toEqual([]);
  });

  test('speaks of fields that forProvider has', () => {
    const named = [kind.namedBy, kind.partOf?.by].filter((field) => field !== undefined);
    expect(missing(forProvider, [...named, ...kind.immutable, ...kind.references.keys()])).toEqual([]);
  });

  test('has a companion in the CRD for each field that can refer, of the form that the row says', () => {
    for (const [path, { refs }] of kind.references) {
      const isList = at(forProvider, path)?.type === 'array';
      const companion = [...path.split('.').slice(0, -1), refs ?? `${path.split('.').at(-1)}Ref`].join('.');
      expect([path, at(forProvider, companion)?.type]).toEqual([path, isList ? 'array' : 'object']);
      expect([path, refs !== undefined]).toEqual([path, isList]);
    }
  });

  test('points to rows, whose values are there to be taken', () => {
    for (const { to, gives } of kind.references.values()) {
      const target = rows.get(to);
      expect([to, target !== undefined]).toEqual([to, true]);
      if (target !== undefined && gives !== 'externalName') {
        expect(missing(read(crdFile(target)).atProvider, [gives])).toEqual([]);
      }
    }
    if (kind.partOf !== undefined) expect([...rows.keys()]).toContain(kind.partOf.kind);
  });

  test('is emptied by a field that can be set and seen, if by any', () => {
    if (kind.emptiedBy === undefined) return;
    expect(at(forProvider, kind.emptiedBy)?.type).toBe('boolean');
    expect(kind.observed).toContain(kind.emptiedBy);
  });

  test('is guarded only if a name can meet another, and its owner can be told by a tag or a mark', () => {
    if (kind.guarded) expect([kind.identity, kind.tagged || kind.marks !== undefined]).toEqual(['Named', true]);
    if (kind.marks !== undefined) {
      expect([at(forProvider, kind.marks)?.type, at(atProvider, kind.marks)?.type]).toEqual(['object', 'object']);
    }
  });

  test('keeps by fields that forProvider has', () => {
    const paths = kind.keeps.flatMap((fact) =>
      'list' in fact
        ? [fact.by, fact.active.field, fact.scope, ...fact.each.map(({ path }) => path)].map(
            (path) => `${fact.list}.${path}`,
          )
        : [fact.path],
    );
    expect(missing(forProvider, paths)).toEqual([]);
  });

  test('points by a field that can be set, and shows where to, if it is a pointer', () => {
    if (kind.pointer === undefined) return;
    expect(kind.references.get(kind.pointer.by)).toBeDefined();
    expect(kind.observed).toContain(kind.pointer.shows);
  });

  test('is named by annotation or by a field, not by both', () => {
    if (kind.identity === 'Named') expect(kind.namedBy).toBeUndefined();
  });

  test('has a limit for its name, if it has a name', () => {
    expect(kind.nameLimit !== undefined).toBe(kind.identity === 'Named' || kind.namedBy !== undefined);
  });

  test('is deleted with its data only if it is otherwise kept', () => {
    if (kind.dataRoot || kind.emptiedBy !== undefined) expect(kind.retained).toBe(true);
  });
});

describe('the rows', () => {
  test('are all kinds whose CRD we carry, so none is carried for nothing', () => {
    const carried = readdirSync(directory).filter((file) => read(file).forProvider !== undefined);
    expect(MANAGED_KINDS.map(crdFile).sort()).toEqual(carried.sort());
  });

  test('guard what can be told by a tag or a mark', () => {
    const guarded = MANAGED_KINDS.filter((kind) => kind.identity === 'Named' && (kind.tagged || kind.marks));
    expect(MANAGED_KINDS.filter((kind) => kind.guarded)).toEqual(guarded);
  });

  test('retain logs, everything of KMS, the catalog, and everything of S3 but code and what no data hangs on', () => {
    const expected: readonly KindKey[] = ['cloudwatchlogs.Group', 'glue.CatalogDatabase', 'glue.CatalogTable'];
    const goes: readonly KindKey[] = ['s3.Object', 's3.BucketCorsConfiguration'];
    const retained = MANAGED_KINDS.filter((kind) => kind.retained).map((kind) => kind.key);
    expect(retained).toEqual(
      MANAGED_KINDS.map((kind) => kind.key).filter(
        (key) => (/^(s3|kms)\./.test(key) && !goes.includes(key)) || expected.includes(key),
      ),
    );
  });

  test('know where else losing an object loses data', () => {
    const rest = MANAGED_KINDS.filter((kind) => kind.holdsOrProtectsData && !kind.retained);
    expect(rest).toEqual([KINESIS.Stream]);
  });

  test('are found by apiVersion and kind', () => {
    expect(managedKind('kinesis.aws.m.upbound.io/v1beta1', 'Stream')).toBe(KINESIS.Stream);
    expect(managedKind('kinesis.aws.m.upbound.io/v1beta1', 'Bucket')).toBeUndefined();
  });

  test('of two services may have one bare name', () => {
    const LOGS = service('cloudwatchlogs', { Stream: { plural: 'streams', identity: 'Assigned' } });
    expect(LOGS.Stream.key).toBe('cloudwatchlogs.Stream');
    expect(KINESIS.Stream.key).toBe('kinesis.Stream');
  });

  test('are what `cdk8s import` makes classes of', () => {
    const { imports } = parse(readFileSync(join(directory, '../../cdk8s.yaml'), 'utf8')) as { imports: string[] };
    expect(imports).toEqual(MANAGED_KINDS.map((kind) => `crds/provider-aws/${crdFile(kind)}`).sort());
  });
});

test('the packages of the provider that an install needs are all told', () => {
  const told = readFileSync(join(import.meta.dirname, '../../manifests/crossplane/packages.yaml'), 'utf8');
  const packages = [...told.matchAll(/\/(provider-aws-[a-z0-9]+):v/g)].map(([, name = '']) => name);
  expect(packages.sort()).toEqual([...new Set(MANAGED_KINDS.map(({ family }) => family))].sort());
});
