/** Objects that the demo applies as a cluster administrator, and the kinds to address them by. */
import { readFile } from 'node:fs/promises';
import { objectsIn } from '../../charts/kube-objects.ts';
import type { KubeClient } from '../../controller/kube/api.ts';
import { DATA_PIPELINE, DATA_PIPELINE_GRANT } from '../../crds/identifiers.ts';
import type { KubeObject, ResourceKind } from '../../crds/kubernetes.ts';

const FIELD_MANAGER = 'datapipeline-demo';

function kind(apiVersion: string, name: string, plural: string, namespaced: boolean): [string, ResourceKind] {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return [`${apiVersion}/${name}`, { group, version: apiVersion.slice(slash + 1), kind: name, plural, namespaced }];
}

const KINDS: ReadonlyMap<string, ResourceKind> = new Map([
  kind('v1', 'Namespace', 'namespaces', false),
  kind('v1', 'Service', 'services', true),
  kind('v1', 'ServiceAccount', 'serviceaccounts', true),
  kind('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'customresourcedefinitions', false),
  kind('rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', false),
  kind('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'clusterrolebindings', false),
  kind('rbac.authorization.k8s.io/v1', 'Role', 'roles', true),
  kind('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings', true),
  kind('apps/v1', 'Deployment', 'deployments', true),
  kind('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', true),
  kind('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', true),
  kind('aws.m.upbound.io/v1beta1', 'ClusterProviderConfig', 'clusterproviderconfigs', false),
  kind('aws.m.upbound.io/v1beta1', 'ProviderConfig', 'providerconfigs', true),
  ['datapipelines.dev/v1alpha1/DataPipeline', DATA_PIPELINE],
  ['datapipelines.dev/v1alpha1/DataPipelineGrant', DATA_PIPELINE_GRANT],
]);

/** What a pipeline names when it names none; the simulated provider asks for no credentials. */
export const DEFAULT_PROVIDER_CONFIG: KubeObject = {
  apiVersion: 'aws.m.upbound.io/v1beta1',
  kind: 'ClusterProviderConfig',
  metadata: { name: 'default' },
  spec: { credentials: { source: 'None' } },
};

export function resourceKindOf(object: KubeObject): ResourceKind {
  const found = KINDS.get(`${object.apiVersion}/${object.kind}`);
  if (found === undefined)
    throw new Error(`the demo cannot apply ${object.apiVersion} ${object.kind}; it takes DataPipelines and Namespaces`);
  return found;
}

/** @throws when it has no name, or one that YAML takes for something else than text (`n`). */
export function toKubeObject(value: Readonly<Record<string, unknown>>): KubeObject {
  const { metadata } = value as Partial<KubeObject>;
  const name: unknown = metadata?.name;
  if (name === undefined) throw new Error(`${String(value.kind)} has no metadata.name; give it one`);
  if (typeof name !== 'string') {
    throw new Error(`${String(value.kind)}: metadata.name is ${JSON.stringify(name)}, no text; put it in quotes`);
  }
  return value as unknown as KubeObject;
}

/** @throws when the file is no YAML, or holds something that is no Kubernetes object. */
export async function readObjects(file: string): Promise<KubeObject[]> {
  const { objects, faults } = objectsIn(await readFile(file, 'utf8'));
  const [fault] = faults;
  if (fault !== undefined) throw new Error(`${file}: ${fault.place}: ${fault.message}`);
  return objects.map(({ value }) => toKubeObject(value));
}

export async function applyAsAdmin(client: KubeClient, object: KubeObject): Promise<KubeObject> {
  return await client.apply(resourceKindOf(object), object, { fieldManager: FIELD_MANAGER, force: true });
}

/** Without it the simulated provider connects for nobody, as the real one. One that is there is left alone. */
export async function ensureDefaultProviderConfig(client: KubeClient): Promise<void> {
  const kind = resourceKindOf(DEFAULT_PROVIDER_CONFIG);
  const live = await client.get(kind, undefined, DEFAULT_PROVIDER_CONFIG.metadata.name);
  if (live === undefined) await applyAsAdmin(client, DEFAULT_PROVIDER_CONFIG);
}
