/**
 * `npm run demo`: the main job before your eyes. A control plane of its own (or yours), the install with its own RBAC,
 * the controller, a provider that plays AWS, and a sample pipeline from nothing to Ready.
 */
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { readText } from '../../cli/files.ts';
import { sleep, systemClock } from '../../controller/runtime/clock.ts';
import { toError } from '../../controller/runtime/errors.ts';
import { stopSignal } from '../../controller/runtime/signals.ts';
import { applyAsAdmin } from './cluster-objects.ts';
import { type DemoInput, demoInput } from './input.ts';
import { type PipelineWatch, watchPipelines } from './pipeline-watch.ts';
import { missingForDemo } from './preflight.ts';
import { createScreen } from './screen.ts';
import { type DemoStage, setStage } from './stage.ts';
import { treeOf } from './tree.ts';

const SAMPLE = join(import.meta.dirname, '../../manifests/samples/clickstream-development.yaml');
const FRAME_MS = 150;
/** A controller that runs has seen a pipeline long before. */
const SILENCE_SECONDS = 15;

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
  refuseIdleFlags(flags);
  const stop = stopSignal();
  const progress = (line: string): void => void process.stderr.write(`${line}\n`);
  // Read and checked before anything is started.
  const input = demoInput((flags.file ?? [SAMPLE]).map((file) => ({ file, text: readText(file) })));
  const missing = missingForDemo(process.env, { kubeconfig: flags.kubeconfig });
  if (missing.length > 0) throw new Error(missing.join('\n'));
  const stage = await setStage({ kubeconfig: flags.kubeconfig, simulateProvider: flags.simulateProvider, progress });
  try {
    await applyAll(stage, input);
    const watch = watchPipelines(stage.client);
    try {
      const code = await show(stage, watch, input.keys, flags, stop);
      if (code !== 0 && !stop.aborted) stage.keepLogs();
      return code;
    } finally {
      await watch.stop();
    }
  } catch (error) {
    stage.keepLogs();
    throw error;
  } finally {
    progress('cleaning up');
    await stage.strike();
  }
}

/** A flag that would do nothing is a misunderstanding, and a quick word spares a slow surprise. */
function refuseIdleFlags({ simulateProvider, kubeconfig, exitWhenReady }: Flags): void {
  if (simulateProvider && kubeconfig === undefined) {
    program.error('error: --simulate-provider goes with --kubeconfig; the demo’s own cluster always plays AWS');
  }
  if (!exitWhenReady && program.getOptionValueSource('timeout') === 'cli') {
    program.error('error: --timeout goes with --exit-when-ready; without it the demo runs until Ctrl-C');
  }
}

async function applyAll(stage: DemoStage, { pipelines, others }: DemoInput): Promise<void> {
  const namespaces = [...new Set(pipelines.map(({ metadata }) => metadata.namespace ?? ''))];
  for (const name of namespaces)
    await applyAsAdmin(stage.client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const object of [...others, ...pipelines]) await applyAsAdmin(stage.client, object);
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
      const silent = elapsedSeconds > SILENCE_SECONDS && current.every(({ pipeline }) => pipeline.status === undefined);
      if (silent) lines.splice(-1, 0, `! the controller has not answered yet: ${stage.controllersWords()}`);
      screen.draw(announced ? [...lines.slice(0, -1), ...nextSteps(stage, keys), ...lines.slice(-1)] : lines);
      if (trouble !== undefined) throw new Error(trouble);
      if (ready && flags.exitWhenReady) return await done(keys, elapsedSeconds, 'Ready');
      if (flags.exitWhenReady && elapsedSeconds > flags.timeout) {
        process.stderr.write(`the controller's last words: ${stage.controllersWords()}\n`);
        return await done(keys, elapsedSeconds, 'not Ready');
      }
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
