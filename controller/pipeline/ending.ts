/**
 * What else ends with a pipeline that is being deleted. Somebody who deletes a pipeline means it; somebody who deletes a
 * namespace, or the definition of DataPipeline, deletes every pipeline in it by the way. Then nothing that holds data or
 * records is taken from AWS, whatever consents a pipeline carries.
 */
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { DATA_PIPELINE } from '../../crds/identifiers.ts';
import { NAMESPACE, type ResourceKind } from '../../crds/kubernetes.ts';
import type { KubeClient } from '../kube/api.ts';
import type { Child } from './child.ts';

export type Ending = 'Pipeline' | 'Namespace' | 'Definition';

export const CRD: ResourceKind = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
};
const DEFINITION = `${DATA_PIPELINE.plural}.${DATA_PIPELINE.group}`;
/** Set by the API server for `kubectl delete --cascade=orphan`, taken off by the garbage collector. */
const ORPHAN_FINALIZER = 'orphan';

/**
 * Asked of the API server, not of a watch: the deletion of a pipeline may arrive before that of its namespace does, and a
 * stream that was deleted does not come back.
 */
export async function endingOf(
  { metadata: { namespace = '' } }: DataPipeline,
  { client, signal }: { readonly client: KubeClient; readonly signal: AbortSignal },
): Promise<Ending> {
  const [definition, home] = await Promise.all([
    client.get(CRD, undefined, DEFINITION, { signal }),
    client.get(NAMESPACE, undefined, namespace, { signal }),
  ]);
  if (definition?.metadata.deletionTimestamp !== undefined) return 'Definition';
  return home?.metadata.deletionTimestamp === undefined ? 'Pipeline' : 'Namespace';
}

export function endingNote(ending: Ending): string | undefined {
  switch (ending) {
    case 'Pipeline':
      return undefined;
    case 'Namespace':
      return 'the namespace is being deleted too, so data and streams stay in AWS, whatever spec.deletionPolicy says; in it the provider may be unable to work; next time delete pipelines first';
    case 'Definition':
      return 'the CustomResourceDefinition of DataPipeline is being deleted, so data and streams stay in AWS, whatever spec.deletionPolicy says';
  }
}

/**
 * Whether the pipeline was deleted without what it made (`--cascade=orphan`). The finalizer says so while the garbage
 * collector works; afterwards it can be told by none of the objects having an owner any more.
 */
export function leavesChildren({ metadata }: DataPipeline, children: Iterable<Child>): boolean {
  if (metadata.finalizers?.includes(ORPHAN_FINALIZER)) return true;
  const owned = [...children].map(({ controller }) => controller !== undefined);
  return owned.length > 0 && !owned.includes(true);
}
