/** Jest's global set-up of the `cluster` project: one control plane with all CRDs and a provider configuration for the whole run. */
import { createKubeClient } from '../controller/kube/client.ts';
import { systemClock } from '../controller/runtime/clock.ts';
import { startControlPlane } from '../controlplane/control-plane.ts';
import { installCrds, repositoryCrds } from '../controlplane/crds.ts';
import { ensureDefaultProviderConfig } from '../controlplane/demo/cluster-objects.ts';
import { toConnection } from '../controlplane/http.ts';
import { CLUSTER_VARIABLE, running, type SharedCluster } from './support/shared-cluster.ts';

/** Jest insists on a default export. */
// biome-ignore lint/style/noDefaultExport: the module's only export is read by jest
export default async function setUp(): Promise<void> {
  const controlPlane = await startControlPlane();
  running.controlPlane = controlPlane;
  try {
    await installCrds(controlPlane.admin, await repositoryCrds());
    const client = createKubeClient(toConnection(controlPlane.admin), { clock: systemClock });
    await ensureDefaultProviderConfig(client);
    await client.close();
  } catch (error) {
    await controlPlane.stop();
    throw error;
  }
  const shared: SharedCluster = { admin: controlPlane.admin, kubeconfigPath: controlPlane.kubeconfigPath };
  process.env[CLUSTER_VARIABLE] = JSON.stringify(shared);
}
