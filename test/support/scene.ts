/**
 * The whole operator at work in one namespace of the run's API server: the operator in this process under its shipped
 * RBAC, the simulated provider beside it, an AWS of its own. What happens in one scene is not seen in another.
 */
import { join } from 'node:path';
import { MANAGED_KINDS } from '../../charts/kinds/all.ts';
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import { OPERATOR_NAME, OPERATOR_NAMESPACE } from '../../charts/operator/names.ts';
import type { HttpKubeClient } from '../../controller/kube/client.ts';
import type { RequestReport } from '../../controller/kube/transport.ts';
import { createOperator } from '../../controller/operator.ts';
import { systemClock } from '../../controller/runtime/clock.ts';
import { createLog, logLevels, silentLog } from '../../controller/runtime/log.ts';
import { applyAsAdmin, DEFAULT_PROVIDER_CONFIG, readObjects } from '../../controlplane/demo/cluster-objects.ts';
import { toConnection } from '../../controlplane/http.ts';
import { SimulatedAws } from '../../controlplane/provider/aws.ts';
import { type Latency, testLatency } from '../../controlplane/provider/latency.ts';
import { SimulatedProvider } from '../../controlplane/provider/simulated-provider.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { API_VERSION, DATA_PIPELINE, KIND, LABEL } from '../../crds/identifiers.ts';
import type { Json, KubeObject } from '../../crds/kubernetes.ts';
import type { TestCluster } from './cluster.ts';
import { eventually } from './eventually.ts';

const INSTALL = join(import.meta.dirname, '../../manifests/install.yaml');
const OPERATOR = { namespace: OPERATOR_NAMESPACE, name: OPERATOR_NAME };
const ACCOUNT = { accountId: '123456789012', region: 'us-east-1' };

/** DATAPIPELINE_TEST_LOG=info shows what the operator says while a scene plays. */
const LOG = createLog({ level: logLevels.find((level) => level === process.env.DATAPIPELINE_TEST_LOG) ?? 'silent' });

export type Spec = { readonly [field: string]: Json };

export class Scene {
  readonly namespace: string;
  readonly aws = new SimulatedAws(() => systemClock.now());
  /** Every request of the operator since the scene began, or since `forgetRequests`. */
  readonly requests: RequestReport[] = [];
  readonly #cluster: TestCluster;
  readonly #latency: Latency;
  #provider: SimulatedProvider | undefined;
  #operator: { readonly stop: AbortController; readonly ended: Promise<unknown> } | undefined;

  /** Use `openScene`. */
  constructor(cluster: TestCluster, namespace: string, latency: Latency) {
    this.#cluster = cluster;
    this.namespace = namespace;
    this.#latency = latency;
  }

  get client(): HttpKubeClient {
    return this.#cluster.client;
  }

  get provider(): SimulatedProvider {
    if (this.#provider === undefined) throw new Error('the provider does not run');
    return this.#provider;
  }

  async startProvider(): Promise<void> {
    this.#provider = new SimulatedProvider({
      client: this.#cluster.connect(),
      aws: this.aws,
      clock: systemClock,
      log: silentLog,
      latency: this.#latency,
      backoff: { baseMs: 50, maxMs: 500, jitter: 0 },
      watches: (namespace) => namespace === this.namespace,
    });
    await this.#provider.start();
  }

  async stopProvider(): Promise<void> {
    await this.#provider?.stop();
    this.#provider = undefined;
  }

  async startOperator(): Promise<void> {
    const access = await this.#cluster.asServiceAccount(OPERATOR.namespace, OPERATOR.name);
    const operator = createOperator({
      connection: toConnection(access),
      clock: systemClock,
      log: LOG,
      identity: 'scene',
      concurrency: 4,
      watchNamespace: this.namespace,
      onRequest: (report) => this.requests.push(report),
    });
    const stop = new AbortController();
    this.#operator = { stop, ended: operator.run(stop.signal) };
  }

  async stopOperator(): Promise<void> {
    this.#operator?.stop.abort();
    await this.#operator?.ended;
    this.#operator = undefined;
  }

  async close(): Promise<void> {
    await this.stopOperator();
    await this.stopProvider();
  }

  forgetRequests(): void {
    this.requests.length = 0;
  }

  /** What the operator wrote: every request that is not a read. Events are for people and come on their own time. */
  get writes(): readonly RequestReport[] {
    return this.requests.filter(({ method, kind }) => method !== 'GET' && kind !== 'Event');
  }

  /** Writes of the operator to managed resources. */
  get managedWrites(): readonly RequestReport[] {
    return this.writes.filter(({ kind }) => kind !== KIND);
  }

  /** As a user would: server-side apply of account, region and `spec`. */
  async apply(name: string, spec: Spec = {}, annotations: Record<string, string> = {}): Promise<DataPipeline> {
    const object: KubeObject = {
      apiVersion: API_VERSION,
      kind: KIND,
      metadata: { name, namespace: this.namespace, annotations },
      spec: { ...ACCOUNT, ...spec },
    };
    return (await this.client.apply(DATA_PIPELINE, object, { fieldManager: 'user', force: true })) as DataPipeline;
  }

  async pipeline(name: string): Promise<DataPipeline | undefined> {
    return (await this.client.get(DATA_PIPELINE, this.namespace, name)) as DataPipeline | undefined;
  }

  async delete(name: string): Promise<void> {
    await this.client.delete(DATA_PIPELINE, this.namespace, name);
  }

  condition(
    pipeline: DataPipeline | undefined,
    type: string,
  ): { status: string; reason: string; message: string } | undefined {
    return pipeline?.status?.conditions?.find((condition) => condition.type === type);
  }

  /** Ready for this generation. */
  async becomesReady(name: string, timeoutMs = 60_000): Promise<DataPipeline> {
    return await this.#reaches(name, 'Ready', timeoutMs);
  }

  async stalls(name: string, timeoutMs = 30_000): Promise<DataPipeline> {
    return await this.#reaches(name, 'Stalled', timeoutMs);
  }

  async #reaches(name: string, type: string, timeoutMs: number): Promise<DataPipeline> {
    return await eventually(
      async () => {
        const pipeline = await this.pipeline(name);
        const current = pipeline?.status?.observedGeneration === pipeline?.metadata.generation;
        if (current && this.condition(pipeline, type)?.status === 'True') return pipeline;
        throw new Error(JSON.stringify({ summary: pipeline?.status?.summary, problems: pipeline?.status?.problems }));
      },
      { what: `${name} to be ${type}`, timeoutMs },
    );
  }

  async isGone(name: string, timeoutMs = 60_000): Promise<void> {
    await eventually(
      async () => {
        const pipeline = await this.pipeline(name);
        if (pipeline === undefined) return true;
        throw new Error(JSON.stringify({ summary: pipeline.status?.summary, problems: pipeline.status?.problems }));
      },
      { what: `${name} to be gone`, timeoutMs },
    );
  }

  async managed(kind: ManagedKind, name: string): Promise<KubeObject | undefined> {
    return await this.client.get(kind, this.namespace, name);
  }

  /** spec.forProvider of the only managed resource of a kind, or of the one of that name. */
  async forProvider(kind: ManagedKind, name?: string): Promise<Readonly<Record<string, Json>>> {
    const { items } = await this.client.list(kind, { namespace: this.namespace });
    const found = items.find(({ metadata }) => name === undefined || metadata.name === name);
    if (found === undefined) throw new Error(`there is no ${kind.kind} ${name ?? ''}`);
    return (found.spec as { forProvider: Readonly<Record<string, Json>> }).forProvider;
  }

  /** All managed resources of the namespace. */
  async allManaged(): Promise<KubeObject[]> {
    const lists = await Promise.all(
      MANAGED_KINDS.map((kind) => this.client.list(kind, { namespace: this.namespace, labelSelector: LABEL.uid })),
    );
    return lists.flatMap(({ items }) => items);
  }

  /** Waits until the operator has had nothing to do for a while: it wrote nothing for `quietMs`. */
  async settles(quietMs = 1_000): Promise<void> {
    let seen = -1;
    let since = systemClock.now();
    await eventually(
      () => {
        if (this.writes.length !== seen) {
          seen = this.writes.length;
          since = systemClock.now();
        }
        return systemClock.now() - since >= quietMs;
      },
      { what: 'the operator to come to rest', timeoutMs: 30_000 },
    );
  }
}

export interface SceneOptions {
  readonly latency?: Latency;
  /** @default true */
  readonly operator?: boolean;
  /** @default true */
  readonly provider?: boolean;
}

export async function openScene(cluster: TestCluster, options: SceneOptions = {}): Promise<Scene> {
  for (const object of await readObjects(INSTALL))
    if (object.kind !== 'Deployment') await applyAsAdmin(cluster.client, object);
  await applyAsAdmin(cluster.client, DEFAULT_PROVIDER_CONFIG);
  const scene = new Scene(cluster, await cluster.freshNamespace(), options.latency ?? testLatency(systemClock));
  if (options.provider !== false) await scene.startProvider();
  if (options.operator !== false) await scene.startOperator();
  return scene;
}
