/** Our finalizer on a DataPipeline, among those of others. */
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { DATA_PIPELINE, FINALIZER } from '../../crds/identifiers.ts';
import type { KubeClient } from '../kube/api.ts';
import { isGone } from './apply.ts';

export function hasFinalizer({ metadata }: DataPipeline): boolean {
  return (metadata.finalizers ?? []).includes(FINALIZER);
}

export async function addFinalizer(client: KubeClient, pipeline: DataPipeline, signal: AbortSignal): Promise<void> {
  if (hasFinalizer(pipeline)) return;
  await setFinalizers(client, pipeline, [...(pipeline.metadata.finalizers ?? []), FINALIZER], signal);
}

export async function removeFinalizer(client: KubeClient, pipeline: DataPipeline, signal: AbortSignal): Promise<void> {
  const others = (pipeline.metadata.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
  await setFinalizers(client, pipeline, others, signal);
}

/** A merge patch replaces the whole list, so it only counts against the version that we saw. */
async function setFinalizers(
  client: KubeClient,
  { metadata: { name, namespace, resourceVersion = '' } }: DataPipeline,
  finalizers: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const patch = { metadata: { resourceVersion, finalizers } };
  try {
    await client.mergePatch(DATA_PIPELINE, namespace, name, patch, { signal });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
