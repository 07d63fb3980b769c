/** How the run's one control plane gets from jest's set-up to its tear-down and to the test processes. */
import type { ControlPlane } from '../../controlplane/control-plane.ts';
import type { Access } from '../../controlplane/http.ts';

/** Environment variable that workers inherit: a SharedCluster as JSON. */
export const CLUSTER_VARIABLE = 'DATAPIPELINE_TEST_CLUSTER';

export interface SharedCluster {
  readonly admin: Access;
  readonly kubeconfigPath: string;
}

interface Running {
  controlPlane?: ControlPlane;
}

/** Jest loads set-up and tear-down apart from each other; the global object is what they share. */
export const running: Running = shared();

function shared(): Running {
  const key = Symbol.for('datapipelines.dev/test-control-plane');
  const holder = globalThis as { [key: symbol]: Running | undefined };
  const existing = holder[key];
  if (existing) return existing;
  const created: Running = {};
  holder[key] = created;
  return created;
}
