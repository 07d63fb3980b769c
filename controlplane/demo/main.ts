/**
 * `npm run demo`: the main job before your eyes. A control plane of its own (or yours), the install with its own RBAC,
 * the controller, a provider that plays AWS, and a sample pipeline from nothing to Ready.
 */
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { sleep, systemClock } from '../../controller/runtime/clock.ts';
import { toError } from '../../controller/runtime/errors.ts';
import { stopSignal } from '../../controller/runtime/signals.ts';
import { KIND } from '../../crds/identifiers.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import { applyAsAdmin, readObjects } from './cluster-objects.ts';
import { type PipelineWatch, watchPipelines } from './pipeline-watch.ts';
import { createScreen } from './screen.ts';
import { type DemoStage, setStage } from './stage.ts';
import { treeOf } from './tree.ts';

const SAMPLE = join(import.meta.dirname, '../../manifests/samples/clickstream-development.yaml');
const FRAME_MS = 150;

interface Flags {
  readonly file?: readonly string[];
  readonly kubeconfig?: string;
  readonly simulateProvider: boolean;
  readonly exitWhenReady: boolean;
  readonly timeout: number;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('must be a whole number of seconds, 1 or more.');
  return value;
}

const program = new Command('npm run demo --')
  .description('Brings a sample DataPipeline to Ready on a real API server, with AWS played by a simulated provider.')
  .option('--file <files...>', 'pipelines to apply instead of the sample')
  .option(
    '--kubeconfig <file>',
    "use this cluster instead of starting one; the provider's CRDs must be installed in it",
  )
  .option('--simulate-provider', 'with --kubeconfig: play AWS there too; never where a real provider runs', false)
  .option('--exit-when-ready', 'exit with 0 as soon as every pipeline is Ready, with 1 otherwise', false)
  .option('--timeout <seconds>', 'with --exit-when-ready: give up after so long', seconds, 300);

async function main(): Promise<number> {
  const flags = program.parse().opts<Flags>();
  const stop = stopSignal();
  const progress = (line: string): void => void process.stderr.write(`${line}\n`);
  // Read before anything is started: a typo should cost no time.
  const objects = (await Promise.all((flags.file ?? [SAMPLE]).map(readObjects))).flat();
  const stage = await setStage({ kubeconfig: flags.kubeconfig, simulateProvider: flags.simulateProvider, progress });
  try {
    const keys = await applyAll(stage, objects);
    const watch = watchPipelines(stage.client);
    try {
      return await show(stage, watch, keys, flags, stop);
    } finally {
      await watch.stop();
    }
  } finally {
    progress('cleaning up');
    await stage.strike();
  }
}

async function applyAll(stage: DemoStage, objects: readonly KubeObject[]): Promise<string[]> {
  const pipelines = objects.filter(({ kind }) => kind === KIND).map(withNamespace);
  if (pipelines.length === 0) throw new Error('the files hold no DataPipeline');
  const namespaces = [...new Set(pipelines.map(({ metadata }) => metadata.namespace ?? ''))];
  for (const name of namespaces)
    await applyAsAdmin(stage.client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const object of objects) if (object.kind !== KIND) await applyAsAdmin(stage.client, object);
  for (const pipeline of pipelines) await applyAsAdmin(stage.client, pipeline);
  return pipelines.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}

function withNamespace(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? 'default' } };
}

async function show(
  stage: DemoStage,
  watch: PipelineWatch,
  keys: readonly string[],
  flags: Flags,
  stop: AbortSignal,
): Promise<number> {
  const screen = createScreen(process.stdout);
  const startedAt = systemClock.now();
  let announced = false;
  try {
    for (;;) {
      const elapsedSeconds = (systemClock.now() - startedAt) / 1000;
      const current = watch.current(keys);
      const lines = treeOf(current, elapsedSeconds);
      const ready =
        current.length === keys.length && current.every(({ pipeline }) => isReady(pipeline.status?.conditions));
      const trouble = stage.trouble();
      screen.draw(announced ? [...lines.slice(0, -1), ...nextSteps(stage, keys), ...lines.slice(-1)] : lines);
      if (trouble !== undefined) throw new Error(trouble);
      if (ready && flags.exitWhenReady) return await done(keys, elapsedSeconds, 'Ready');
      if (flags.exitWhenReady && elapsedSeconds > flags.timeout) return await done(keys, elapsedSeconds, 'not Ready');
      if (ready) announced = true;
      await sleep(systemClock, FRAME_MS, stop);
      if (stop.aborted) return flags.exitWhenReady ? 1 : 0;
    }
  } finally {
    screen.end();
  }
}

async function done(keys: readonly string[], elapsedSeconds: number, verdict: 'Ready' | 'not Ready'): Promise<number> {
  process.stdout.write(`${keys.join(', ')} ${verdict} after ${elapsedSeconds.toFixed(1)} s\n`);
  return verdict === 'Ready' ? 0 : 1;
}

function isReady(conditions: readonly { readonly type: string; readonly status: string }[] = []): boolean {
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

function nextSteps({ kubeconfigPath, logs }: DemoStage, keys: readonly string[]): string[] {
  const [namespace, name] = keys[0]?.split('/') ?? [];
  return [
    '',
    'Go on in another terminal:',
    `  export KUBECONFIG=${kubeconfigPath}`,
    '  kubectl get dpl -A',
    `  kubectl -n ${namespace} describe dpl ${name}`,
    `  kubectl -n ${namespace} get managed`,
    `  kubectl -n ${namespace} edit dpl ${name}`,
    `  kubectl -n ${namespace} delete dpl ${name}`,
    `Logs: ${[logs.controller, logs.provider].filter((path) => path !== undefined).join(' ')}`,
    'Ctrl-C ends the demo and removes everything.',
    '',
  ];
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`demo: ${toError(error).message}\n`);
    process.exitCode = 1;
  },
);
