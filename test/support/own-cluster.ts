/**
 * The whole operator at work in a control plane of its own, seeing all namespaces: for what concerns the cluster and not one
 * pipeline (grants, definitions, admission, namespaces that go). The simulated provider runs beside it.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OPERATOR_NAME, OPERATOR_NAMESPACE } from '../../charts/operator/names.ts';
import { createKubeClient, type HttpKubeClient } from '../../controller/kube/client.ts';
import type { RequestReport } from '../../controller/kube/transport.ts';
import { createOperator } from '../../controller/operator.ts';
import { systemClock } from '../../controller/runtime/clock.ts';
import { silentLog } from '../../controller/runtime/log.ts';
import { type ControlPlane, startControlPlane } from '../../controlplane/control-plane.ts';
import { installCrds, repositoryCrds } from '../../controlplane/crds.ts';
import { applyAsAdmin, DEFAULT_PROVIDER_CONFIG, readObjects } from '../../controlplane/demo/cluster-objects.ts';
import { type Access, toConnection } from '../../controlplane/http.ts';
import { SimulatedAws } from '../../controlplane/provider/aws.ts';
import { testLatency } from '../../controlplane/provider/latency.ts';
import { SimulatedProvider } from '../../controlplane/provider/simulated-provider.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { API_VERSION, DATA_PIPELINE, KIND } from '../../crds/identifiers.ts';
import type { Json, KubeObject } from '../../crds/kubernetes.ts';
import { eventually } from './eventually.ts';

export const MANIFESTS = join(import.meta.dirname, '../../manifests');

/** Of audit.k8s.io/v1 what tests read. */
export interface AuditEvent {
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly objectRef?: {
    readonly apiGroup?: string;
    readonly resource?: string;
    readonly subresource?: string;
    readonly name?: string;
  };
  readonly responseStatus?: { readonly code?: number };
}

export interface OwnClusterOptions {
  /** Write down who asks for what. */
  readonly audited?: boolean;
  /** Definitions to leave out, by name. */
  readonly missing?: readonly string[];
  /** Of manifests/, what is installed. Default install.yaml. */
  readonly install?: string;
  /** Namespaces that have to be there before. */
  readonly namespaces?: readonly string[];
}

export interface StartOptions {
  /** Only while it holds the lease of the install. */
  readonly leading?: boolean;
  readonly metricsPort?: number;
  readonly watchNamespace?: string;
}

export class OwnCluster {
  readonly aws = new SimulatedAws(() => systemClock.now());
  /** Every request of the operator. */
  readonly requests: RequestReport[] = [];
  readonly #controlPlane: ControlPlane;
  readonly client: HttpKubeClient;
  #provider: SimulatedProvider | undefined;
  #operator: { readonly stop: AbortController; readonly ended: Promise<unknown> } | undefined;

  private constructor(controlPlane: ControlPlane) {
    this.#controlPlane = controlPlane;
    this.client = createKubeClient(toConnection(controlPlane.admin), { clock: systemClock });
  }

  /** With definitions, install and a ClusterProviderConfig "default"; neither operator nor provider run yet. */
  static async open(options: OwnClusterOptions = {}): Promise<OwnCluster> {
    const { audited = false, missing = [], install = 'install.yaml', namespaces = [] } = options;
    const controlPlane = await startControlPlane({ audited });
    const crds = await repositoryCrds();
    await installCrds(
      controlPlane.admin,
      crds.filter(({ name }) => !missing.includes(name)),
    );
    const self = new OwnCluster(controlPlane);
    for (const name of namespaces) await self.namespace(name);
    for (const object of await readObjects(join(MANIFESTS, install)))
      if (object.kind !== 'Deployment') await self.admin(object);
    await self.admin(DEFAULT_PROVIDER_CONFIG);
    return self;
  }

  async close(): Promise<void> {
    await this.stopOperator();
    await this.#provider?.stop();
    await this.client.close();
    await this.#controlPlane.stop();
  }

  async startProvider(): Promise<void> {
    this.#provider = new SimulatedProvider({
      client: this.client,
      aws: this.aws,
      clock: systemClock,
      log: silentLog,
      latency: testLatency(systemClock),
      backoff: { baseMs: 50, maxMs: 500, jitter: 0 },
    });
    await this.#provider.start();
  }

  /** As whom the operator works in the install. */
  async operatorAccess(): Promise<Access> {
    return await this.#controlPlane.asServiceAccount(OPERATOR_NAMESPACE, OPERATOR_NAME);
  }

  async startOperator(options: StartOptions = {}): Promise<void> {
    const { leading = false, metricsPort, watchNamespace } = options;
    const operator = createOperator({
      connection: toConnection(await this.operatorAccess()),
      clock: systemClock,
      log: silentLog,
      identity: 'test',
      ...(watchNamespace !== undefined && { watchNamespace }),
      ...(metricsPort !== undefined && { metrics: { host: '127.0.0.1', port: metricsPort } }),
      ...(leading && { lease: { namespace: OPERATOR_NAMESPACE, name: OPERATOR_NAME } }),
      concurrency: 4,
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

  /** Writes of the operator to managed resources. */
  get managedWrites(): readonly RequestReport[] {
    return this.requests.filter(({ method, kind }) => method !== 'GET' && kind !== 'Event' && kind !== KIND);
  }

  /** Everything that was asked of the API server, when that is written down. */
  async audit(): Promise<readonly AuditEvent[]> {
    const text = await readFile(this.#controlPlane.logFiles.audit, 'utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as AuditEvent);
  }

  async kubectl(...args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)('kubectl', [
      '--kubeconfig',
      this.#controlPlane.kubeconfigPath,
      ...args,
    ]);
    return stdout;
  }

  async admin(object: KubeObject): Promise<KubeObject> {
    return await applyAsAdmin(this.client, object);
  }

  async namespace(name: string, labels: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.admin({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  }

  /** One zone, unless `spec` says otherwise. The namespace must exist. */
  async apply(
    namespace: string,
    name: string,
    spec: Readonly<Record<string, Json>> = {},
    annotations: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const whole = { accountId: '123456789012', region: 'us-east-1', zones: [{ name: 'raw' }], ...spec };
    await this.admin({
      apiVersion: API_VERSION,
      kind: KIND,
      metadata: { name, namespace, annotations },
      spec: whole,
    });
  }

  async pipeline(namespace: string, name: string): Promise<DataPipeline | undefined> {
    return (await this.client.get(DATA_PIPELINE, namespace, name)) as DataPipeline | undefined;
  }

  /** The condition of that type once it is True, and has that reason when one is given. */
  async until(
    namespace: string,
    name: string,
    type: string,
    reason?: string,
  ): Promise<{ readonly reason: string; readonly message: string }> {
    return await eventually(
      async () => {
        const pipeline = await this.pipeline(namespace, name);
        const found = pipeline?.status?.conditions?.find((condition) => condition.type === type);
        if (found?.status === 'True' && (reason === undefined || found.reason === reason)) return found;
        throw new Error(JSON.stringify(pipeline?.status?.summary));
      },
      { what: `${namespace}/${name} to be ${type} ${reason ?? ''}`, timeoutMs: 60_000 },
    );
  }

  async isGone(namespace: string, name: string): Promise<void> {
    await eventually(
      async () => {
        const pipeline = await this.pipeline(namespace, name);
        if (pipeline === undefined) return true;
        throw new Error(JSON.stringify(pipeline.status?.summary));
      },
      { what: `${namespace}/${name} to be gone`, timeoutMs: 60_000 },
    );
  }
}
