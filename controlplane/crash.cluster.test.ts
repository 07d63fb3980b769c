import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../test/support/eventually.ts';

interface Victim {
  readonly process: ChildProcess;
  readonly processIds: readonly number[];
  readonly directory: string;
}

const PROGRAM = `
  import { startControlPlane } from ${JSON.stringify(join(import.meta.dirname, 'control-plane.ts'))};
  const { processIds, kubeconfigPath } = await startControlPlane();
  console.log(JSON.stringify({ processIds, kubeconfigPath }));
  setInterval(() => undefined, 1000);`;

async function startVictim(): Promise<Victim> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const told = JSON.parse(line.toString('utf8')) as { processIds: number[]; kubeconfigPath: string };
  return { process: child, processIds: told.processIds, directory: dirname(told.kubeconfigPath) };
}

function groupExists(processGroup: number): boolean {
  try {
    process.kill(-processGroup, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a control plane whose owner is gone', () => {
  const victims: Victim[] = [];
  afterEach(() => {
    for (const victim of victims.splice(0)) victim.process.kill('SIGKILL');
  });

  test('leaves no process and no file, by SIGKILL or Ctrl-C, and takes no other control plane with it', async () => {
    const [first, second] = await Promise.all([startVictim(), startVictim()]);
    victims.push(first, second);
    expect([...first.processIds, ...second.processIds].filter(groupExists)).toHaveLength(4);

    first.process.kill('SIGKILL');
    await expectGone(first);
    expect(second.processIds.filter(groupExists)).toHaveLength(2);

    second.process.kill('SIGINT');
    await expectGone(second);
  }, 60_000);
});

async function expectGone(victim: Victim): Promise<void> {
  await eventually(() => !victim.processIds.some(groupExists), { what: 'etcd and kube-apiserver to be gone' });
  await eventually(() => !existsSync(victim.directory), { what: 'their directory to be gone' });
}
