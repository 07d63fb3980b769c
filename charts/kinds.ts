/**
 * The fixed table of managed-resource kinds that charts render and the controller watches.
 *
 * A test holds it to the provider's CRD files. What the CRDs do not say comes from the provider's behaviour:
 * who names the AWS object (identity), what must outlive its managed resource (retained), what the provider would
 * silently adopt (guarded).
 */
import type { ManagedKind } from './rendered.ts';

const VERSION = 'v1beta1';

interface Facts {
  readonly plural: string;
  readonly identity: ManagedKind['identity'];
  readonly retained?: true;
  readonly guarded?: true;
  readonly tagged?: true;
}

function kind(service: string, name: string, facts: Facts): ManagedKind {
  return {
    group: `${service}.aws.m.upbound.io`,
    version: VERSION,
    kind: name,
    plural: facts.plural,
    namespaced: true,
    family: `provider-aws-${service}`,
    identity: facts.identity,
    retained: facts.retained ?? false,
    guarded: facts.guarded ?? false,
    tagged: facts.tagged ?? false,
  };
}

/** Sub-configurations of a bucket: the provider writes the bucket's name as their id; they must stay as long as the data. */
const bucketPart = (plural: string): Facts => ({ plural, identity: 'Assigned', retained: true });

export const KIND = {
  Key: kind('kms', 'Key', { plural: 'keys', identity: 'Assigned', retained: true, tagged: true }),
  Alias: kind('kms', 'Alias', { plural: 'aliases', identity: 'Named', retained: true }),

  Bucket: kind('s3', 'Bucket', { plural: 'buckets', identity: 'Named', retained: true, guarded: true, tagged: true }),
  BucketLifecycleConfiguration: kind('s3', 'BucketLifecycleConfiguration', bucketPart('bucketlifecycleconfigurations')),
  BucketLogging: kind('s3', 'BucketLogging', bucketPart('bucketloggings')),
  BucketNotification: kind('s3', 'BucketNotification', bucketPart('bucketnotifications')),
  BucketObjectLockConfiguration: kind(
    's3',
    'BucketObjectLockConfiguration',
    bucketPart('bucketobjectlockconfigurations'),
  ),
  BucketOwnershipControls: kind('s3', 'BucketOwnershipControls', bucketPart('bucketownershipcontrols')),
  BucketPolicy: kind('s3', 'BucketPolicy', bucketPart('bucketpolicies')),
  BucketPublicAccessBlock: kind('s3', 'BucketPublicAccessBlock', bucketPart('bucketpublicaccessblocks')),
  BucketServerSideEncryptionConfiguration: kind(
    's3',
    'BucketServerSideEncryptionConfiguration',
    bucketPart('bucketserversideencryptionconfigurations'),
  ),
  BucketVersioning: kind('s3', 'BucketVersioning', bucketPart('bucketversionings')),

  CatalogDatabase: kind('glue', 'CatalogDatabase', {
    plural: 'catalogdatabases',
    identity: 'Named',
    retained: true,
    guarded: true,
    tagged: true,
  }),
  CatalogTable: kind('glue', 'CatalogTable', { plural: 'catalogtables', identity: 'Named', retained: true }),
  Crawler: kind('glue', 'Crawler', { plural: 'crawlers', identity: 'Named', guarded: true, tagged: true }),

  Role: kind('iam', 'Role', { plural: 'roles', identity: 'Named', guarded: true, tagged: true }),
  RolePolicy: kind('iam', 'RolePolicy', { plural: 'rolepolicies', identity: 'Named' }),

  Stream: kind('kinesis', 'Stream', { plural: 'streams', identity: 'Named', guarded: true, tagged: true }),
  StreamConsumer: kind('kinesis', 'StreamConsumer', { plural: 'streamconsumers', identity: 'Assigned', tagged: true }),

  Queue: kind('sqs', 'Queue', { plural: 'queues', identity: 'Assigned', tagged: true }),

  ScheduleGroup: kind('scheduler', 'ScheduleGroup', { plural: 'schedulegroups', identity: 'Assigned', tagged: true }),
  Schedule: kind('scheduler', 'Schedule', { plural: 'schedules', identity: 'Assigned' }),
} as const satisfies Record<string, ManagedKind>;

/** Every kind in use, in a stable order. */
export const MANAGED_KINDS: readonly ManagedKind[] = Object.values(KIND);

const BY_GVK: ReadonlyMap<string, ManagedKind> = new Map(
  MANAGED_KINDS.map((kind) => [`${kind.group}/${kind.version}/${kind.kind}`, kind]),
);

/** The table's entry for an apiVersion and kind; undefined for what charts never render. */
export function managedKind(apiVersion: string, kind: string): ManagedKind | undefined {
  return BY_GVK.get(`${apiVersion}/${kind}`);
}

/** An item of spec.managementPolicies. */
export type ManagementPolicy = '*' | 'Observe' | 'Create' | 'Update' | 'Delete' | 'LateInitialize';

/**
 * The policies a kind is rendered with. Objects of kinds without Delete stay in AWS whatever deletes the managed resource
 * (kubectl, a namespace, a lost finalizer); the controller adds Delete only in a deletion that was consented to.
 * Named kinds do without LateInitialize to keep manifests ours. Assigned kinds must have it: without it the provider never
 * persists the id, and its next restart creates the object a second time.
 */
export function managementPolicies(kind: Pick<ManagedKind, 'identity' | 'retained'>): readonly ManagementPolicy[] {
  if (kind.identity === 'Assigned') return kind.retained ? ['Observe', 'Create', 'Update', 'LateInitialize'] : ['*'];
  return kind.retained ? ['Observe', 'Create', 'Update'] : ['Observe', 'Create', 'Update', 'Delete'];
}
