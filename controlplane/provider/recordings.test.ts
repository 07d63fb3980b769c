/** The simulated provider takes an object through the states in which the real one was seen taking it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { MANAGED_KINDS } from '../../charts/kinds/all.ts';
import { CLOUDTRAIL } from '../../charts/kinds/cloudtrail.ts';
import { IAM } from '../../charts/kinds/iam.ts';
import { crdFile } from '../../charts/kinds/kind.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import { SFN } from '../../charts/kinds/sfn.ts';
import { CROSSPLANE } from '../../crds/identifiers.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import { type AwsType, SimulatedAws } from './aws.ts';
import { FAULT } from './aws-fault.ts';
import { isObject, type Operation, text } from './behaviour.ts';
import { addressOf, scopeOf, typeOf } from './external.ts';
import { LIFECYCLE_FAULT_OF_2_5 } from './faults.ts';
import { foreignObject } from './foreign.ts';
import { BEHAVIOURS } from './kinds/all.ts';
import { readResource } from './managed-resource.ts';
import { readPolicies } from './policies.ts';
import { RECORDED_ACCOUNT, type RecordedState, type Recording } from './recording.ts';
import { Play, type Stage } from './testing/play.ts';
import { argumentsOf } from './trim-recording.ts';

const DIRECTORY = join(import.meta.dirname, 'recordings');
const files = readdirSync(DIRECTORY).map((file) => file.replace(/\.json$/, ''));

const recorded = BEHAVIOURS.flatMap((behaviour) => {
  const { evidence } = behaviour;
  return evidence.type === 'Recorded' ? [{ type: typeOf(behaviour), behaviour, recording: evidence.recording }] : [];
});

type Recorded = (typeof recorded)[number];

const KEY_ID = '93973dff-fa79-4b2e-b596-1bd95c0e5d9a';

const ADMITS_LOGS = JSON.stringify({
  Statement: [{ Effect: 'Allow', Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject' }],
});

const ADMITS_RECORDS = JSON.stringify({
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: ['s3:GetBucketAcl', 's3:PutObject'],
  },
});

/** What the recorded object needed of AWS: all that its kind requires, and what belonged to it. */
function world({ behaviour, recording }: Recorded): SimulatedAws {
  const aws = new SimulatedAws(() => Date.UTC(2026, 10, 22));
  const { forProvider, addedToSpec, externalName: name = '' } = recording;
  const desired = { ...forProvider, ...addedToSpec };
  const scope = { partition: 'aws', account: RECORDED_ACCOUNT, region: text(desired, 'region') };
  for (const { type, address } of behaviour.requires({ scope, name, desired })) {
    const kind = BEHAVIOURS.find((each) => typeOf(each) === type)?.kind;
    if (kind !== undefined)
      foreignObject(aws, kind, address, { attributes: { objectLockEnabled: true, policy: ADMITS_LOGS } });
  }
  if (behaviour.kind === SFN.StateMachine) {
    const role = text(desired, 'roleArn').replace(/^.*\//, '');
    foreignObject(aws, IAM.RolePolicy, `${role}:${role}`, { attributes: { policy: 'logs:CreateLogDelivery' } });
  }
  if (behaviour.kind === CLOUDTRAIL.Trail) {
    foreignObject(aws, S3.BucketPolicy, text(desired, 's3BucketName'), { attributes: { policy: ADMITS_RECORDS } });
  }
  if (behaviour.kind === IAM.Role) {
    const parents = [{ type: 'iam.Role', address: name }] as const;
    const policy = foreignObject(aws, IAM.RolePolicy, `${name}:${name}`, { attributes: { policy: '{}' } });
    aws.create({ ...policy, parents, by: undefined });
  }
  return aws;
}

function manifest({ behaviour: { kind }, recording }: Recorded): KubeObject {
  const { name, externalName, forProvider } = recording;
  return {
    apiVersion: `${kind.group}/${kind.version}`,
    kind: kind.kind,
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

function stateOf(object: KubeObject): RecordedState {
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
function firstMissing(recorded: readonly RecordedState[], played: readonly RecordedState[]): RecordedState | undefined {
  let from = 0;
  for (const state of recorded) {
    const at = played.findIndex((candidate, index) => index >= from && isDeepStrictEqual(candidate, state));
    if (at === -1) return state;
    from = at;
  }
  return undefined;
}

/** Whether the recorded operation failed once on its way. */
function failed({ sequence }: Recording, operation: Operation): boolean {
  const reason = `Async${operation}Failure`;
  return sequence.some(({ conditions }) => conditions.some((condition) => condition[2] === reason));
}

/** What a reference of the recorded object leads to: at first something without an id, then what it resolved to. */
function referenced(
  { forProvider, addedToSpec }: Recording,
  type: AwsType,
  name: string,
  known: boolean,
): KubeObject | undefined {
  const [service, kind = ''] = type.split('.');
  const argument = Object.keys(addedToSpec).find((key) => {
    const reference = forProvider[`${key}Ref`];
    return isObject(reference) && reference.name === name;
  });
  const value = known && argument !== undefined ? text(addedToSpec, argument) : '';
  return {
    apiVersion: `${service}.aws.m.upbound.io/v1beta1`,
    kind,
    metadata: { name, annotations: { [CROSSPLANE.externalName]: value } },
    status: { atProvider: { arn: value, id: value } },
  };
}

/** Trouble, then readiness, an edit by hand in AWS that is put right, and deletion. */
function playThrough(each: Recorded): Play {
  const { behaviour, recording } = each;
  const aws = world(each);
  let referencesResolve = false;
  const stage: Stage = {
    behaviour,
    aws,
    ids: { uuid: () => KEY_ID.replace('9', String(Math.min(9, aws.history().length % 10))) },
    now: () => '2026-11-22T23:40:00Z',
    lookup: (type, _, name) => referenced(recording, type, name, referencesResolve),
  };
  const play = new Play(stage, manifest(each));
  const fail = (operation: Operation) =>
    failed(recording, operation)
      ? aws.faults.inject({ target: {}, fault: { type: 'Refused', operation, error: FAULT.internal } })
      : () => undefined;
  const clearCreate = fail('Create');
  if (behaviour.kind === S3.BucketLifecycleConfiguration)
    aws.faults.inject({ target: {}, fault: LIFECYCLE_FAULT_OF_2_5 });
  for (let round = 0; round < 4; round += 1) play.reconcile();
  referencesResolve = true;
  clearCreate();
  play.reconcile();

  const resource = readResource(play.object);
  const scope = scopeOf(behaviour, resource, RECORDED_ACCOUNT);
  const address = addressOf({ resource, behaviour, scope, rememberedName: undefined });
  fail('Update');
  const edited = behaviour.kind.immutable.includes('description') ? {} : { description: 'edited by hand' };
  if (address && aws.find(address)) aws.edit(address, { tags: { edited: 'by hand' }, attributes: edited });
  for (let round = 0; round < 4; round += 1) play.reconcile();

  for (const policy of aws.list({ type: 'iam.RolePolicy' })) {
    if (behaviour.kind === IAM.Role) aws.delete(policy, undefined);
  }
  const clearDelete = fail('Delete');
  play.delete();
  for (let round = 0; round < 4; round += 1) play.reconcile();
  clearDelete();
  play.reconcile();
  return play;
}

describe.each(recorded.map((each) => [each.type, each] as const))('%s', (_, each) => {
  const { behaviour, recording } = each;
  const play = playThrough(each);
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

  test('is named by whom the table of kinds says', () => {
    expect(recording.externalName === undefined ? 'Assigned' : 'Named').toBe(behaviour.kind.identity);
  });

  test('computes nothing that the CRD takes as an argument, but for the policies of a role', () => {
    const known = argumentsOf(crdFile(behaviour.kind));
    const aws = new SimulatedAws(() => 0);
    const computed = Object.keys(behaviour.outputs(foreignObject(aws, behaviour.kind, 'thing'), aws));
    expect(computed.length).toBeGreaterThan(0);
    expect(computed.filter((key) => known.has(key) && key !== 'inlinePolicy')).toEqual([]);
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

test('every kind that the charts render is simulated, by its recording or with the reason why there is none', () => {
  expect(BEHAVIOURS.map(typeOf).sort()).toEqual(MANAGED_KINDS.map(({ key }) => key).sort());
  expect(recorded.map(({ type }) => type).sort()).toEqual(files.sort());
  for (const { evidence } of BEHAVIOURS) if (evidence.type === 'NotRecorded') expect(evidence.why).not.toBe('');
});

test('the recorded objects had all policies', () => {
  expect(readPolicies(['*'])).toEqual(readPolicies(['Observe', 'Create', 'Update', 'Delete', 'LateInitialize']));
});
