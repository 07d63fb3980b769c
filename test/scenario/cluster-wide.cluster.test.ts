/**
 * What only shows with an operator that sees the whole cluster, or with CRDs that come and go: these tests have a control
 * plane of their own, because the run's is shared.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKubeClient, type HttpKubeClient } from '../../controller/kube/client.ts';
import { createOperator } from '../../controller/operator.ts';
import { systemClock } from '../../controller/runtime/clock.ts';
import { silentLog } from '../../controller/runtime/log.ts';
import { type ControlPlane, startControlPlane } from '../../controlplane/control-plane.ts';
import { type Crd, installCrds, repositoryCrds } from '../../controlplane/crds.ts';
import { applyAsAdmin, readObjects } from '../../controlplane/demo/cluster-objects.ts';
import { toConnection } from '../../controlplane/http.ts';
import { SimulatedAws } from '../../controlplane/provider/aws.ts';
import { testLatency } from '../../controlplane/provider/latency.ts';
import { SimulatedProvider } from '../../controlplane/provider/simulated-provider.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { API_VERSION, DATA_PIPELINE, KIND } from '../../crds/identifiers.ts';
import type { Json } from '../../crds/kubernetes.ts';
import { eventually } from '../support/eventually.ts';

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
  const until = async (namespace: string, name: string, type: string): Promise<DataPipeline> =>
    await eventually(
      async () => {
        const pipeline = await get(namespace, name);
        const found = pipeline?.status?.conditions?.find((condition) => condition.type === type);
        if (found?.status === 'True') return pipeline;
        throw new Error(JSON.stringify(pipeline?.status?.summary));
      },
      { what: `${namespace}/${name} to be ${type}`, timeoutMs: 60_000 },
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
});
