/** The simulated provider takes an object through the states in which the real one was seen taking it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { CROSSPLANE } from '../../crds/identifiers.ts';
import type { JsonObject, KubeObject } from '../../crds/kubernetes.ts';
import { SimulatedAws } from './aws.ts';
import { type AwsFault, apiError, serviceError } from './aws-fault.ts';
import { isObject, type KindBehaviour } from './behaviour.ts';
import { addressOf, scopeOf } from './external.ts';
import { LIFECYCLE_FAULT_OF_2_5 } from './faults.ts';
import { BEHAVIOURS } from './kinds/all.ts';
import { readResource } from './managed-resource.ts';
import { readPolicies } from './policies.ts';
import { Play, type Stage } from './testing/play.ts';

interface State {
  readonly generation: number;
  readonly annotations: readonly string[];
  readonly finalizer: boolean;
  /** type, status, reason, observedGeneration */
  readonly conditions: readonly (readonly [string, string, string, number | null])[];
  readonly atProvider: boolean;
  readonly deleting: boolean;
}

interface Recording {
  /** "<service>.<Kind>" */
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly externalName?: string;
  readonly forProvider: JsonObject;
  readonly sequence: readonly State[];
  readonly addedToSpec: JsonObject;
  readonly tagsAdded: readonly string[];
  readonly atProvider?: JsonObject;
}

const DIRECTORY = join(import.meta.dirname, 'recordings');
const recordings = readdirSync(DIRECTORY).map((file): Recording => {
  const recorded = JSON.parse(readFileSync(join(DIRECTORY, file), 'utf8')) as Recording;
  return { ...recorded, key: file.replace(/\.json$/, '') };
});

const KEY_ID = '93973dff-fa79-4b2e-b596-1bd95c0e5d9a';
const AT = { account: '123456789012', scope: { partition: 'aws', account: '123456789012', region: 'us-east-1' } };
const NONE = { attributes: {}, tags: {}, by: undefined };

/** What the recorded objects needed of AWS. */
function world(): SimulatedAws {
  const aws = new SimulatedAws(() => Date.UTC(2026, 10, 22));
  const regional = { ...AT, ...NONE, region: 'us-east-1' };
  const global = { ...AT, ...NONE, region: '' };
  for (const bucket of ['raw', 'logs']) {
    const attributes = { objectLockEnabled: true };
    aws.create({ ...regional, type: 's3.Bucket', address: `demo-${bucket}-123456789012-us-east-1`, attributes });
  }
  aws.create({ ...regional, type: 'kms.Key', address: KEY_ID });
  aws.create({ ...regional, type: 'glue.CatalogDatabase', address: 'demo_raw' });
  aws.create({ ...regional, type: 'kinesis.Stream', address: 'demo-main' });
  aws.create({ ...regional, type: 'scheduler.ScheduleGroup', address: 'demo' });
  for (const role of ['glue', 'lam', 'scheduler']) aws.create({ ...global, type: 'iam.Role', address: `demo-${role}` });
  const parents = [{ type: 'iam.Role', address: 'demo-ec2' }] as const;
  aws.create({
    ...global,
    type: 'iam.RolePolicy',
    address: 'demo-ec2:demo-ec2',
    parents,
    attributes: { policy: '{}' },
  });
  return aws;
}

function behaviourOf(key: string): KindBehaviour {
  const found = BEHAVIOURS.find((behaviour) => behaviour.kind.key === key);
  if (found === undefined) throw new Error(`no behaviour of ${key}`);
  return found;
}

function manifest({ key, kind, name, externalName, forProvider }: Recording): KubeObject {
  return {
    apiVersion: `${behaviourOf(key).kind.group}/v1beta1`,
    kind,
    metadata: {
      name,
      namespace: 'demo',
      ...(externalName && { annotations: { [CROSSPLANE.externalName]: externalName } }),
    },
    spec: {
      managementPolicies: ['*'],
      providerConfigRef: { kind: 'ClusterProviderConfig', name: 'default' },
      forProvider,
    },
  };
}

function stateOf(object: KubeObject): State {
  const { metadata } = object;
  const { conditions, status } = readResource(object);
  return {
    generation: metadata.generation ?? 0,
    annotations: Object.keys(metadata.annotations ?? {})
      .map((name) => name.replace('crossplane.io/', ''))
      .sort(),
    finalizer: (metadata.finalizers ?? []).length > 0,
    conditions: conditions.map(({ type, status, reason, observedGeneration }) => [
      type,
      status,
      reason,
      observedGeneration ?? null,
    ]),
    atProvider: status.atProvider !== undefined,
    deleting: metadata.deletionTimestamp !== undefined,
  };
}

/** The first recorded state that the simulation does not pass through, after those before it. */
function firstMissing(recorded: readonly State[], played: readonly State[]): State | undefined {
  let from = 0;
  for (const state of recorded) {
    const at = played.findIndex((candidate, index) => index >= from && isDeepStrictEqual(candidate, state));
    if (at === -1) return state;
    from = at;
  }
  return undefined;
}

/** What went wrong on the way of a recorded object, in AWS's words. */
const TROUBLE: Readonly<
  Record<string, { readonly create?: AwsFault; readonly update?: AwsFault; readonly delete?: AwsFault }>
> = {
  's3.Bucket': {
    create: apiError(404, 'NoSuchBucket', 'The specified bucket does not exist'),
    delete: apiError(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty'),
  },
  'iam.RolePolicy': { create: serviceError(404, 'NoSuchEntity', 'Role demo-lam not found') },
  's3.BucketLogging': {
    create: apiError(400, 'InvalidTargetBucketForLogging', 'The target bucket for logging does not exist.'),
  },
  's3.BucketOwnershipControls': { create: apiError(404, 'NoSuchBucket', 'The specified bucket does not exist') },
  'kinesis.StreamConsumer': {
    create: serviceError(500, 'InternalFailure', 'deserialization failed'),
    update: apiError(501, 'NotImplemented', 'UnknownError'),
  },
};

/** Trouble, then readiness, an edit by hand in AWS that is put right, and deletion. */
function playThrough(recording: Recording): Play {
  const aws = world();
  const behaviour = behaviourOf(recording.key);
  if (recording.key === 's3.Bucket' || recording.key === 'glue.CatalogDatabase') {
    for (const object of aws.list({ type: recording.key })) aws.delete(object, undefined);
  }
  if (recording.key === 'scheduler.ScheduleGroup')
    for (const group of aws.list({ type: 'scheduler.ScheduleGroup' })) aws.delete(group, undefined);
  let keyKnown = false;
  const stage: Stage = {
    behaviour,
    aws,
    ids: { uuid: () => KEY_ID.replace('9', String(Math.min(9, aws.history().length % 10))) },
    now: () => '2026-11-22T23:40:00Z',
    lookup: () => ({
      apiVersion: 'kms.aws.m.upbound.io/v1beta1',
      kind: 'Key',
      metadata: { name: 'demo', ...(keyKnown && { annotations: { [CROSSPLANE.externalName]: KEY_ID } }) },
    }),
  };
  const play = new Play(stage, manifest(recording));
  const inject = (operation: 'Create' | 'Update' | 'Delete', error: AwsFault | undefined) =>
    error && aws.faults.inject({ target: {}, fault: { type: 'Refused', operation, error } });
  const trouble = TROUBLE[recording.key] ?? {};
  const clearCreate = inject('Create', trouble.create);
  if (recording.key === 's3.BucketLifecycleConfiguration')
    aws.faults.inject({ target: {}, fault: LIFECYCLE_FAULT_OF_2_5 });
  for (let round = 0; round < 4; round += 1) play.reconcile();
  keyKnown = true;
  clearCreate?.();
  play.reconcile();

  const resource = readResource(play.object);
  const address = addressOf({
    resource,
    behaviour,
    scope: scopeOf(behaviour, resource, '123456789012'),
    rememberedName: undefined,
  });
  inject('Update', trouble.update);
  if (address && aws.find(address))
    aws.edit(address, { tags: { edited: 'by hand' }, attributes: { description: 'edited by hand' } });
  for (let round = 0; round < 4; round += 1) play.reconcile();

  if (recording.key === 'iam.Role') {
    for (const policy of aws.list({ type: 'iam.RolePolicy' })) aws.delete(policy, undefined);
  }
  const clearDelete = inject('Delete', trouble.delete);
  play.delete();
  for (let round = 0; round < 4; round += 1) play.reconcile();
  clearDelete?.();
  play.reconcile();
  return play;
}

describe.each(recordings.map((recording) => [recording.key, recording] as const))('%s', (_, recording) => {
  const play = playThrough(recording);
  const ready = play.seen.findLast((object) =>
    stateOf(object).conditions.some(([type, , reason]) => type === 'Ready' && reason === 'Available'),
  );

  test('goes through the recorded states in the recorded order', () => {
    expect(firstMissing(recording.sequence, play.seen.map(stateOf))).toBeUndefined();
  });

  test('is gone in the end', () => {
    expect(play.gone).toBe(true);
  });

  test('has the recorded additions to its spec and nothing else', () => {
    const { forProvider } = readResource(ready ?? play.object);
    const { tags: given, ...before } = recording.forProvider;
    const { tags, ...after } = forProvider;
    const added = Object.fromEntries(Object.entries(after).filter(([key]) => !(key in before)));
    expect(added).toEqual(recording.addedToSpec);
    const addedTags = Object.keys(isObject(tags) ? tags : {}).filter((key) => !(isObject(given) && key in given));
    expect(addedTags.sort()).toEqual(recording.atProvider ? recording.tagsAdded : addedTags);
  });

  if (recording.atProvider !== undefined) {
    test('shows exactly the recorded keys in atProvider', () => {
      const { atProvider } = readResource(ready ?? play.object).status;
      expect(keysOf(atProvider)).toEqual(keysOf(recording.atProvider));
    });
  }
});

/** Paths of all keys; items of a list count as one. */
function keysOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => keysOf(item, `${path}[]`)))].sort();
  if (!isObject(value)) return [];
  return Object.entries(value)
    .flatMap(([key, child]) => [`${path}.${key}`, ...keysOf(child, `${path}.${key}`)])
    .sort();
}

test('there is a recording of every kind that the charts render', () => {
  expect(recordings.map(({ key }) => key).sort()).toEqual(BEHAVIOURS.map(({ kind }) => kind.key).sort());
});

test('the recorded objects had all policies', () => {
  expect(readPolicies(['*'])).toEqual(readPolicies(['Observe', 'Create', 'Update', 'Delete', 'LateInitialize']));
});
