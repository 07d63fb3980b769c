/**
 * References between managed resources: `xRef: {name, namespace?}` beside an argument `x` that has no value yet. The
 * operator writes literals; references come with manifests of `cdk8s synth`. Lists of references and selectors are not
 * resolved: the charts render none.
 */
import type { JsonObject, KubeObject } from '../../crds/kubernetes.ts';
import { isObject } from './behaviour.ts';
import { type ManagedResource, readResource } from './managed-resource.ts';

type Extract = 'externalName' | 'arn' | 'id';

interface Reference {
  /** As error messages name the argument: Go's spelling. */
  readonly goName: string;
  readonly to: string;
  readonly extract: Extract;
}

/** "<Kind>.<argument>" */
const REFERENCES: Readonly<Record<string, Reference>> = {
  'Alias.targetKeyId': { goName: 'TargetKeyID', to: 'Key', extract: 'externalName' },
  'BucketLifecycleConfiguration.bucket': { goName: 'Bucket', to: 'Bucket', extract: 'externalName' },
  'BucketLogging.bucket': { goName: 'Bucket', to: 'Bucket', extract: 'externalName' },
  'BucketLogging.targetBucket': { goName: 'TargetBucket', to: 'Bucket', extract: 'externalName' },
  'BucketNotification.bucket': { goName: 'Bucket', to: 'Bucket', extract: 'id' },
  'BucketObjectLockConfiguration.bucket': { goName: 'Bucket', to: 'Bucket', extract: 'id' },
  'BucketOwnershipControls.bucket': { goName: 'Bucket', to: 'Bucket', extract: 'id' },
  'BucketPolicy.bucket': { goName: 'Bucket', to: 'Bucket', extract: 'id' },
  'BucketPublicAccessBlock.bucket': { goName: 'Bucket', to: 'Bucket', extract: 'id' },
  'BucketServerSideEncryptionConfiguration.bucket': { goName: 'Bucket', to: 'Bucket', extract: 'id' },
  'BucketVersioning.bucket': { goName: 'Bucket', to: 'Bucket', extract: 'id' },
  'CatalogTable.databaseName': { goName: 'DatabaseName', to: 'CatalogDatabase', extract: 'externalName' },
  'Crawler.databaseName': { goName: 'DatabaseName', to: 'CatalogDatabase', extract: 'externalName' },
  'Crawler.role': { goName: 'Role', to: 'Role', extract: 'arn' },
  'RolePolicy.role': { goName: 'Role', to: 'Role', extract: 'id' },
  'Stream.kmsKeyId': { goName: 'KMSKeyID', to: 'Key', extract: 'externalName' },
  'StreamConsumer.streamArn': { goName: 'StreamArn', to: 'Stream', extract: 'id' },
  'Schedule.kmsKeyArn': { goName: 'KMSKeyArn', to: 'Key', extract: 'externalName' },
};

/** Reads a live managed resource by kind, namespace and name. */
export type Lookup = (kind: string, namespace: string, name: string) => KubeObject | undefined;

/** The arguments that references give and that are not set yet, or why one cannot be resolved. */
export function resolveReferences(
  resource: ManagedResource,
  kind: string,
  lookup: Lookup,
): { readonly forProvider: JsonObject } | { readonly error: string } {
  const resolved: Record<string, string> = {};
  for (const [field, value] of Object.entries(resource.forProvider)) {
    if (!field.endsWith('Ref') || !isObject(value) || typeof value.name !== 'string') continue;
    const argument = field.slice(0, -'Ref'.length);
    const reference = REFERENCES[`${kind}.${argument}`];
    if (reference === undefined || resource.forProvider[argument]) continue;
    const path = `mg.Spec.ForProvider.${reference.goName}`;
    const namespace = typeof value.namespace === 'string' ? value.namespace : resource.namespace;
    const target = lookup(reference.to, namespace, value.name);
    if (target === undefined) {
      return { error: `${path}: cannot get referenced resource: ${reference.to} "${value.name}" not found` };
    }
    const found = extract(readResource(target), reference.extract);
    if (found === '')
      return { error: `${path}: referenced field was empty (referenced resource may not yet be ready)` };
    resolved[argument] = found;
  }
  return { forProvider: resolved };
}

function extract(target: ManagedResource, what: Extract): string {
  if (what === 'externalName') return target.externalName ?? '';
  const value = isObject(target.status.atProvider) ? target.status.atProvider[what] : undefined;
  return typeof value === 'string' ? value : '';
}
