import { describe, expect, test } from '@jest/globals';
import { GLUE } from '../../charts/kinds/glue.ts';
import type { KindKey, ManagedKind } from '../../charts/kinds/kind.ts';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import { CROSSPLANE } from '../../crds/identifiers.ts';
import type { JsonObject, KubeObject } from '../../crds/kubernetes.ts';
import { readResource } from './managed-resource.ts';
import { resolveReferences } from './references.ts';

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1';

/** Everything that is called "there" exists, with its own key in its external name. */
function lookup(kind: KindKey, namespace: string, name: string): KubeObject | undefined {
  if (!name.startsWith('there')) return undefined;
  return {
    apiVersion: 'v1beta1',
    kind: kind.slice(kind.indexOf('.') + 1),
    metadata: { name, namespace, annotations: { [CROSSPLANE.externalName]: `${kind}/${namespace}/${name}` } },
    status: { atProvider: { arn: KEY } },
  };
}

function resolve(kind: ManagedKind, forProvider: JsonObject) {
  const metadata = { name: 'x', namespace: 'demo' };
  const resource = { apiVersion: `${kind.group}/${kind.version}`, kind: kind.kind, metadata, spec: { forProvider } };
  return resolveReferences(readResource(resource), kind, lookup);
}

describe('a reference', () => {
  test('gives an argument that has no value, in what the row says it gives', () => {
    expect(resolve(KINESIS.Stream, { region: 'r', kmsKeyIdRef: { name: 'there' } })).toEqual({
      forProvider: { kmsKeyId: 'kms.Key/demo/there' },
    });
    expect(resolve(KINESIS.Stream, { kmsKeyIdRef: { name: 'there', namespace: 'other' } })).toEqual({
      forProvider: { kmsKeyId: 'kms.Key/other/there' },
    });
  });

  test('gives way to a value', () => {
    expect(resolve(KINESIS.Stream, { kmsKeyId: KEY, kmsKeyIdRef: { name: 'there' } })).toEqual({ forProvider: {} });
  });

  test('is resolved within lists, whose whole is written', () => {
    const rule = (fields: JsonObject) => [{ applyServerSideEncryptionByDefault: fields, bucketKeyEnabled: true }];
    expect(
      resolve(S3.BucketServerSideEncryptionConfiguration, { rule: rule({ kmsMasterKeyIdRef: { name: 'there' } }) }),
    ).toEqual({ forProvider: { rule: rule({ kmsMasterKeyIdRef: { name: 'there' }, kmsMasterKeyId: KEY }) } });
  });

  test('may be one of a list', () => {
    const catalogTarget = [{ tablesRefs: [{ name: 'there' }, { name: 'there-too' }] }];
    expect(resolve(GLUE.Crawler, { catalogTarget })).toEqual({
      forProvider: {
        catalogTarget: [
          { ...catalogTarget[0], tables: ['glue.CatalogTable/demo/there', 'glue.CatalogTable/demo/there-too'] },
        ],
      },
    });
  });

  test('to what is missing, or not known yet, says which argument lacks it', () => {
    expect(resolve(KINESIS.Stream, { kmsKeyIdRef: { name: 'gone' } })).toEqual({
      error: 'mg.Spec.ForProvider.KMSKeyID: cannot get referenced resource: Key "gone" not found',
    });
    expect(resolve(S3.BucketPolicy, { bucketRef: { name: 'there' } })).toEqual({
      error: 'mg.Spec.ForProvider.Bucket: referenced field was empty (referenced resource may not yet be ready)',
    });
  });

  test('that no row knows is none', () => {
    expect(resolve(KINESIS.Stream, { colourRef: { name: 'there' } })).toEqual({ forProvider: {} });
  });
});
