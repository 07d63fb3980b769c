import { afterEach, describe, expect, test } from '@jest/globals';
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { KMS } from '../../charts/kinds/kms.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import { ApiError } from '../../controller/kube/api.ts';
import { systemClock } from '../../controller/runtime/clock.ts';
import { silentLog } from '../../controller/runtime/log.ts';
import { API_VERSION, CROSSPLANE, DATA_PIPELINE } from '../../crds/identifiers.ts';
import type { Condition, JsonObject, KubeObject } from '../../crds/kubernetes.ts';
import { cluster, eventually } from '../../test/support/cluster.ts';
import { SimulatedAws } from './aws.ts';
import { FAULT } from './aws-fault.ts';
import { testLatency } from './latency.ts';
import { readResource } from './managed-resource.ts';
import { SimulatedProvider, type SimulatedProviderOptions } from './simulated-provider.ts';

const { client, connect, freshNamespace } = cluster();
const running: SimulatedProvider[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((provider) => provider.stop()));
});

async function start(
  namespace: string,
  aws = new SimulatedAws(() => systemClock.now()),
  more: Partial<SimulatedProviderOptions> = {},
): Promise<{ aws: SimulatedAws; provider: SimulatedProvider }> {
  const provider = new SimulatedProvider({
    client: connect(undefined, { userAgent: 'provider-upjet-aws/simulated' }),
    aws,
    clock: systemClock,
    log: silentLog,
    latency: testLatency(systemClock),
    backoff: { baseMs: 20, maxMs: 200, jitter: 0 },
    watches: (each) => each === namespace,
    ...more,
  });
  running.push(provider);
  await provider.start();
  return { aws, provider };
}

function manifest(
  kind: ManagedKind,
  namespace: string,
  name: string,
  forProvider: JsonObject,
  spec: JsonObject = {},
): KubeObject {
  return {
    apiVersion: `${kind.group}/${kind.version}`,
    kind: kind.kind,
    metadata: { name, namespace },
    spec: { forProvider, ...spec },
  };
}

async function apply(kind: ManagedKind, object: KubeObject): Promise<KubeObject> {
  return await client.apply(kind, object, { fieldManager: 'test', force: true });
}

async function conditions(kind: ManagedKind, namespace: string, name: string): Promise<Record<string, Condition>> {
  const live = await client.get(kind, namespace, name);
  return Object.fromEntries(
    (live ? readResource(live).conditions : []).map((condition) => [condition.type, condition]),
  );
}

async function ready(kind: ManagedKind, namespace: string, name: string): Promise<KubeObject> {
  return await eventually(
    async () => {
      const { Ready, Synced } = await conditions(kind, namespace, name);
      return Ready?.status === 'True' && Synced?.status === 'True' && client.get(kind, namespace, name);
    },
    { what: `${kind.kind} ${name} to be ready` },
  );
}

async function gone(kind: ManagedKind, namespace: string, name: string): Promise<void> {
  await eventually(async () => (await client.get(kind, namespace, name)) === undefined, { what: `${name} to be gone` });
}

describe('the simulated provider', () => {
  test('goes on after an answer that its object did not exist, which it does', async () => {
    const namespace = await freshNamespace();
    const real = connect(undefined, { userAgent: 'provider-upjet-aws/simulated' });
    let misled = 0;
    const misleading = new Proxy(real, {
      get: (target, member) => {
        if (member === 'update' && misled < 2)
          return async () => {
            misled += 1;
            throw new ApiError('PUT buckets', 404, 'NotFound', 'the server could not find the requested resource');
          };
        const value: unknown = Reflect.get(target, member);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await start(namespace, undefined, { client: misleading });
    const bucket = `${namespace}-raw`;
    await apply(S3.Bucket, manifest(S3.Bucket, namespace, bucket, { region: 'us-east-1' }));
    await ready(S3.Bucket, namespace, bucket);
    expect(misled).toBe(2);
  });

  test('makes a bucket with its parts and takes them down again', async () => {
    const namespace = await freshNamespace();
    const { aws } = await start(namespace);
    const bucket = `${namespace}-raw`;
    await apply(
      S3.BucketVersioning,
      manifest(S3.BucketVersioning, namespace, 'raw', {
        region: 'us-east-1',
        bucket,
        versioningConfiguration: { status: 'Enabled' },
      }),
    );
    await apply(S3.Bucket, manifest(S3.Bucket, namespace, bucket, { region: 'us-east-1', tags: { team: 'growth' } }));

    const live = await ready(S3.Bucket, namespace, bucket);
    await ready(S3.BucketVersioning, namespace, 'raw');
    expect(live.metadata.annotations?.[CROSSPLANE.externalName]).toBe(bucket);
    expect(readResource(live).status.atProvider).toMatchObject({ arn: `arn:aws:s3:::${bucket}` });
    expect(aws.byOwner('team', 'growth').map(({ address }) => address)).toEqual([bucket]);

    await client.delete(S3.Bucket, namespace, bucket);
    await client.delete(S3.BucketVersioning, namespace, 'raw');
    await gone(S3.Bucket, namespace, bucket);
    await gone(S3.BucketVersioning, namespace, 'raw');
    expect(aws.list()).toEqual([]);
  });

  test('writes nothing once all is well', async () => {
    const namespace = await freshNamespace();
    const { provider } = await start(namespace);
    await apply(KMS.Key, manifest(KMS.Key, namespace, 'key', { region: 'us-east-1' }));
    const before = await eventually(
      async () => {
        const live = await ready(KMS.Key, namespace, 'key');
        return (
          readResource(live).conditions.some(
            ({ type, observedGeneration }) => type === 'Synced' && observedGeneration === live.metadata.generation,
          ) && live
        );
      },
      { what: 'the key to be settled' },
    );
    provider.poll();
    provider.poll();
    await apply(KMS.Key, manifest(KMS.Key, namespace, 'other', { region: 'us-east-1' }));
    await ready(KMS.Key, namespace, 'other');
    expect((await client.get(KMS.Key, namespace, 'key'))?.metadata.resourceVersion).toBe(
      before.metadata.resourceVersion,
    );
  });

  test('retries a refused create and says each time what AWS said', async () => {
    const namespace = await freshNamespace();
    const { aws } = await start(namespace);
    const clear = aws.faults.inject({
      target: { namespace },
      fault: { type: 'Refused', operation: 'Create', error: FAULT.quota },
    });
    await apply(
      KINESIS.Stream,
      manifest(KINESIS.Stream, namespace, 'main', {
        region: 'us-east-1',
        streamModeDetails: { streamMode: 'ON_DEMAND' },
      }),
    );
    await eventually(
      async () =>
        (await conditions(KINESIS.Stream, namespace, 'main')).LastAsyncOperation?.reason === 'AsyncCreateFailure',
      { what: 'the failure' },
    );
    const { Synced } = await conditions(KINESIS.Stream, namespace, 'main');
    expect(Synced?.message).toMatch(
      /^create failed: async create failed: failed to create the resource: \[\{0 creating Kinesis Stream \(main\): operation error Kinesis: CreateStream, https response error StatusCode: 400, .*LimitExceededException/,
    );
    clear();
    await ready(KINESIS.Stream, namespace, 'main');
  });

  test('puts right what somebody edits in AWS when it looks next', async () => {
    const namespace = await freshNamespace();
    const { aws, provider } = await start(namespace);
    await apply(
      KINESIS.Stream,
      manifest(KINESIS.Stream, namespace, 'main', {
        region: 'us-east-1',
        retentionPeriod: 48,
        streamModeDetails: { streamMode: 'ON_DEMAND' },
      }),
    );
    await ready(KINESIS.Stream, namespace, 'main');
    const [stream] = aws.list({ type: 'kinesis.Stream' });
    if (stream === undefined) throw new Error('no stream');
    aws.edit(stream, { attributes: { retentionPeriod: 24 } });
    provider.poll(KINESIS.Stream);
    await eventually(() => aws.find(stream)?.attributes.retentionPeriod === 48, {
      what: 'the retention to be put right',
    });
  });

  test('a restart during a create makes a key twice, for its id was known to the dead process only', async () => {
    const namespace = await freshNamespace();
    const { aws, provider } = await start(namespace);
    aws.faults.inject({ target: { namespace }, fault: { type: 'Slow', extraMs: 60_000 }, times: 1 });
    await apply(KMS.Key, manifest(KMS.Key, namespace, 'key', { region: 'us-east-1' }));
    await eventually(async () => (await conditions(KMS.Key, namespace, 'key')).Ready?.reason === 'Creating', {
      what: 'the create to be under way',
    });
    await provider.stop();
    await start(namespace, aws);
    await ready(KMS.Key, namespace, 'key');
    expect(aws.createdTwice()).toHaveLength(1);
  });

  test('keeps in AWS what is deleted without the policy Delete', async () => {
    const namespace = await freshNamespace();
    const { aws } = await start(namespace);
    const bucket = `${namespace}-kept`;
    await apply(
      S3.Bucket,
      manifest(
        S3.Bucket,
        namespace,
        bucket,
        { region: 'us-east-1' },
        { managementPolicies: ['Observe', 'Create', 'Update'] },
      ),
    );
    await ready(S3.Bucket, namespace, bucket);
    await client.delete(S3.Bucket, namespace, bucket);
    await gone(S3.Bucket, namespace, bucket);
    expect(aws.exists({ type: 's3.Bucket', address: bucket })).toBe(true);
  });

  test('a stuck deletion goes on when the fault is cleared', async () => {
    const namespace = await freshNamespace();
    const { aws } = await start(namespace);
    const bucket = `${namespace}-stuck`;
    await apply(S3.Bucket, manifest(S3.Bucket, namespace, bucket, { region: 'us-east-1' }));
    await ready(S3.Bucket, namespace, bucket);
    const clear = aws.faults.inject({ target: { namespace }, fault: { type: 'Stuck', operation: 'Delete' } });
    await client.delete(S3.Bucket, namespace, bucket);
    await eventually(async () => (await conditions(S3.Bucket, namespace, bucket)).Ready?.reason === 'Deleting', {
      what: 'the deletion to be under way',
    });
    expect(aws.exists({ address: bucket })).toBe(true);
    clear();
    await gone(S3.Bucket, namespace, bucket);
  });

  test('with few writes ends where it ends with every write', async () => {
    const names = ['every', 'few'] as const;
    const written = { every: 0, few: 0 };
    const objects = await Promise.all(
      names.map(async (name) => {
        const namespace = await freshNamespace();
        const counting = connect(undefined, {
          onRequest: ({ method }) => {
            if (method === 'PUT') written[name] += 1;
          },
        });
        const writes = name === 'every' ? 'Every' : 'Few';
        await start(namespace, undefined, { client: counting, writes });
        await apply(KMS.Key, manifest(KMS.Key, namespace, 'key', { region: 'us-east-1' }));
        return readResource(await ready(KMS.Key, namespace, 'key'));
      }),
    );
    const [every, few] = objects.map(({ generation, annotations, finalizers, conditions, forProvider }) => ({
      generation,
      annotations: Object.keys(annotations).sort(),
      finalizers,
      conditions: conditions.map(({ type, status, reason }) => ({ type, status, reason })),
      forProvider,
    }));
    expect(few).toEqual(every);
    expect(written.few).toBeLessThanOrEqual(4);
    expect(written.every).toBe(9);
  });

  test('shows ARNs of another account when its credentials belong to that', async () => {
    const namespace = await freshNamespace();
    const { aws } = await start(namespace);
    aws.faults.inject({ target: { namespace }, fault: { type: 'WrongAccount', account: '999999999999' } });
    await apply(KMS.Key, manifest(KMS.Key, namespace, 'key', { region: 'us-east-1' }));
    const live = await ready(KMS.Key, namespace, 'key');
    expect(readResource(live).status.atProvider).toMatchObject({ arn: expect.stringContaining(':999999999999:key/') });
  });

  test('lives in the account of the pipeline that owns the resource', async () => {
    const namespace = await freshNamespace();
    await start(namespace);
    const pipeline = await client.create(DATA_PIPELINE, {
      apiVersion: API_VERSION,
      kind: DATA_PIPELINE.kind,
      metadata: { name: 'lake', namespace },
      spec: { accountId: '210987654321', region: 'us-east-1' },
    });
    const owner = { apiVersion: API_VERSION, kind: DATA_PIPELINE.kind, name: 'lake', uid: pipeline.metadata.uid ?? '' };
    const key = manifest(KMS.Key, namespace, 'key', { region: 'us-east-1' });
    await apply(KMS.Key, { ...key, metadata: { ...key.metadata, ownerReferences: [owner] } });
    const live = await ready(KMS.Key, namespace, 'key');
    expect(readResource(live).status.atProvider).toMatchObject({ arn: expect.stringContaining(':210987654321:key/') });
  });

  test.each([
    ['ClusterProviderConfig', 'missing', 'ClusterProviderConfig.aws.m.upbound.io "missing" not found'],
    ['ProviderConfig', 'default', 'ProviderConfig.aws.m.upbound.io "default" not found'],
  ])('cannot connect by a %s %s that does not exist', async (kind, name, reason) => {
    const namespace = await freshNamespace();
    const { aws } = await start(namespace);
    const spec = { providerConfigRef: { kind, name } };
    await apply(KMS.Key, manifest(KMS.Key, namespace, 'key', { region: 'us-east-1' }, spec));
    await eventually(async () => (await conditions(KMS.Key, namespace, 'key')).Synced?.message?.endsWith(reason), {
      what: 'the failure to connect',
    });
    expect((await conditions(KMS.Key, namespace, 'key')).Synced?.message).toMatch(/^connect failed: /);
    expect(aws.list()).toEqual([]);
  });

  test('connects as soon as the configuration is there', async () => {
    const namespace = await freshNamespace();
    await start(namespace, undefined, { backoff: { baseMs: 600_000, maxMs: 600_000, jitter: 0 } });
    const config = { kind: 'ProviderConfig', name: 'own' };
    await apply(KMS.Key, manifest(KMS.Key, namespace, 'key', { region: 'us-east-1' }, { providerConfigRef: config }));
    await eventually(async () => (await conditions(KMS.Key, namespace, 'key')).Synced?.status === 'False', {
      what: 'the failure to connect',
    });
    const kind = { group: 'aws.m.upbound.io', version: 'v1beta1', kind: config.kind, plural: 'providerconfigs' };
    await client.create(
      { ...kind, namespaced: true },
      {
        apiVersion: `${kind.group}/${kind.version}`,
        kind: kind.kind,
        metadata: { name: config.name, namespace },
        spec: { credentials: { source: 'None' } },
      },
    );
    await ready(KMS.Key, namespace, 'key');
  });

  test('cannot read or connect when told so, and goes on afterwards', async () => {
    const namespace = await freshNamespace();
    const { aws } = await start(namespace);
    const target = { namespace, kind: KMS.Key };
    const message = 'cannot get referenced ProviderConfig: ClusterProviderConfig.aws.m.upbound.io "default" not found';
    const reconnect = aws.faults.inject({ target, fault: { type: 'Disconnected', message } });
    await apply(KMS.Key, manifest(KMS.Key, namespace, 'key', { region: 'us-east-1' }));
    await eventually(
      async () => (await conditions(KMS.Key, namespace, 'key')).Synced?.message === `connect failed: ${message}`,
      { what: 'the failure to connect' },
    );
    aws.faults.inject({ target, fault: { type: 'Unreadable', message: 'throttled' }, times: 1 });
    reconnect();
    await ready(KMS.Key, namespace, 'key');
  });
});
