/**
 * Child processes that cannot outlive us, not even when we are killed with SIGKILL.
 *
 * Each runs in a process group of its own under a tiny shell, which holds the other end of a pipe that we never write
 * to. The kernel closes our end when we end, however that happens; the shell then kills the command and the whole group.
 * Ctrl-C in a terminal does not reach them, so nothing dies before its user has finished with it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The shell outlives the command, so that it reaps it: where process 1 does not, each run would leave zombies. It tells the
 * exit code through the pipe, because its own end is the killing of whatever is left of the group, itself included.
 */
const RUN = `
"$@" 3<&- & child=$!
( read -r _ <&3; kill -KILL "$child" ) & guard=$!
wait "$child"; code=$?
exec 2>/dev/null
trap '' TERM
kill -TERM 0
wait "$guard"
( echo "$code" >&3 )
kill -KILL 0`;

const REMOVE = `
read -r _ <&3
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  rm -rf -- "$1" 2>/dev/null
  [ -e "$1" ] || exit 0
  sleep 0.2
done
exit 1`;

export interface Supervised {
  /** The shell's id: it lives as long as the command. */
  readonly pid: number;
  /** Exit code, or undefined when it was killed. Never rejects. */
  readonly exited: Promise<number | undefined>;
  /** True once it ended, for whatever reason. */
  readonly ended: boolean;
  /** Kills the command and waits until it is gone. */
  kill(): Promise<void>;
}

export interface SuperviseOptions {
  /** Gets stdout and stderr, appended. */
  readonly logFile: string;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Starts `command` so that it dies with us. Throws when the shell itself cannot be started. */
export function supervise(command: readonly string[], options: SuperviseOptions): Supervised {
  const log = openSync(options.logFile, 'a');
  try {
    const shell = spawn('/bin/sh', ['-c', RUN, 'supervise', ...command], {
      cwd: options.directory,
      env: options.environment,
      detached: true,
      stdio: ['ignore', log, log, 'pipe'],
    });
    return handle(shell);
  } finally {
    closeSync(log);
  }
}

export interface OwnedDirectory {
  readonly path: string;
  remove(): Promise<void>;
}

/** A new directory `<parent>/<prefix>XXXXXX` that is removed on `remove()` or when we end, however that happens. */
export function ownedDirectory(parent: string, prefix: string): OwnedDirectory {
  const path = mkdtempSync(join(parent, prefix));
  const remover = handle(
    spawn('/bin/sh', ['-c', REMOVE, 'remove', path], { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] }),
  );
  return { path, remove: () => remover.kill() };
}

function handle(shell: ChildProcess): Supervised {
  const lifeline = shell.stdio[3];
  let ended = false;
  let told = '';
  const exited = new Promise<number | undefined>((resolve) => {
    const end = () => {
      ended = true;
      resolve(told === '' ? undefined : Number(told));
    };
    shell.once('close', end);
    shell.once('error', end);
  });
  lifeline?.on('data', (chunk: Buffer) => {
    told += chunk.toString('utf8');
  });
  // The other end may be closed by a dying shell at any time; that is an exit, not an error of ours.
  lifeline?.on('error', () => undefined);
  return {
    pid: shell.pid ?? 0,
    exited,
    get ended() {
      return ended;
    },
    async kill() {
      told = '';
      if (lifeline && 'destroy' in lifeline) lifeline.destroy();
      await exited;
    },
  };
}
