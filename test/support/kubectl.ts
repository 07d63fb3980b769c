/** kubectl as a user runs it, against the run's API server. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestCluster } from './cluster.ts';

/** Gives what it printed; rejects with its stderr when it fails. */
export async function kubectl(
  { kubeconfigPath }: TestCluster,
  namespace: string,
  ...args: readonly string[]
): Promise<string> {
  const { stdout } = await promisify(execFile)('kubectl', [
    '--kubeconfig',
    kubeconfigPath,
    '--namespace',
    namespace,
    ...args,
  ]);
  return stdout;
}
