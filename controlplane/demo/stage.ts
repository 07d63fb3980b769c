/**
 * Everything the demo needs to be true before a pipeline is applied: an API server with the provider's CRDs, the shipped
 * install (whose Deployment is played by a process of ours, since no kubelet runs), and somebody who plays AWS.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OPERATOR_NAME, OPERATOR_NAMESPACE } from '../../charts/operator/names.ts';
import { createKubeClient, type HttpKubeClient } from '../../controller/kube/client.ts';
import type { Connection } from '../../controller/kube/connection.ts';
import { loadConnection } from '../../controller/kube/load-connection.ts';
import { systemClock } from '../../controller/runtime/clock.ts';
import { toError } from '../../controller/runtime/errors.ts';
import { type ControlPlane, startControlPlane } from '../control-plane.ts';
import { installCrds, repositoryCrds } from '../crds.ts';
import { toConnection } from '../http.ts';
import { kubeconfig, kubeconfigOf } from '../kubeconfig.ts';
import { ownedDirectory, type Supervised, supervise } from '../supervise.ts';
import { Actor } from './actor.ts';
import { applyAsAdmin, ensureDefaultProviderConfig, readObjects } from './cluster-objects.ts';

const ROOT = join(import.meta.dirname, '../..');
const CRD = join(ROOT, 'manifests/crd.yaml');
const INSTALL = join(ROOT, 'manifests/install.yaml');
const OPERATOR = { namespace: OPERATOR_NAMESPACE, name: OPERATOR_NAME };

export interface DemoStage {
  readonly client: HttpKubeClient;
  /** Kubeconfig that the user's kubectl can go on with. */
  readonly kubeconfigPath: string;
  readonly logs: { readonly controller: string; readonly provider: string | undefined };
  /** What ended although it should run, with its last words; undefined while all is well. */
  trouble(): string | undefined;
  /** What the controller said last, and where the rest stands. */
  controllersWords(): string;
  /** Leaves the logs where they are, for whoever wants to know what went wrong. */
  keepLogs(): void;
  strike(): Promise<void>;
}

export interface StageOptions {
  /** Somebody's own cluster, with the provider's CRDs in it; undefined: a control plane of our own. */
  readonly kubeconfig: string | undefined;
  /** Play AWS also in somebody's own cluster. */
  readonly simulateProvider: boolean;
  readonly progress: (line: string) => void;
}

export async function setStage(options: StageOptions): Promise<DemoStage> {
  const undo: (() => Promise<unknown>)[] = [];
  const strike = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const directory = ownedDirectory(tmpdir(), 'datapipeline-demo-');
    undo.push(() => directory.remove());
    const file = (name: string): string => join(directory.path, name);
    const { connection, kubeconfigPath, operatorKubeconfig } = await openCluster(options, undo);
    const client = createKubeClient(connection, { clock: systemClock });
    undo.push(() => client.close());

    options.progress('installing manifests/crd.yaml and manifests/install.yaml');
    for (const object of [...(await readObjects(CRD)), ...(await readObjects(INSTALL))])
      if (object.kind !== 'Deployment') await applyAsAdmin(client, object);
    const simulated = options.kubeconfig === undefined || options.simulateProvider;
    if (simulated) await ensureDefaultProviderConfig(client);
    await writeFile(file('operator-kubeconfig'), await operatorKubeconfig(), { mode: 0o600 });

    // Beside the directory that goes with us: words of the dead must outlive us.
    const logs = await mkdtemp(join(tmpdir(), 'datapipeline-demo-logs-'));
    let keep = false;
    undo.push(async () => {
      if (!keep) await rm(logs, { recursive: true, force: true });
    });
    const launch = (what: string, restarts: boolean, args: readonly string[]): Actor => {
      const logFile = join(logs, `${what}.log`);
      const command = [process.execPath, '--import', 'tsx', ...args];
      const start = (): Supervised => supervise(command, { directory: ROOT, environment: process.env, logFile });
      const actor = new Actor({ what, restarts, logFile, clock: systemClock, start });
      undo.push(() => actor.kill());
      return actor;
    };
    const provider = simulated
      ? launch('provider', false, ['controlplane/provider/main.ts', '--kubeconfig', kubeconfigPath])
      : undefined;
    options.progress(`starting the controller as service account ${OPERATOR.namespace}/${OPERATOR.name}`);
    const ports = ['--health-port', '0', '--metrics-port', '0'];
    const operatorConfig = file('operator-kubeconfig');
    const controller = launch('controller', true, ['controller/main.ts', '--kubeconfig', operatorConfig, ...ports]);
    return {
      client,
      kubeconfigPath,
      logs: { controller: controller.logFile, provider: provider?.logFile },
      trouble: () => controller.trouble ?? provider?.trouble,
      controllersWords: () => `${controller.lastWords() || 'it said nothing'}; its log is ${controller.logFile}`,
      keepLogs: () => {
        keep = true;
      },
      strike,
    };
  } catch (error) {
    await strike();
    throw error;
  }
}

interface OpenedCluster {
  readonly connection: Connection;
  readonly kubeconfigPath: string;
  /** Text of a kubeconfig with the operator's own credentials, valid once its service account exists. */
  readonly operatorKubeconfig: () => Promise<string>;
}

async function openCluster(options: StageOptions, undo: (() => Promise<unknown>)[]): Promise<OpenedCluster> {
  if (options.kubeconfig !== undefined) {
    const path = options.kubeconfig;
    const connection = await loadConnection({ kubeconfig: path, env: process.env });
    return { connection, kubeconfigPath: path, operatorKubeconfig: () => ownClusterKubeconfig(path, connection) };
  }
  options.progress('starting a kube-apiserver and etcd');
  const controlPlane: ControlPlane = await startControlPlane({ progress: options.progress });
  undo.push(() => controlPlane.stop());
  options.progress("installing the provider's CRDs");
  await installCrds(controlPlane.admin, await repositoryCrds());
  return {
    connection: toConnection(controlPlane.admin),
    kubeconfigPath: controlPlane.kubeconfigPath,
    operatorKubeconfig: async () => kubeconfig(await controlPlane.asServiceAccount(OPERATOR.namespace, OPERATOR.name)),
  };
}

async function ownClusterKubeconfig(path: string, connection: Connection): Promise<string> {
  const { namespace, name } = OPERATOR;
  const args = ['--kubeconfig', path, '--namespace', namespace, 'create', 'token', name, '--duration=12h'];
  try {
    const { stdout } = await promisify(execFile)('kubectl', args);
    return kubeconfigOf(connection, stdout.trim());
  } catch (cause) {
    throw new Error(`no token for the operator by kubectl ${args.join(' ')}: ${toError(cause).message}`, { cause });
  }
}
