/** What a `*.cluster.test.ts` needs of the run's API server. Call `cluster()` once at the top of the test file. */
import { randomBytes } from 'node:crypto';
import { afterAll } from '@jest/globals';
import { createKubeClient, type HttpKubeClient, type KubeClientOptions } from '../../controller/kube/client.ts';
import { systemClock } from '../../controller/runtime/clock.ts';
import { type Access, toConnection } from '../../controlplane/http.ts';
import { serviceAccountAccess } from '../../controlplane/service-account.ts';
import type { ResourceKind } from '../../crds/kubernetes.ts';
import { CLUSTER_VARIABLE, type SharedCluster } from './shared-cluster.ts';

export { eventually } from './eventually.ts';

export interface TestCluster {
  readonly admin: Access;
  /** The admin's, for kubectl. */
  readonly kubeconfigPath: string;
  /** As admin. */
  readonly client: HttpKubeClient;
  /** A client of its own, as admin or as whom `access` says. Closed after the file's last test. */
  connect(access?: Access, options?: Partial<KubeClientOptions>): HttpKubeClient;
  /** A service account's credentials; it is made when missing, its namespace is not. */
  asServiceAccount(namespace: string, name: string): Promise<Access>;
  /** Makes a namespace that no other test uses and gives its name. It stays until the control plane goes. */
  freshNamespace(): Promise<string>;
}

export const NAMESPACE: ResourceKind = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  namespaced: false,
};

export function cluster(): TestCluster {
  const text = process.env[CLUSTER_VARIABLE];
  if (text === undefined) throw new Error('no control plane: this test belongs to the jest project "cluster"');
  const shared = JSON.parse(text) as SharedCluster;
  const clients: HttpKubeClient[] = [];
  const connect: TestCluster['connect'] = (access = shared.admin, options = {}) => {
    const client = createKubeClient(toConnection(access), { clock: systemClock, ...options });
    clients.push(client);
    return client;
  };
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
  });
  const client = connect();
  return {
    ...shared,
    client,
    connect,
    asServiceAccount: (namespace, name) => serviceAccountAccess(shared.admin, namespace, name),
    freshNamespace: async () => {
      const name = `test-${randomBytes(4).toString('hex')}`;
      await client.create(NAMESPACE, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      return name;
    },
  };
}
