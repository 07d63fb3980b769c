import type { DataPipeline } from '../../crds/datapipeline.ts';

/** Key of a pipeline in stores, queue and logs. */
export function keyOf({ metadata: { namespace, name } }: DataPipeline): string {
  return `${namespace}/${name}`;
}
