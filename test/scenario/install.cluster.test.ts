/**
 * Installing and taking the operator away, with the files that users apply and the kubectl that they use. A control plane
 * of its own, because what is taken away here is shared elsewhere.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKubeClient, type HttpKubeClient } from '../../controller/kube/client.ts';
import { systemClock } from '../../controller/runtime/clock.ts';
import { type ControlPlane, startControlPlane } from '../../controlplane/control-plane.ts';
import { toConnection } from '../../controlplane/http.ts';
import { API_VERSION, DATA_PIPELINE, KIND } from '../../crds/identifiers.ts';
import { eventually } from '../support/eventually.ts';

const MANIFESTS = join(import.meta.dirname, '../../manifests');
const OPERATOR = 'system:serviceaccount:datapipelines-system:datapipeline-operator';

describe('the install', () => {
  let controlPlane: ControlPlane;
  let client: HttpKubeClient;
  const kubectl = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)('kubectl', ['--kubeconfig', controlPlane.kubeconfigPath, ...args]);
    return stdout;
  };
  const mayOperator = async (verb: string, resource: string, ...args: readonly string[]): Promise<string> =>
    (await kubectl('auth', 'can-i', verb, resource, '--as', OPERATOR, ...args).catch((error) => error.stdout)).trim();

  beforeAll(async () => {
    controlPlane = await startControlPlane();
    client = createKubeClient(toConnection(controlPlane.admin), { clock: systemClock });
  }, 120_000);
  afterAll(async () => {
    await client.close();
    await controlPlane.stop();
  }, 60_000);

  test('goes in with two commands, and in once more for an upgrade', async () => {
    for (const _ of ['install', 'upgrade']) {
      await kubectl('apply', '--server-side', '-f', join(MANIFESTS, 'crd.yaml'));
      await kubectl('wait', '--for=condition=Established', '--timeout=30s', '-f', join(MANIFESTS, 'crd.yaml'));
      await kubectl('apply', '--server-side', '-f', join(MANIFESTS, 'install.yaml'));
    }
  }, 60_000);

  test('gives the operator its own lease and no other', async () => {
    const system = ['--namespace', 'datapipelines-system'];
    expect(await mayOperator('update', 'leases/datapipeline-operator', ...system)).toBe('yes');
    expect(await mayOperator('update', 'leases/somebody-elses', ...system)).toBe('no');
    expect(await mayOperator('get', 'leases/datapipeline-operator', '--namespace', 'kube-system')).toBe('no');
  }, 30_000);

  test('leaves pipelines alone when it is deleted again', async () => {
    const metadata = { name: 'lake', namespace: 'default' };
    const spec = { accountId: '123456789012', region: 'us-east-1' };
    await eventually(() => client.create(DATA_PIPELINE, { apiVersion: API_VERSION, kind: KIND, metadata, spec }), {
      what: 'a pipeline to be made',
    });
    await kubectl('delete', '--wait=false', '-f', join(MANIFESTS, 'install.yaml'));
    const kept = await client.get(DATA_PIPELINE, 'default', 'lake');
    expect(kept?.metadata.deletionTimestamp).toBeUndefined();
    expect(kept?.metadata.name).toBe('lake');
  }, 60_000);
});
