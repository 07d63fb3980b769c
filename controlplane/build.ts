/**
 * Compiles kube-apiserver and etcd into the cache. Runs that start at the same time share one build: the first takes
 * the lock, the others wait and find the result. The result appears whole or not at all (rename).
 */
import { type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../controller/runtime/clock.ts';
import { withFileLock } from './file-lock.ts';
import type { Environment, PinnedVersions } from './versions.ts';

export interface BuildOptions {
  /** Directory of go.mod. */
  readonly module: string;
  /** Directory that gets `kube-apiserver` and `etcd`. */
  readonly target: string;
  readonly versions: PinnedVersions;
  readonly environment: Environment;
  readonly progress: (line: string) => void;
  readonly clock: Clock;
}

const PROGRESS_MS = 5_000;

export async function buildBinaries(options: BuildOptions): Promise<void> {
  const { target, progress, clock } = options;
  await mkdir(dirname(target), { recursive: true });
  await withFileLock(
    `${target}.lock`,
    {
      clock,
      waiting: (seconds) => progress(`another run is compiling the control plane; waiting for it (${seconds} s)`),
    },
    async () => {
      if (existsSync(target)) return;
      await requireGo(options);
      const scratch = await mkdtemp(`${target}.building-`);
      try {
        await compile(options, scratch);
        // The program is named after its module path's last element.
        await rename(join(scratch, 'server'), join(scratch, 'etcd'));
        await rename(scratch, target);
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },
  );
}

async function compile(options: BuildOptions, into: string): Promise<void> {
  const { versions, progress, clock } = options;
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(versions.kubernetes) ?? [];
  const stamp = 'k8s.io/component-base/version';
  const flags = `-s -w -X ${stamp}.gitVersion=${versions.kubernetes} -X ${stamp}.gitMajor=${major} -X ${stamp}.gitMinor=${minor}`;
  const startedAt = clock.now();
  const state = { packages: 0, last: 'preparing' };
  const report = () => {
    const elapsed = Math.round((clock.now() - startedAt) / 1000);
    progress(
      `compiling kube-apiserver ${versions.kubernetes} and etcd ${versions.etcd}, once (about 9 minutes on two cores): ${elapsed} s, ${state.packages} packages, ${state.last}`,
    );
  };
  report();
  const stop = every(clock, PROGRESS_MS, report);
  try {
    const args = ['build', '-v', '-trimpath', '-ldflags', flags, '-o', `${into}/`];
    await run(['go', ...args, 'k8s.io/kubernetes/cmd/kube-apiserver', 'go.etcd.io/etcd/server/v3'], options, (line) => {
      if (!line.startsWith('go: ')) state.packages += 1;
      state.last = line;
    });
  } finally {
    stop();
  }
}

/** Go from 1.21 on fetches the newer tool chain that a module asks for, unless told not to (GOTOOLCHAIN=local). */
async function requireGo(options: BuildOptions): Promise<void> {
  const needed = options.versions.go;
  const remedy = `install Go ${needed} or newer (https://go.dev/dl), or set KUBEBUILDER_ASSETS to a directory with kube-apiserver and etcd`;
  let found: string;
  try {
    found = await run(['go', 'version'], { ...options, environment: { ...options.environment, GOTOOLCHAIN: 'local' } });
  } catch (cause) {
    throw new Error(`the control plane is not built yet and Go could not be run; ${remedy}`, { cause });
  }
  const version = /go(\d+)\.(\d+)/.exec(found);
  const minor = Number(version?.[2] ?? 0);
  const neededMinor = Number(needed.split('.')[1]);
  const canFetch =
    minor >= 21 && (await run(['go', 'env', 'GOTOOLCHAIN'], { ...options, module: '/' })).trim() !== 'local';
  if (Number(version?.[1] ?? 0) === 1 && minor < neededMinor && !canFetch) {
    throw new Error(`the control plane is not built yet and ${found.trim()} is too old to compile it; ${remedy}`);
  }
}

function every(clock: Clock, periodMs: number, action: () => void): () => void {
  let cancel = clock.after(periodMs, tick);
  function tick(): void {
    action();
    cancel = clock.after(periodMs, tick);
  }
  return () => cancel();
}

/** Runs to the end and gives stdout; rejects with the last lines of stderr. */
function run(
  [command = '', ...args]: readonly string[],
  { module, environment }: Pick<BuildOptions, 'module' | 'environment'>,
  onErrorLine: (line: string) => void = () => undefined,
): Promise<string> {
  const settings: SpawnOptions = {
    cwd: module,
    env: { ...environment, CGO_ENABLED: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, settings);
    let output = '';
    let pending = '';
    const lastLines: string[] = [];
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      const lines = (pending + chunk.toString('utf8')).split('\n');
      pending = lines.pop() ?? '';
      for (const line of lines) {
        onErrorLine(line);
        lastLines.push(line);
        if (lastLines.length > 15) lastLines.shift();
      }
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`"${command} ${args[0]}" ended with code ${code}:\n${[...lastLines, pending].join('\n')}`));
    });
  });
}
