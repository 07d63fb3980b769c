/** Asks the program beside this file what Argo CD and Flux would say of objects. It is compiled once a run; Go keeps what it made. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Health {
  readonly status: string;
  readonly message?: string;
}

export interface Verdict {
  readonly argo: Health;
  /** Why the health check gave no verdict. */
  readonly argoError?: string;
  readonly flux: Health;
  readonly fluxError?: string;
}

export interface Judge {
  verdicts(script: string, objects: readonly object[]): readonly Verdict[];
  remove(): void;
}

function run(program: string, args: readonly string[], input?: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    ...(input !== undefined && { input }),
    env: { ...process.env, CGO_ENABLED: '0' },
  });
  if (error !== undefined) throw new Error(`${program} could not be run; install Go 1.26 or newer`, { cause: error });
  if (status !== 0) throw new Error(`${program} ended with code ${status}:\n${stderr}`);
  return stdout;
}

/** @throws Error when Go is missing or the modules cannot be fetched. */
export function compileJudge(): Judge {
  const directory = mkdtempSync(join(tmpdir(), 'gitops-judge-'));
  const program = join(directory, 'judge');
  run('go', ['build', '-o', program, '.']);
  return {
    verdicts: (script, objects) =>
      JSON.parse(run(program, [], JSON.stringify({ script, objects }))) as readonly Verdict[],
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
