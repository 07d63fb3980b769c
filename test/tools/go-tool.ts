/**
 * Programs of others that tests run, compiled from the modules that go.mod beside this file pins. Go keeps what it compiled, so only
 * the first time takes minutes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKAGES = {
  helm: 'helm.sh/helm/v3/cmd/helm',
  promtool: 'github.com/prometheus/prometheus/cmd/promtool',
} as const;

/** For `beforeAll`: two cold cores that are busy with other suites. */
export const BUILD_TIMEOUT_MS = 900_000;

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface GoTool {
  /** In `directory`; `input` is its standard input. */
  run(directory: string, command: { readonly args: readonly string[]; readonly input?: string }): Ended;
  remove(): void;
}

/** @throws Error when Go is missing or the modules cannot be fetched. */
export function buildTool(name: keyof typeof PACKAGES): GoTool {
  const directory = mkdtempSync(join(tmpdir(), `${name}-`));
  const program = join(directory, name);
  // Without the ways in which Prometheus finds targets: promtool brings the clients of every cloud along for them.
  const args = ['build', '-trimpath', '-tags', 'remove_all_sd', '-ldflags', '-s -w', '-o', program, PACKAGES[name]];
  const { status, stderr, error } = spawnSync('go', args, {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    env: { ...process.env, CGO_ENABLED: '0' },
  });
  if (error !== undefined) throw new Error('go could not be run; install Go 1.26 or newer', { cause: error });
  if (status !== 0) throw new Error(`go build of ${name} ended with code ${status}:\n${stderr}`);
  return {
    run: (cwd, { args: words, input }) =>
      spawnSync(program, words, {
        cwd,
        encoding: 'utf8',
        maxBuffer: 64e6,
        env: { ...process.env, HOME: directory },
        ...(input !== undefined && { input }),
      }),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
