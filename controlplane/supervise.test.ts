import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../test/support/eventually.ts';
import { ownedDirectory, type Supervised, supervise } from './supervise.ts';

let directory: string;
const started: Supervised[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'supervise-test-'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.kill()));
  await rm(directory, { recursive: true, force: true });
});

function run(script: string): Supervised {
  const settings = {
    directory,
    logFile: join(directory, 'log'),
    environment: { PATH: process.env.PATH, WORD: 'hello' },
  };
  const supervised = supervise(['/bin/sh', '-c', script], settings);
  started.push(supervised);
  return supervised;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Process id that the script wrote. */
async function pidIn(file: string): Promise<number> {
  const text = await eventually(() => readFile(join(directory, file), 'utf8'), { what: `a process id in ${file}` });
  return Number(text);
}

describe('a supervised command', () => {
  test('gives its exit code and its output', async () => {
    const supervised = run('echo "$WORD"; echo trouble >&2; exit 3');
    expect(await supervised.exited).toBe(3);
    expect(supervised.ended).toBe(true);
    expect(await readFile(join(directory, 'log'), 'utf8')).toBe('hello\ntrouble\n');
  });

  test('dies when told so even if it ignores signals, and what it started dies with it', async () => {
    const supervised = run(
      'trap "" INT HUP TERM; sleep 1000 & echo $! > child; exec 3<&-; echo $$ > own; while :; do sleep 0.05; done',
    );
    const [own, child] = [await pidIn('own'), await pidIn('child')];
    expect([supervised.ended, isAlive(own), isAlive(child)]).toEqual([false, true, true]);

    await supervised.kill();

    expect([supervised.ended, isAlive(own)]).toEqual([true, false]);
    await eventually(() => !isAlive(child), { what: 'its child to be gone' });
  });

  test('that ends by itself takes what it left in the background with it', async () => {
    const supervised = run('sleep 1000 & echo $! > child');
    const child = await pidIn('child');
    expect(await supervised.exited).toBe(0);
    await eventually(() => !isAlive(child), { what: 'the background process to be gone' });
  });

  test('that does not exist is an exit, not an exception', async () => {
    const settings = { directory, logFile: join(directory, 'log'), environment: process.env };
    expect(await supervise(['/does/not/exist'], settings).exited).toBe(127);
  });
});

test('an owned directory is gone with all that is in it when it is removed', async () => {
  const owned = ownedDirectory(directory, 'owned-');
  await run(`mkdir -p "${owned.path}/a/b" && echo x > "${owned.path}/a/b/c"`).exited;
  expect(existsSync(join(owned.path, 'a/b/c'))).toBe(true);
  await owned.remove();
  expect(existsSync(owned.path)).toBe(false);
});
