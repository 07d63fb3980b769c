import { describe, expect, test } from '@jest/globals';
import { GLUE } from '../../charts/kinds/glue.ts';
import { IAM } from '../../charts/kinds/iam.ts';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { KMS } from '../../charts/kinds/kms.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import { SCHEDULER } from '../../charts/kinds/scheduler.ts';
import { SQS } from '../../charts/kinds/sqs.ts';
import { CROSSPLANE } from '../../crds/identifiers.ts';
import type { JsonObject } from '../../crds/kubernetes.ts';
import { SimulatedAws } from './aws.ts';
import { FAULT } from './aws-fault.ts';
import { foreignObject } from './foreign.ts';
import { ACCOUNT, play, REGION, settle, verdict } from './testing/a-play.ts';

const NAMED = ['Observe', 'Create', 'Update', 'Delete'];

describe('management policies', () => {
  test.each([
    { policies: ['Create'], why: 'cannot go without Observe' },
    { policies: ['Observe', 'Delete', 'LateInitialize'], why: 'are a set that the provider does not know' },
  ])('$policies $why', ({ policies }) => {
    const { play: actor, aws } = play(S3.Bucket, 'raw', { policies });
    settle(actor);
    expect(actor.condition('Synced')).toMatchObject({
      status: 'False',
      reason: 'ReconcileError',
      message: `\`spec.managementPolicies\` is set to a value([${policies.join(' ')}]) which is not supported. Check docs for supported policies`,
    });
    expect(aws.list()).toEqual([]);
  });

  test('without Update an edit of the spec stays without effect, silently', () => {
    const { play: actor, aws } = play(S3.Bucket, 'raw', {
      policies: ['Observe', 'Create'],
      forProvider: { tags: { a: '1' } },
    });
    settle(actor);
    actor.change({}, { forProvider: { region: REGION, tags: { a: '2' } } });
    settle(actor);
    expect(aws.list()[0]?.tags).toMatchObject({ a: '1' });
    expect(actor.condition('Synced')?.status).toBe('True');
  });

  test('[Observe, Create] on something that exists shows it and changes nothing', () => {
    const { play: actor, aws } = play(S3.Bucket, 'raw', {
      policies: ['Observe', 'Create'],
      forProvider: { tags: { owner: 'us' } },
    });
    foreignObject(aws, S3.Bucket, 'raw', { tags: { owner: 'them' } });
    settle(actor);
    expect(actor.atProvider.tags).toEqual({ owner: 'them' });
    expect(actor.condition('Ready')?.status).toBe('True');
    expect(aws.history({ operation: 'Update' })).toEqual([]);
    expect(actor.object.metadata.annotations).not.toHaveProperty([CROSSPLANE.createSucceeded]);
  });

  test('with Update something that exists is taken over without a word', () => {
    const { play: actor, aws } = play(S3.Bucket, 'raw', { policies: NAMED, forProvider: { tags: { owner: 'us' } } });
    foreignObject(aws, S3.Bucket, 'raw', { tags: { owner: 'them' } });
    settle(actor);
    expect(aws.list()[0]?.tags).toMatchObject({ owner: 'us' });
    expect(actor.condition('Ready')?.status).toBe('True');
  });

  test('[Observe] alone never creates, tags or adds anything', () => {
    const { play: actor, aws } = play(S3.Bucket, 'raw', { policies: ['Observe'] });
    settle(actor);
    expect(actor.condition('Synced')?.message).toBe('observe failed: external resource does not exist');
    expect(aws.list()).toEqual([]);
    expect(actor.object.spec).toMatchObject({ forProvider: { region: REGION } });
  });

  test.each([
    { how: 'an empty list', policies: [], annotations: {} },
    { how: 'the annotation', policies: ['*'], annotations: { [CROSSPLANE.paused]: 'true' } },
  ])('$how pauses, and what is paused cannot be deleted', ({ policies, annotations }) => {
    const { play: actor } = play(S3.Bucket, 'raw', { policies: ['*'] });
    settle(actor);
    actor.change(
      { annotations: { ...actor.object.metadata.annotations, ...annotations } },
      { managementPolicies: policies },
    );
    actor.delete();
    settle(actor);
    expect(actor.condition('Synced')).toMatchObject({ status: 'False', reason: 'ReconcilePaused' });
    expect(actor.gone).toBe(false);
  });

  test('without Delete the finalizer is dropped and AWS keeps the object', () => {
    const { play: actor, aws } = play(S3.Bucket, 'raw', { policies: ['Observe', 'Create', 'Update'] });
    settle(actor);
    actor.delete();
    settle(actor);
    expect(actor.gone).toBe(true);
    expect(aws.exists({ type: 's3.Bucket', address: 'raw' })).toBe(true);
  });
});

describe('identity', () => {
  test('an Assigned kind without LateInitialize is ready but never gets its name, and a restart makes it twice', () => {
    const { play: actor, aws } = play(KMS.Key, 'key', { policies: NAMED });
    settle(actor);
    expect(actor.condition('Ready')?.status).toBe('True');
    expect(actor.object.metadata.annotations).not.toHaveProperty([CROSSPLANE.externalName]);
    expect(aws.createdTwice()).toEqual([]);

    actor.restart();
    settle(actor);
    expect(aws.createdTwice()).toEqual([
      {
        by: { uid: 'uid-key', namespace: 'demo', name: 'key' },
        type: 'kms.Key',
        addresses: [expect.any(String), expect.any(String)],
      },
    ]);
  });

  test('with LateInitialize a restart makes nothing twice', () => {
    const { play: actor, aws } = play(KMS.Key, 'key');
    settle(actor);
    actor.restart();
    settle(actor);
    expect(aws.list()).toHaveLength(1);
    expect(actor.object.metadata.annotations?.[CROSSPLANE.externalName]).toBe(aws.list()[0]?.address);
  });

  test('a process killed between announcing a create and making it leaves the creation unclear', () => {
    const { play: actor, aws } = play(S3.Bucket, 'raw');
    const announced = actor.seen.length + 2;
    expect(actor.reconcile(announced)).toBe('Crashed');
    settle(actor);
    expect(actor.condition('Synced')?.message).toBe(
      'cannot determine creation result - remove the crossplane.io/external-create-pending annotation if it is safe to proceed',
    );
    expect(aws.list()).toEqual([]);
  });

  test.each([
    { key: 's3.Bucket', kind: S3.Bucket, lost: 'ready', why: 'the second process finds it by name' },
    { key: 'kms.Key', kind: KMS.Key, lost: 'ready, made twice', why: 'its id died with the first process' },
    {
      key: 'scheduler.ScheduleGroup',
      kind: SCHEDULER.ScheduleGroup,
      lost: 'already exists',
      why: 'its name is taken, by itself',
    },
  ] as const)('of a $key: a create whose answer is lost by a kill ends "$lost", for $why', ({ kind, lost }) => {
    const ends = Array.from({ length: 9 }, (_, index) => {
      const { play: actor, aws } = play(kind, 'thing', {
        forProvider: kind.namedBy === undefined ? {} : { [kind.namedBy]: 'thing' },
      });
      actor.reconcile(index + 1);
      settle(actor);
      const synced = actor.condition('Synced');
      if (actor.condition('Ready')?.status !== 'True' || synced?.status !== 'True') return synced?.message;
      return aws.createdTwice().length > 0 ? 'ready, made twice' : 'ready';
    });
    const after = expect.stringContaining(lost);
    const unclear = expect.stringContaining('cannot determine creation result');
    // Writes: tags, finalizer, pending | succeeded, Creating, callback | external name, Available.
    expect(ends).toEqual(['ready', 'ready', unclear, after, after, after, 'ready', 'ready', 'ready']);
  });

  test('a Named kind takes its name from metadata.name when it is given none', () => {
    const { play: actor } = play(IAM.Role, 'reader', { forProvider: { assumeRolePolicy: '{}' } });
    settle(actor);
    expect(actor.object.metadata.annotations?.[CROSSPLANE.externalName]).toBe('reader');
  });

  test('an alias is renamed to the form without its prefix', () => {
    const { play: actor, aws } = play(KMS.Alias, 'lake', {
      annotations: { [CROSSPLANE.externalName]: 'alias/lake' },
      forProvider: { targetKeyId: 'k' },
    });
    foreignObject(aws, KMS.Key, 'k');
    settle(actor);
    expect(actor.object.metadata.annotations?.[CROSSPLANE.externalName]).toBe('lake');
    expect(actor.atProvider.id).toBe('alias/lake');
  });

  test('an alias that somebody else made is turned to our key without a word', () => {
    const { play: actor, aws } = play(KMS.Alias, 'lake', { forProvider: { targetKeyId: 'ours' } });
    foreignObject(aws, KMS.Key, 'ours');
    foreignObject(aws, KMS.Key, 'theirs');
    foreignObject(aws, KMS.Alias, 'lake', { attributes: { targetKeyId: 'theirs' } });
    settle(actor);
    expect(actor.condition('Ready')?.status).toBe('True');
    expect(actor.object.metadata.annotations).not.toHaveProperty([CROSSPLANE.createSucceeded]);
    expect(aws.list({ type: 'kms.Alias' })[0]?.attributes.targetKeyId).toBe('ours');
  });

  test('an alias that is only observed shows the key that it leads to', () => {
    const { play: actor, aws } = play(KMS.Alias, 'lake', { policies: ['Observe'], forProvider: { targetKeyId: 'x' } });
    foreignObject(aws, KMS.Key, 'theirs');
    foreignObject(aws, KMS.Alias, 'lake', { attributes: { targetKeyId: 'theirs' } });
    settle(actor);
    expect(actor.atProvider.targetKeyArn).toBe(`arn:aws:kms:${REGION}:${ACCOUNT}:key/theirs`);
    expect(aws.history({ operation: 'Update' })).toEqual([]);
  });

  test('an alias cannot lead to a key that is pending deletion', () => {
    const { play: actor, aws } = play(KMS.Alias, 'lake', { forProvider: { targetKeyId: 'k' } });
    aws.delete(foreignObject(aws, KMS.Key, 'k'), undefined, 'Pending');
    settle(actor);
    expect(verdict(actor)).toContain('KMSInvalidStateException');
  });

  test('a key object that is lost and made again is a second key, unless it names the first', () => {
    const policies = ['Observe', 'Create', 'Update', 'LateInitialize'];
    const { play: lost, aws } = play(KMS.Key, 'key', { policies });
    settle(lost);
    const id = lost.object.metadata.annotations?.[CROSSPLANE.externalName] ?? '';
    lost.delete();
    settle(lost);
    expect(lost.gone).toBe(true);
    expect(aws.exists({ type: 'kms.Key', address: id })).toBe(true);

    const { play: imported } = play(KMS.Key, 'key', {
      aws,
      policies,
      uid: 'uid-2',
      annotations: { [CROSSPLANE.externalName]: id },
    });
    settle(imported);
    expect(imported.atProvider.keyId).toBe(id);
    expect(aws.list({ type: 'kms.Key' })).toHaveLength(1);

    const { play: anew } = play(KMS.Key, 'key', { aws, policies, uid: 'uid-3' });
    settle(anew);
    expect(anew.atProvider.keyId).not.toBe(id);
    expect(aws.list({ type: 'kms.Key' })).toHaveLength(2);
  });

  test('a key that is pending deletion is replaced by a new one with a new id', () => {
    const { play: actor, aws } = play(KMS.Key, 'key');
    settle(actor);
    const first = actor.atProvider.keyId;
    const [key] = aws.list();
    if (key === undefined) throw new Error('no key');
    aws.delete(key, undefined, 'Pending');
    settle(actor);
    expect(actor.atProvider.keyId).not.toBe(first);
    expect(actor.object.metadata.annotations?.[CROSSPLANE.externalName]).toBe(actor.atProvider.keyId);
  });

  test('ARNs are of the account that the credentials belong to', () => {
    const { play: actor } = play(KINESIS.Stream, 'main', {
      account: '999999999999',
      forProvider: { streamModeDetails: { streamMode: 'ON_DEMAND' } },
    });
    settle(actor);
    expect(actor.atProvider.arn).toBe('arn:aws:kinesis:us-east-1:999999999999:stream/main');
  });
});

describe('changes', () => {
  test('of an argument that cannot change are refused, and said so again and again', () => {
    const { play: actor, aws } = play(KMS.Key, 'key', { forProvider: { multiRegion: false } });
    settle(actor);
    actor.change({}, { forProvider: { region: REGION, multiRegion: true } });
    settle(actor);
    const refusal =
      'refuse to update the external resource because the following update requires replacing it: cannot change the value of the argument "multi_region" from "false" to "true"';
    expect(actor.condition('LastAsyncOperation')).toMatchObject({
      reason: 'AsyncUpdateFailure',
      message: `async update failed: ${refusal}`,
    });
    expect(actor.condition('Synced')?.message).toBe(`update failed: async update failed: ${refusal}`);
    expect(aws.list()[0]?.attributes.multiRegion).toBe(false);
  });

  test('of the order of keys in a policy document are none', () => {
    const { play: actor, aws } = play(IAM.Role, 'reader', { forProvider: { assumeRolePolicy: '{"a":1,"b":2}' } });
    settle(actor);
    const forProvider = {
      ...(actor.object.spec as { forProvider: JsonObject }).forProvider,
      assumeRolePolicy: '{"b":2,"a":1}',
    };
    actor.change({}, { forProvider });
    settle(actor);
    expect(aws.history({ operation: 'Update' })).toEqual([]);
  });

  test('made by hand in AWS are put right, tags too', () => {
    const { play: actor, aws } = play(S3.Bucket, 'raw', { policies: NAMED, forProvider: { tags: { a: '1' } } });
    settle(actor);
    const [bucket] = aws.list();
    if (bucket === undefined) throw new Error('no bucket');
    aws.edit(bucket, { tags: { a: 'edited' } });
    settle(actor);
    expect(aws.list()[0]?.tags).toMatchObject({ a: '1' });
  });

  test('what is deleted by hand in AWS is made again', () => {
    const { play: actor, aws } = play(S3.Bucket, 'raw');
    settle(actor);
    for (const bucket of aws.list()) aws.delete(bucket, undefined);
    settle(actor);
    expect(aws.exists({ type: 's3.Bucket', address: 'raw' })).toBe(true);
  });

  test('of an argument that is called a selector and is none are seen', () => {
    const { play: actor } = play(S3.Bucket, 'raw', { forProvider: { eventSelector: [{ readWriteType: 'All' }] } });
    settle(actor);
    expect(actor.atProvider.eventSelector).toEqual([{ readWriteType: 'All' }]);
  });

  test('late initialisation loses for a moment what was observed, since its write brings back the old status', () => {
    const { play: actor } = play(KMS.Key, 'key');
    settle(actor);
    const named = actor.seen.filter(({ metadata }) => metadata.annotations?.[CROSSPLANE.externalName] !== undefined);
    expect(named.map(({ status }) => (status as { atProvider?: unknown }).atProvider !== undefined)).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('late initialisation leaves alone what is set', () => {
    const { play: actor } = play(IAM.Role, 'reader', { forProvider: { assumeRolePolicy: '{}', path: '/team/' } });
    settle(actor);
    expect(actor.object.spec).toMatchObject({ forProvider: { path: '/team/', maxSessionDuration: 3600 } });
  });

  test.each([
    [
      { streamModeDetails: { streamMode: 'ON_DEMAND' }, shardCount: 2 },
      'shard_count must not be set when stream_mode is ON_DEMAND',
    ],
    [
      { streamModeDetails: { streamMode: 'PROVISIONED' } },
      'shard_count must be at least 1 when stream_mode is PROVISIONED',
    ],
  ])('a stream %j cannot be planned', (forProvider, message) => {
    const { play: actor, aws } = play(KINESIS.Stream, 'main', { forProvider });
    settle(actor);
    expect(actor.condition('Synced')?.message).toBe(`observe failed: cannot compute the instance diff: ${message}`);
    expect(aws.list()).toEqual([]);
  });
});

describe('AWS refuses to create', () => {
  const refused = [
    [KMS.Alias, { targetKeyId: 'missing' }, 'NotFoundException'],
    [IAM.RolePolicy, { role: 'missing', policy: '{}' }, 'NoSuchEntity: Role missing not found'],
    [S3.BucketPolicy, { bucket: 'missing', policy: '{}' }, 'NoSuchBucket'],
    [S3.BucketVersioning, { bucket: 'missing' }, 'NoSuchBucket'],
    [
      GLUE.CatalogTable,
      { catalogId: ACCOUNT, databaseName: 'missing' },
      'EntityNotFoundException: Database missing not found.',
    ],
    [GLUE.Crawler, { role: 'arn:aws:iam::123456789012:role/missing' }, 'Service is unable to assume provided role'],
    [
      KINESIS.StreamConsumer,
      { name: 'fraud', streamArn: 'arn:aws:kinesis:us-east-1:123456789012:stream/missing' },
      'ResourceNotFoundException',
    ],
    [SCHEDULER.Schedule, { name: 'nightly', groupName: 'missing' }, 'Schedule group missing does not exist'],
    [IAM.Role, { assumeRolePolicy: '{' }, 'MalformedPolicyDocument'],
    [GLUE.CatalogDatabase, { catalogId: '999999999999' }, 'AccessDeniedException'],
  ] as const;
  const cases = refused.map(([kind, forProvider, expected]) => ({ key: kind.key, kind, forProvider, expected }));

  test.each(cases)('$key that names or needs what is not there: $forProvider', ({ kind, forProvider, expected }) => {
    const { play: actor, aws } = play(kind, 'thing', { forProvider });
    settle(actor);
    expect(actor.condition('LastAsyncOperation')).toMatchObject({ status: 'False', reason: 'AsyncCreateFailure' });
    expect(actor.condition('LastAsyncOperation')?.message).toContain(expected);
    expect(actor.condition('Ready')?.reason).toBe('Creating');
    expect(aws.list()).toEqual([]);
  });

  test('a bucket whose name somebody else in the world has', () => {
    const { play: actor, aws } = play(S3.Bucket, 'raw');
    foreignObject(aws, S3.Bucket, 'raw', { account: '999999999999' });
    settle(actor);
    expect(actor.condition('LastAsyncOperation')?.message).toContain('BucketAlreadyExists');
  });

  test('a schedule group whose name is taken, since the provider cannot know that it is ours', () => {
    const { play: actor, aws } = play(SCHEDULER.ScheduleGroup, 'group', { forProvider: { name: 'lake' } });
    foreignObject(aws, SCHEDULER.ScheduleGroup, 'lake');
    settle(actor);
    expect(actor.condition('LastAsyncOperation')?.message).toContain(
      'ConflictException: Schedule group lake already exists.',
    );
  });

  test('an account-regional bucket without the suffix that goes with it', () => {
    const { play: actor } = play(S3.Bucket, 'raw', { forProvider: { bucketNamespace: 'account-regional' } });
    settle(actor);
    expect(actor.condition('LastAsyncOperation')?.message).toContain('InvalidBucketName');
  });

  test('for as many times as a fault was injected', () => {
    const { play: actor, aws } = play(SQS.Queue, 'dlq', { forProvider: { name: 'dlq' } });
    aws.faults.inject({
      target: { kind: SQS.Queue },
      fault: { type: 'Refused', operation: 'Create', error: FAULT.quota },
      times: 2,
    });
    settle(actor);
    settle(actor);
    expect(actor.condition('Ready')?.status).toBe('True');
    expect(
      actor.seen.filter(({ status }) => JSON.stringify(status)?.includes('LimitExceededException')).length,
    ).toBeGreaterThanOrEqual(2);
  });
});

describe('faults', () => {
  test('a phantom is ready, shows nothing and is not there', () => {
    const { play: actor, aws } = play(S3.BucketLifecycleConfiguration, 'raw', {
      forProvider: { bucket: 'raw', rule: [{ id: 'expire', status: 'Enabled', expiration: [{ days: 9 }] }] },
    });
    foreignObject(aws, S3.Bucket, 'raw');
    const clear = aws.faults.inject({ target: { kind: S3.BucketLifecycleConfiguration }, fault: { type: 'Phantom' } });
    settle(actor);
    expect([actor.condition('Ready')?.status, actor.condition('Synced')?.status]).toEqual(['True', 'True']);
    expect(actor.atProvider).toEqual({});
    expect(actor.object.metadata.annotations?.[CROSSPLANE.externalName]).toBe('raw');
    expect(aws.exists({ type: 's3.BucketLifecycleConfiguration' })).toBe(false);
    clear();
    settle(actor);
    expect(actor.atProvider).toMatchObject({ bucket: 'raw' });
  });

  test('a create that is put off while it is retried stays announced beside the last failure', () => {
    const { play: actor, aws } = play(SQS.Queue, 'dlq', { forProvider: { name: 'dlq' } });
    aws.faults.inject({
      target: { kind: SQS.Queue },
      fault: { type: 'Refused', operation: 'Create', error: FAULT.quota },
      times: 1,
    });
    actor.reconcile();
    actor.reconcile();
    const clear = aws.faults.inject({ target: {}, fault: { type: 'PutOff' } });
    settle(actor);
    const { annotations = {} } = actor.object.metadata;
    const time = (name: string) => Date.parse(annotations[name] ?? '');
    expect(time(CROSSPLANE.createPending)).toBeGreaterThan(time(CROSSPLANE.createFailed));
    expect(time(CROSSPLANE.createPending)).toBeGreaterThan(time(CROSSPLANE.createSucceeded));
    expect(verdict(actor)).toContain('LimitExceededException');
    clear();
    settle(actor);
    expect(verdict(actor)).toBe('Success');
  });
});

describe('deletion', () => {
  test('of a bucket that holds something waits until it is empty', () => {
    const { play: actor, aws } = play(S3.Bucket, 'raw');
    settle(actor);
    const [bucket] = aws.list();
    if (bucket === undefined) throw new Error('no bucket');
    aws.edit(bucket, { contents: 3 });
    actor.delete();
    settle(actor);
    expect(actor.condition('LastAsyncOperation')?.message).toContain('BucketNotEmpty');
    aws.edit(bucket, { contents: 0 });
    settle(actor);
    expect(actor.gone).toBe(true);
  });

  test('of a full bucket works once forceDestroy was synced', () => {
    const { play: actor, aws } = play(S3.Bucket, 'raw');
    settle(actor);
    for (const bucket of aws.list()) aws.edit(bucket, { contents: 3 });
    actor.change(
      {},
      { forProvider: { ...(actor.object.spec as { forProvider: JsonObject }).forProvider, forceDestroy: true } },
    );
    settle(actor);
    actor.delete();
    settle(actor);
    expect(actor.gone).toBe(true);
    expect(aws.list()).toEqual([]);
  });

  test('of a key leaves it pending, which keeps its data readable for a while', () => {
    const { play: actor, aws } = play(KMS.Key, 'key');
    settle(actor);
    actor.delete();
    settle(actor);
    expect(actor.gone).toBe(true);
    expect(aws.list().map(({ state }) => state)).toEqual(['PendingDeletion']);
    expect(aws.exists({ type: 'kms.Key' })).toBe(false);
  });

  test('of a database takes its tables with it', () => {
    const aws = new SimulatedAws(() => 0);
    const { play: database } = play(GLUE.CatalogDatabase, 'lake', { aws, forProvider: { catalogId: ACCOUNT } });
    const { play: table } = play(GLUE.CatalogTable, 'events', {
      aws,
      forProvider: { catalogId: ACCOUNT, databaseName: 'lake' },
    });
    settle(database);
    settle(table);
    expect(aws.list()).toHaveLength(2);
    database.delete();
    settle(database);
    expect(aws.list()).toEqual([]);
  });

  test('of a role waits for its inline policies', () => {
    const aws = new SimulatedAws(() => 0);
    const { play: role } = play(IAM.Role, 'reader', { aws, forProvider: { assumeRolePolicy: '{}' } });
    const { play: policy } = play(IAM.RolePolicy, 'read', { aws, forProvider: { role: 'reader', policy: '{}' } });
    settle(role);
    settle(policy);
    role.delete();
    settle(role);
    expect(role.condition('LastAsyncOperation')?.message).toContain('DeleteConflict');
    policy.delete();
    settle(policy);
    settle(role);
    expect(role.gone).toBe(true);
  });

  test('is postponed while somebody else holds a finalizer', () => {
    const { play: actor, aws } = play(S3.Bucket, 'raw');
    settle(actor);
    actor.change({ finalizers: [...(actor.object.metadata.finalizers ?? []), 'example.org/hold'] });
    actor.delete();
    settle(actor);
    expect(aws.exists({ address: 'raw' })).toBe(true);
    actor.change({ finalizers: [CROSSPLANE.finalizer] });
    settle(actor);
    expect(actor.gone).toBe(true);
  });

  test('of what never came to be is quick', () => {
    const { play: actor, aws } = play(IAM.RolePolicy, 'read', { forProvider: { role: 'missing', policy: '{}' } });
    settle(actor);
    actor.delete();
    settle(actor);
    expect(actor.gone).toBe(true);
    expect(aws.history()).toEqual([]);
  });
});
