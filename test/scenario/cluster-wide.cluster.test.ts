/**
 * What only shows with an operator that sees the whole cluster, or with CRDs that come and go: these tests have a control
 * plane of their own, because the run's is shared.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MANAGED_KINDS } from '../../charts/kinds/all.ts';
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { KMS } from '../../charts/kinds/kms.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import { SQS } from '../../charts/kinds/sqs.ts';
import { createKubeClient, type HttpKubeClient } from '../../controller/kube/client.ts';
import { createOperator } from '../../controller/operator.ts';
import { sleep, systemClock } from '../../controller/runtime/clock.ts';
import { silentLog } from '../../controller/runtime/log.ts';
import { type ControlPlane, startControlPlane } from '../../controlplane/control-plane.ts';
import { type Crd, installCrds, repositoryCrds } from '../../controlplane/crds.ts';
import { applyAsAdmin, DEFAULT_PROVIDER_CONFIG, readObjects } from '../../controlplane/demo/cluster-objects.ts';
import { toConnection } from '../../controlplane/http.ts';
import { SimulatedAws } from '../../controlplane/provider/aws.ts';
import { testLatency } from '../../controlplane/provider/latency.ts';
import { SimulatedProvider } from '../../controlplane/provider/simulated-provider.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { ANNOTATION, API_VERSION, DATA_PIPELINE, KIND, LABEL } from '../../crds/identifiers.ts';
import type { Json, KubeObject } from '../../crds/kubernetes.ts';
import { eventually } from '../support/eventually.ts';

const CRD = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
} as const;

describe('cluster-wide', () => {
  let controlPlane: ControlPlane;
  let client: HttpKubeClient;
  let glue: readonly Crd[];
  const aws = new SimulatedAws(() => systemClock.now());
  const stop = new AbortController();
  const undo: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    controlPlane = await startControlPlane();
    undo.push(() => controlPlane.stop());
    const crds = await repositoryCrds();
    glue = crds.filter(({ name }) => name.endsWith('.glue.aws.m.upbound.io'));
    await installCrds(
      controlPlane.admin,
      crds.filter((crd) => !glue.includes(crd)),
    );
    client = createKubeClient(toConnection(controlPlane.admin), { clock: systemClock });
    undo.push(() => client.close());
    for (const object of await readObjects('manifests/install.yaml'))
      if (object.kind !== 'Deployment') await applyAsAdmin(client, object);
    await applyAsAdmin(client, DEFAULT_PROVIDER_CONFIG);
    const backoff = { baseMs: 50, maxMs: 500, jitter: 0 };
    const provider = new SimulatedProvider({
      client,
      aws,
      clock: systemClock,
      log: silentLog,
      latency: testLatency(systemClock),
      backoff,
    });
    await provider.start();
    undo.push(() => provider.stop());
    const access = await controlPlane.asServiceAccount('datapipelines-system', 'datapipeline-operator');
    const operator = createOperator({
      connection: toConnection(access),
      clock: systemClock,
      log: silentLog,
      identity: 'test',
      concurrency: 4,
    });
    const ended = operator.run(stop.signal);
    undo.push(async () => {
      stop.abort();
      await ended;
    });
  }, 120_000);
  afterAll(async () => {
    for (const step of undo.reverse()) await step();
  }, 60_000);

  const get = async (namespace: string, name: string): Promise<DataPipeline | undefined> =>
    (await client.get(DATA_PIPELINE, namespace, name)) as DataPipeline | undefined;
  const apply = async (namespace: string, name: string, spec: Record<string, Json> = {}): Promise<void> => {
    await applyAsAdmin(client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const whole = { accountId: '123456789012', region: 'us-east-1', zones: [{ name: 'raw' }], ...spec };
    await applyAsAdmin(client, { apiVersion: API_VERSION, kind: KIND, metadata: { name, namespace }, spec: whole });
  };
  const until = async (namespace: string, name: string, type: string, timeoutMs = 60_000): Promise<DataPipeline> =>
    await eventually(
      async () => {
        const pipeline = await get(namespace, name);
        const found = pipeline?.status?.conditions?.find((condition) => condition.type === type);
        if (found?.status === 'True') return pipeline;
        const kms = await Promise.all(
          [KMS.Key, KMS.Alias].map((kind) => client.list(kind, { namespace }).catch(String)),
        );
        throw new Error(JSON.stringify([pipeline?.status, kms], undefined, 1));
      },
      { what: `${namespace}/${name} to be ${type}`, timeoutMs },
    );

  test('a missing provider package is named, the rest goes on, and its arrival heals the pipeline', async () => {
    await apply('data', 'lake');
    const waiting = await eventually(
      async () => {
        const pipeline = await get('data', 'lake');
        const { desired = 0, ready = 0, waiting: left = 0, failed = 0 } = pipeline?.status?.resources ?? {};
        return failed > 0 && ready + left + failed === desired && ready > 10 ? pipeline : undefined;
      },
      { what: 'all but Glue to be ready', timeoutMs: 60_000 },
    );
    expect(waiting.status?.problems).toEqual([
      expect.objectContaining({ reason: 'KindMissing', message: expect.stringContaining('install provider-aws-glue') }),
    ]);
    expect(waiting.status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
      reason: 'DependencyNotReady',
    });
    await installCrds(controlPlane.admin, glue);
    await until('data', 'lake', 'Ready');
  }, 180_000);

  test('of two pipelines that want one AWS name the later one stalls, and goes on when the first is gone', async () => {
    await apply('team-a', 'shop');
    await until('team-a', 'shop', 'Ready');
    await apply('team', 'a-shop');
    const stalled = await until('team', 'a-shop', 'Stalled');
    expect(stalled.status?.conditions?.find(({ type }) => type === 'Stalled')).toMatchObject({
      reason: 'NameConflict',
      message: expect.stringContaining('belongs to the older DataPipeline team-a/shop'),
    });
    await client.delete(DATA_PIPELINE, 'team-a', 'shop');
    // Its bucket was kept, so what follows is the next, equally clear refusal: it belongs to somebody who is gone.
    const next = await eventually(
      async () => {
        const reason = (await get('team', 'a-shop'))?.status?.conditions?.find(
          ({ type }) => type === 'Stalled',
        )?.reason;
        return reason === 'NameConflict' ? undefined : reason;
      },
      { what: 'the name conflict to end', timeoutMs: 60_000 },
    );
    expect(next).toBe('ForeignObject');
  }, 180_000);

  test('in a namespace that is being deleted, the pipeline says why it cannot go on', async () => {
    await applyAsAdmin(client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'going' } });
    const whole = { accountId: '123456789012', region: 'us-east-1', zones: [{ name: 'raw' }], suspend: 'All' };
    await applyAsAdmin(client, {
      apiVersion: API_VERSION,
      kind: KIND,
      metadata: { name: 'late', namespace: 'going' },
      spec: whole,
    });
    await client.delete(
      { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false },
      undefined,
      'going',
    );
    await applyAsAdmin(client, {
      apiVersion: API_VERSION,
      kind: KIND,
      metadata: { name: 'late', namespace: 'going' },
      spec: { ...whole, suspend: 'None' },
    });
    const pipeline = await eventually(
      async () => {
        const now = await get('going', 'late');
        return now?.status?.problems === undefined ? undefined : now;
      },
      { what: 'the problem to be told', timeoutMs: 30_000 },
    );
    expect(pipeline.status?.problems?.[0]).toMatchObject({ reason: 'NamespaceTerminating' });
    await client.delete(DATA_PIPELINE, 'going', 'late');
    await eventually(async () => (await get('going', 'late')) === undefined, {
      what: 'the pipeline to go',
      timeoutMs: 30_000,
    });
  }, 90_000);

  test('a kind that is not served any more keeps a deletion waiting as long as its CRD is there', async () => {
    const serve = async (served: boolean): Promise<void> => {
      const name = 'streams.kinesis.aws.m.upbound.io';
      const crd = await client.get(CRD, undefined, name);
      const { versions = [] } = (crd?.spec ?? {}) as { versions?: readonly Record<string, Json>[] };
      await client.mergePatch(CRD, undefined, name, {
        spec: { versions: versions.map((version) => ({ ...version, served })) },
      });
    };
    await apply('hidden', 'lake', { streams: [{ name: 'main' }] });
    await until('hidden', 'lake', 'Ready');
    await serve(false);
    await eventually(
      async () => (await get('hidden', 'lake'))?.status?.problems?.some(({ reason }) => reason === 'KindMissing'),
      { what: 'the kind to be missed', timeoutMs: 60_000 },
    );
    await client.delete(DATA_PIPELINE, 'hidden', 'lake');
    const told = await eventually(
      async () => {
        const message = (await get('hidden', 'lake'))?.status?.conditions?.find(
          ({ type }) => type === 'Ready',
        )?.message;
        return message?.includes('does not serve v1beta1') ? message : undefined;
      },
      { what: 'the deletion to say what it waits for', timeoutMs: 30_000 },
    );
    expect(told).toContain('the CRD streams.kinesis.aws.m.upbound.io is there');
    await serve(true);
    await eventually(async () => (await get('hidden', 'lake')) === undefined, {
      what: 'the pipeline to go',
      timeoutMs: 60_000,
    });
    expect((await client.list(KINESIS.Stream, { namespace: 'hidden' })).items).toEqual([]);
  }, 180_000);

  test('the CRDs of kms, deleted and applied again, cost no pipeline its key', async () => {
    await apply('kms-a', 'lake');
    await apply('kms-b', 'lake');
    const keyArns = async (): Promise<(string | undefined)[]> => [
      // Watches of a kind that was away come back within half a minute, the provider's and ours.
      (await until('kms-a', 'lake', 'Ready', 240_000)).status?.keyArn,
      (await until('kms-b', 'lake', 'Ready', 240_000)).status?.keyArn,
    ];
    const before = await keyArns();
    const made = aws.list({ type: 'kms.Key' }).length;
    const kms = (await repositoryCrds()).filter(({ name }) => name.endsWith('.kms.aws.m.upbound.io'));
    for (const { name } of kms) await client.delete(CRD, undefined, name);
    await eventually(
      async () => {
        const left = await Promise.all(kms.map(({ name }) => client.get(CRD, undefined, name)));
        return left.every((crd) => crd === undefined);
      },
      { what: 'the CRDs to go', timeoutMs: 60_000 },
    );
    await eventually(
      async () => (await get('kms-b', 'lake'))?.status?.problems?.some(({ reason }) => reason === 'KindMissing'),
      { what: 'the kinds to be missed', timeoutMs: 60_000 },
    );
    await installCrds(controlPlane.admin, kms);
    await eventually(async () => (await client.get(KMS.Key, 'kms-a', 'lake')) !== undefined, {
      what: 'the key to be back',
      timeoutMs: 60_000,
    });
    expect(await keyArns()).toEqual(before);
    expect(aws.list({ type: 'kms.Key' }).length).toBe(made);
  }, 700_000);

  describe('what bears the marks of a pipeline without being its own', () => {
    const copyOf = ({ metadata, apiVersion, kind, spec }: KubeObject, namespace: string): KubeObject => {
      const { name, labels, annotations, ownerReferences } = metadata;
      return {
        apiVersion,
        kind,
        metadata: {
          name,
          namespace,
          ...(labels !== undefined && { labels }),
          ...(annotations !== undefined && { annotations }),
          ...(ownerReferences !== undefined && { ownerReferences }),
        },
        spec,
      };
    };
    const managedIn = async (namespace: string): Promise<{ kind: ManagedKind; object: KubeObject }[]> => {
      const lists = await Promise.all(
        MANAGED_KINDS.map(async (kind) =>
          (await client.list(kind, { namespace })).items.map((object) => ({ kind, object })),
        ),
      );
      return lists.flat();
    };
    const wake = async (namespace: string, name: string): Promise<void> => {
      await client.mergePatch(DATA_PIPELINE, namespace, name, {
        metadata: { annotations: { [ANNOTATION.reconcileAt]: `${systemClock.now()}` } },
      });
    };
    const observedKeyOf = async (namespace: string): Promise<string | undefined> => {
      const key = await client.get(KMS.Key, namespace, 'lake');
      return (key?.status as { atProvider?: { arn?: string } } | undefined)?.atProvider?.arn;
    };

    test('a key of the same name elsewhere, labelled and owned as the victim, gives the victim nothing', async () => {
      await apply('victim', 'lake');
      const { status, metadata } = await until('victim', 'lake', 'Ready');
      const key = await client.get(KMS.Key, 'victim', 'lake');
      if (key === undefined) throw new Error('there is no key');
      await applyAsAdmin(client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'stranger' } });
      const { annotations: _, ...marks } = copyOf(key, 'stranger').metadata;
      await client.create(KMS.Key, { ...copyOf(key, 'stranger'), metadata: marks });
      const strange = await eventually(() => observedKeyOf('stranger'), { what: "the stranger's key to be made" });
      expect(strange).not.toBe(status?.keyArn);

      const encryption = async (): Promise<string> =>
        JSON.stringify((await client.list(S3.BucketServerSideEncryptionConfiguration, { namespace: 'victim' })).items);
      await wake('victim', 'lake');
      await until('victim', 'lake', 'Ready');
      expect(await encryption()).toContain(status?.keyArn);
      expect(await encryption()).not.toContain(strange);

      await client.delete(KMS.Key, 'stranger', 'lake');
      await eventually(async () => (await client.get(KMS.Key, 'stranger', 'lake')) === undefined, {
        what: "the stranger's key to go",
      });
      await wake('victim', 'lake');
      const after = await until('victim', 'lake', 'Ready');
      expect([after.status?.keyArn, after.metadata.uid]).toEqual([status?.keyArn, metadata.uid]);
    }, 120_000);

    test('a queue that only bears the label is not removed, and neither is its AWS queue', async () => {
      const uid = (await get('victim', 'lake'))?.metadata.uid ?? '';
      const queue = (namespace: string): KubeObject => ({
        apiVersion: 'sqs.aws.m.upbound.io/v1beta1',
        kind: 'Queue',
        metadata: { name: 'theirs', namespace, labels: { [LABEL.uid]: uid, [LABEL.pipeline]: 'lake' } },
        spec: { forProvider: { region: 'us-east-1', name: `theirs-of-${namespace}` } },
      });
      for (const namespace of ['victim', 'stranger']) await client.create(SQS.Queue, queue(namespace));
      await eventually(() => aws.list({ type: 'sqs.Queue' }).length === 2, { what: 'both queues to be made' });
      await wake('victim', 'lake');
      await sleep(systemClock, 1_000);
      await until('victim', 'lake', 'Ready');
      for (const namespace of ['victim', 'stranger'])
        expect((await client.get(SQS.Queue, namespace, 'theirs'))?.metadata.deletionTimestamp).toBeUndefined();
    }, 60_000);

    test('a mark that somebody takes off is put back, and what bears one alone is in the way', async () => {
      const bucket = async (): Promise<KubeObject['metadata'] | undefined> =>
        (await client.get(S3.Bucket, 'victim', 'lake-raw'))?.metadata;
      const uid = (await get('victim', 'lake'))?.metadata.uid;
      for (const metadata of [{ labels: null }, { ownerReferences: null }]) {
        await client.mergePatch(S3.Bucket, 'victim', 'lake-raw', { metadata });
        await eventually(
          async () =>
            (await bucket())?.labels?.[LABEL.uid] === uid && (await bucket())?.ownerReferences?.[0]?.uid === uid,
          { what: `${Object.keys(metadata)[0]} to be put back` },
        );
      }
      await until('victim', 'lake', 'Ready');
      // Without both, nothing but its name says whose it is.
      await client.mergePatch(S3.Bucket, 'victim', 'lake-raw', {
        metadata: { labels: null, ownerReferences: null, managedFields: [{}] },
      });
      const stalled = await until('victim', 'lake', 'Stalled');
      expect(stalled.status?.conditions?.find(({ type }) => type === 'Stalled')).toMatchObject({
        reason: 'NameConflict',
        message: expect.stringContaining('Bucket victim/lake-raw (zones/raw) already exists and'),
      });
      // An object that stood in the way and goes wakes whoever waits for its name.
      await client.delete(S3.Bucket, 'victim', 'lake-raw');
      await until('victim', 'lake', 'Ready');
    }, 120_000);

    test('copies that a restore made come and go; the pipeline leaves only when its own are gone', async () => {
      await apply('home', 'lake');
      await until('home', 'lake', 'Ready');
      const own = await managedIn('home');
      await applyAsAdmin(client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'restored' } });
      for (const { kind, object } of own) await client.create(kind, copyOf(object, 'restored'));
      const copies = await managedIn('restored');
      expect(copies.length).toBe(own.length);
      for (const { kind, object } of copies) {
        const released = { spec: { managementPolicies: ['Observe'] } };
        await client.mergePatch(kind, 'restored', object.metadata.name, released);
        await client.delete(kind, 'restored', object.metadata.name);
      }
      await eventually(async () => (await managedIn('restored')).length === 0, {
        what: 'the copies to go',
        timeoutMs: 30_000,
      });
      await until('home', 'lake', 'Ready');
      await client.delete(DATA_PIPELINE, 'home', 'lake');
      await eventually(async () => (await get('home', 'lake')) === undefined, {
        what: 'the pipeline to go',
        timeoutMs: 60_000,
      });
      expect((await managedIn('home')).map(({ object }) => object.metadata.name)).toEqual([]);
    }, 180_000);
  });
});
