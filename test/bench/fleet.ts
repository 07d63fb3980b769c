/**
 * A fleet of pipelines: how fast they are applied beside a bare loop over the same objects, what each object costs in
 * requests and in the controller's processor time, how much memory the controller holds, and what it writes and computes
 * when there is nothing to do.
 *
 *   npm run bench:fleet -- [--pipelines 50] [--idle-seconds 60]
 *
 * The controller is the compiled one, a process of its own under the shipped RBAC. The provider is simulated, without
 * latency. The bare loop applies the very objects that the controller made, under other names, with as many requests at
 * once. It applies without order and without waiting, so the provider's work comes after it, where the controller's order
 * has it in between: the time until all are Ready holds the same work for both.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MANAGED_KINDS, managedKind } from '../../charts/kinds/all.ts';
import { createKubeClient, type HttpKubeClient } from '../../controller/kube/client.ts';
import { projectChild } from '../../controller/pipeline/child.ts';
import { readinessOf } from '../../controller/pipeline/readiness.ts';
import { sleep, systemClock } from '../../controller/runtime/clock.ts';
import { forEachLimited } from '../../controller/runtime/for-each-limited.ts';
import { startControlPlane } from '../../controlplane/control-plane.ts';
import { installCrds, repositoryCrds } from '../../controlplane/crds.ts';
import { applyAsAdmin, DEFAULT_PROVIDER_CONFIG, readObjects } from '../../controlplane/demo/cluster-objects.ts';
import { toConnection } from '../../controlplane/http.ts';
import { ownedDirectory, supervise } from '../../controlplane/supervise.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { API_VERSION, DATA_PIPELINE, KIND, LABEL } from '../../crds/identifiers.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';

const ROOT = join(import.meta.dirname, '../..');
/** As many as the controller has under way: four pipelines with eight writes each. */
const AT_ONCE = 32;

const { values } = parseArgs({
  options: { pipelines: { type: 'string', default: '50' }, 'idle-seconds': { type: 'string', default: '60' } },
});
const fleet = Number(values.pipelines);
const idleSeconds = Number(values['idle-seconds']);

execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json'], { cwd: ROOT, stdio: 'inherit' });
const directory = ownedDirectory(tmpdir(), 'datapipeline-bench-');
const controlPlane = await startControlPlane();
await installCrds(controlPlane.admin, await repositoryCrds());
const client = createKubeClient(toConnection(controlPlane.admin), { clock: systemClock });
for (const object of await readObjects(join(ROOT, 'manifests/install.yaml'))) {
  if (object.kind !== 'Deployment') await applyAsAdmin(client, object);
}
await applyAsAdmin(client, DEFAULT_PROVIDER_CONFIG);
const access = await controlPlane.asServiceAccount('datapipelines-system', 'datapipeline-operator');
// As in a pod: a kubeconfig would load the library that reads it, which is most of the memory.
writeFileSync(join(directory.path, 'token'), access.token, { mode: 0o600 });
writeFileSync(join(directory.path, 'ca.crt'), access.ca);
writeFileSync(join(directory.path, 'namespace'), 'datapipelines-system');
const server = new URL(access.server);
const environment = {
  ...process.env,
  KUBERNETES_SERVICE_HOST: server.hostname,
  KUBERNETES_SERVICE_PORT: server.port,
  KUBECONFIG: '',
};

const healthPort = 20_000 + 2 * (process.pid % 10_000);
const metricsPort = healthPort + 1;
const launch = (name: string, args: readonly string[]) =>
  supervise([process.execPath, ...args], {
    directory: ROOT,
    environment: { ...environment, MALLOC_ARENA_MAX: '2' },
    logFile: join(directory.path, `${name}.log`),
  });
const provider = launch('provider', [
  '--import',
  'tsx',
  'controlplane/provider/main.ts',
  '--kubeconfig',
  controlPlane.kubeconfigPath,
  '--latency',
  'none',
  '--writes',
  'Few',
  '--poll-seconds',
  '600',
  '--log-level',
  'warn',
]);
const controller = launch('controller', [
  // As in the Dockerfile.
  '--max-semi-space-size=4',
  '--heap-growing-percent=20',
  'build/controller/main.js',
  '--service-account-dir',
  directory.path,
  '--health-port',
  String(healthPort),
  '--metrics-port',
  String(metricsPort),
  '--log-level',
  'warn',
]);

try {
  await until('the controller to be ready', async () => (await fetch(`http://127.0.0.1:${healthPort}/readyz`)).ok, 60);
  await apply('solo', 1);
  await until('the first pipeline to be Ready', () => allReady(client, 1), 120);
  print('controller RSS with 1 pipeline, MB', await residentMegabytes());

  await settled();
  const before = await allWritesSoFar();
  const cpuBefore = await cpuSeconds();
  const startedAt = systemClock.now();
  await apply('fleet', fleet);
  const perPipeline = desiredOf(await firstPipeline(client));
  await until('all objects to be applied', async () => (await countManaged()) >= perPipeline * (fleet + 1), 600);
  const appliedSeconds = (systemClock.now() - startedAt) / 1000;
  await until('all pipelines to be Ready', () => allReady(client, fleet + 1), 600);
  const readySeconds = (systemClock.now() - startedAt) / 1000;
  const objects = perPipeline * fleet;
  print(`${fleet} pipelines, ${objects} objects: seconds until all are applied`, appliedSeconds);
  print('seconds until all are Ready', readySeconds);
  print('objects applied per second', objects / appliedSeconds);
  // Objects get their full policies after Ready: those writes count too.
  await settled();
  print('seconds of processor time of the controller', (await cpuSeconds()) - cpuBefore);
  print('writes per object, of status and events too', ((await allWritesSoFar()) - before) / objects);
  print(`controller RSS with ${fleet + 1} pipelines, MB`, await residentMegabytes());

  const copies = await copiesOfFleet();
  const bareAt = systemClock.now();
  await forEachLimited(copies, AT_ONCE, async (object) => {
    const kind = managedKind(object.apiVersion, object.kind);
    if (kind !== undefined) await client.apply(kind, object, { fieldManager: 'bare-loop', force: true });
  });
  const bareAppliedSeconds = (systemClock.now() - bareAt) / 1000;
  await until('the copies to be Ready', copiesReady, 900);
  const bareReadySeconds = (systemClock.now() - bareAt) / 1000;
  print(`bare loop over ${copies.length} objects: seconds until all are applied`, bareAppliedSeconds);
  print('seconds until all are Ready', bareReadySeconds);
  print(
    'rate of the controller beside the bare loop, until all are Ready',
    (objects / readySeconds) * (bareReadySeconds / copies.length),
  );
  print('the same, until all are applied', (objects / appliedSeconds) * (bareAppliedSeconds / copies.length));

  await sleep(systemClock, 20_000);
  const idleFrom = await allWritesSoFar();
  const cpuFrom = await cpuSeconds();
  await sleep(systemClock, idleSeconds * 1000);
  print(`writes in ${idleSeconds} idle seconds`, (await allWritesSoFar()) - idleFrom);
  print('seconds of processor time a minute, idle', (((await cpuSeconds()) - cpuFrom) / idleSeconds) * 60);
} finally {
  await controller.kill();
  await provider.kill();
  await client.close();
  await controlPlane.stop();
  await directory.remove();
}

function print(what: string, figure: number): void {
  process.stdout.write(`${what}: ${Number.isInteger(figure) ? figure : figure.toFixed(2)}\n`);
}

async function until(what: string, probe: () => Promise<boolean>, limitSeconds: number): Promise<void> {
  const deadline = systemClock.now() + limitSeconds * 1000;
  while (!(await probe().catch(() => false))) {
    if (systemClock.now() > deadline) throw new Error(`waited ${limitSeconds} s for ${what}`);
    if (controller.ended || provider.ended)
      throw new Error(`controller or provider ended; logs are in ${directory.path}`);
    await sleep(systemClock, 100);
  }
}

async function apply(prefix: string, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
  await forEachLimited(names, 8, async (name) => {
    await applyAsAdmin(client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    const spec = { accountId: '123456789012', region: 'us-east-1' };
    await applyAsAdmin(client, {
      apiVersion: API_VERSION,
      kind: KIND,
      metadata: { name: 'lake', namespace: name },
      spec,
    });
  });
}

async function pipelines(kube: HttpKubeClient): Promise<readonly DataPipeline[]> {
  return (await kube.list(DATA_PIPELINE)).items as readonly DataPipeline[];
}

async function firstPipeline(kube: HttpKubeClient): Promise<DataPipeline | undefined> {
  return (await pipelines(kube)).find(({ metadata }) => metadata.namespace === 'solo-0');
}

function desiredOf(pipeline: DataPipeline | undefined): number {
  return pipeline?.status?.resources?.desired ?? 0;
}

async function allReady(kube: HttpKubeClient, count: number): Promise<boolean> {
  const found = await pipelines(kube);
  return (
    found.length === count &&
    found.every(({ status }) => status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'))
  );
}

/** What the controller's watches hold: asking it costs the API server nothing. */
async function countManaged(): Promise<number> {
  const sizes = [...(await metrics()).matchAll(/^watch_objects\{group="([^"]*)",kind="[^"]*"\} (\d+)/gm)];
  return sizes
    .filter(([, group = '']) => group.endsWith('.aws.m.upbound.io'))
    .reduce((sum, [, , count]) => sum + Number(count), 0);
}

async function copiesReady(): Promise<boolean> {
  await sleep(systemClock, 2_000);
  for (const kind of MANAGED_KINDS) {
    const { items } = await client.list(kind, { labelSelector: `${LABEL.uid}=bare` });
    if (!items.every((object) => readinessOf(projectChild(kind, object)).state === 'Ready')) return false;
  }
  return true;
}

/** Waits until the controller has written nothing for three seconds. */
async function settled(): Promise<void> {
  let seen = -1;
  let since = systemClock.now();
  await until(
    'the controller to come to rest',
    async () => {
      const writes = await allWritesSoFar();
      if (writes !== seen) since = systemClock.now();
      seen = writes;
      return systemClock.now() - since >= 3_000;
    },
    120,
  );
}

async function cpuSeconds(): Promise<number> {
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(await metrics())?.[1] ?? 0);
}

async function residentMegabytes(): Promise<number> {
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(await metrics())?.[1] ?? 0) / 1e6;
}

async function metrics(): Promise<string> {
  return await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
}

/** What the controller applied, under other namespaces: what our manager owns, without what the server and others added. */
async function copiesOfFleet(): Promise<readonly KubeObject[]> {
  const copies: KubeObject[] = [];
  for (const kind of MANAGED_KINDS) {
    for (const object of (await client.list(kind)).items) {
      const { name, namespace = '', labels = {}, annotations = {} } = object.metadata;
      if (!namespace.startsWith('fleet-')) continue;
      const kept = Object.fromEntries(Object.entries(annotations).filter(([key]) => !key.includes('external-create')));
      const { initProvider: _, ...spec } = object.spec as Record<string, unknown>;
      const copy = {
        apiVersion: object.apiVersion,
        kind: object.kind,
        metadata: { name, namespace, labels: { ...labels, [LABEL.uid]: 'bare' }, annotations: kept },
        spec,
      };
      // Other namespaces and other AWS names: the same objects would be found in AWS, not made.
      copies.push(JSON.parse(JSON.stringify(copy).replaceAll(/fleet([-_])(\d+)/g, 'bare$1$2')) as KubeObject);
    }
  }
  const namespaces = [...new Set(copies.map(({ metadata }) => metadata.namespace ?? ''))];
  await forEachLimited(namespaces, 8, async (name) => {
    await applyAsAdmin(client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  });
  return copies;
}

/** The controller's own count: applies of managed resources are PATCH, as is everything it writes. */
async function allWritesSoFar(): Promise<number> {
  return [...(await metrics()).matchAll(/^rest_client_requests_total\{([^}]*)\} (\d+)/gm)]
    .filter(([, labels = '']) => !labels.includes('method="GET"'))
    .reduce((sum, [, , count]) => sum + Number(count), 0);
}
