/**
 * A live object as the rest of the controller knows it: complete with the defaults of *our* schema. The CRD in the cluster
 * may be one release older (Helm never upgrades CRDs), and what it stored then lacks the newer fields; so what is
 * validated, rendered and reported is one and the same completed object.
 */
import type { DataPipeline } from '../../crds/datapipeline.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import { applyDefaults } from '../../crds/validate/defaults.ts';

/** `status` stays as it is; managedFields, which nobody reads, are dropped. */
export function storedPipeline(object: KubeObject): DataPipeline {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata, spec: applyDefaults({ spec: object.spec }).spec } as DataPipeline;
}
