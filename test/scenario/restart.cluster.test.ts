import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { kubeconfig } from '../../controlplane/kubeconfig.ts';
import type { Condition, KubeObject } from '../../crds/kubernetes.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene } from '../support/scene.ts';

const SPEC = {
  zones: [{ name: 'raw' }, { name: 'results' }],
  streams: [{ name: 'main' }],
  crawlers: [{ name: 'raw', zone: 'raw' }],
};
const ROOT = join(import.meta.dirname, '../..');

describe('crashes', () => {
  const testCluster = cluster();
  const directory = mkdtempSync(join(tmpdir(), 'datapipeline-crash-'));
  let scene: Scene;
  let operatorKubeconfig: string;
  const running = new Set<ReturnType<typeof spawn>>();

  beforeAll(async () => {
    scene = await openScene(testCluster, { operator: false });
    const access = await testCluster.asServiceAccount('datapipelines-system', 'datapipeline-operator');
    operatorKubeconfig = join(directory, 'kubeconfig');
    writeFileSync(operatorKubeconfig, kubeconfig(access), { mode: 0o600 });
  });
  afterEach(async () => {
    for (const child of running) child.kill('SIGKILL');
    running.clear();
  });
  afterAll(async () => {
    await scene.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** The operator as a process of its own, so that it can be killed in the middle of anything. */
  const startProcess = (...args: string[]): ChildProcess => {
    const flags = [
      '--kubeconfig',
      operatorKubeconfig,
      '--watch-namespace',
      scene.namespace,
      '--health-port',
      '0',
      '--metrics-port',
      '0',
      '--log-level',
      'error',
      ...args,
    ];
    const child = spawn(process.execPath, ['--import', 'tsx', 'controller/main.ts', ...flags], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.stdout?.resume();
    running.add(child);
    child.once('exit', () => running.delete(child));
    return child;
  };
  const countOf = async (): Promise<number> => (await scene.allManaged()).length;

  test('killed again and again while it creates, it still ends with everything there once', async () => {
    await scene.apply('born', SPEC);
    for (const threshold of [1, 8, 16, 24]) {
      const child = startProcess();
      await eventually(async () => (await countOf()) >= threshold, {
        what: `${threshold} objects to be there`,
        timeoutMs: 30_000,
      });
      child.kill('SIGKILL');
    }
    startProcess();
    await scene.becomesReady('born');
    expect(scene.aws.createdTwice()).toEqual([]);
  }, 120_000);

  test('killed again and again while it deletes, it still ends with the data kept and the cluster empty', async () => {
    const before = await countOf();
    await scene.delete('born');
    for (const share of [0.8, 0.5, 0.2]) {
      const child = startProcess();
      await eventually(async () => (await countOf()) <= before * share, {
        what: `${share} of the objects to be left`,
        timeoutMs: 30_000,
      });
      child.kill('SIGKILL');
    }
    startProcess();
    await scene.isGone('born');
    expect(await countOf()).toBe(0);
    expect(scene.aws.list({ state: 'Active', type: 's3.Bucket' })).toHaveLength(3);
    expect(scene.aws.exists({ state: 'Active', type: 'kms.Key' })).toBe(true);
  }, 120_000);

  test('a provider that restarts between its creations makes nothing twice', async () => {
    await scene.apply('twice', SPEC);
    for (const threshold of [4, 14, 26]) {
      const child = startProcess();
      await eventually(async () => (await countOf()) >= threshold, {
        what: `${threshold} objects to be there`,
        timeoutMs: 30_000,
      });
      child.kill('SIGKILL');
      // A creation that is cut off may be made again by the real provider too; that is not what this is about.
      await eventually(async () => (await scene.allManaged()).every(isSettled), {
        what: 'no creation to be under way',
        timeoutMs: 20_000,
      });
      await scene.stopProvider();
      await scene.startProvider();
    }
    startProcess();
    await scene.becomesReady('twice');
    expect(scene.aws.createdTwice()).toEqual([]);
  }, 120_000);

  test('of two operators one works; when it is told to stop, the other takes over at once', async () => {
    const elect = ['--leader-elect', '--lease-namespace', scene.namespace];
    const first = startProcess(...elect);
    const holderOf = async (): Promise<string | undefined> => {
      const lease = await scene.client.get(
        { group: 'coordination.k8s.io', version: 'v1', kind: 'Lease', plural: 'leases', namespaced: true },
        scene.namespace,
        'datapipeline-operator',
      );
      return (lease?.spec as { holderIdentity?: string } | undefined)?.holderIdentity || undefined;
    };
    await testCluster.client.apply(
      {
        group: 'rbac.authorization.k8s.io',
        version: 'v1',
        kind: 'RoleBinding',
        plural: 'rolebindings',
        namespaced: true,
      },
      leaseBinding(scene.namespace),
      { fieldManager: 'test', force: true },
    );
    await testCluster.client.apply(
      { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'Role', plural: 'roles', namespaced: true },
      leaseRole(scene.namespace),
      { fieldManager: 'test', force: true },
    );
    const leader = await eventually(holderOf, { what: 'a leader', timeoutMs: 40_000 });
    await says(startProcess(...elect, '--log-level', 'info'), 'the lease has a new holder');
    first.kill('SIGTERM');
    const end = await new Promise((resolve) => first.once('exit', (code, signal) => resolve({ code, signal })));
    expect(end).toEqual({ code: 0, signal: null });
    await eventually(
      async () => {
        const holder = await holderOf();
        return holder !== undefined && holder !== leader;
      },
      { what: 'the other to take over', timeoutMs: 10_000 },
    );
    await scene.apply('after', { zones: [{ name: 'raw' }] });
    await scene.becomesReady('after');
  }, 150_000);
});

/** It logs a line with this text: a stand-by that has not started yet could take over nothing at once. */
async function says(child: ChildProcess, text: string): Promise<void> {
  let seen = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    seen = `${seen}${chunk.toString('utf8')}`.slice(-10_000);
  });
  await eventually(() => seen.includes(text), { what: `a process to say "${text}"`, timeoutMs: 40_000 });
}

function isSettled({ spec, status }: KubeObject): boolean {
  // What only looks creates nothing, found or not.
  if ((spec as { managementPolicies?: readonly string[] }).managementPolicies?.join() === 'Observe') return true;
  const { conditions = [] } = (status ?? {}) as { conditions?: readonly Condition[] };
  return ['Ready', 'Synced'].every((type) =>
    conditions.some((condition) => condition.type === type && condition.status === 'True'),
  );
}

function leaseRole(namespace: string): {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string };
  rules: unknown;
} {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'lease', namespace },
    rules: [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] }],
  };
}

function leaseBinding(namespace: string): {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string };
  roleRef: unknown;
  subjects: unknown;
} {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'lease', namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'lease' },
    subjects: [{ kind: 'ServiceAccount', name: 'datapipeline-operator', namespace: 'datapipelines-system' }],
  };
}
