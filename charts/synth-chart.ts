/** A chart of finished manifests, for `cdk8s synth`: what renderPipeline gave, in its order. */
import { ApiObject, type ApiObjectProps, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubeObject } from '../crds/kubernetes.ts';

export class SynthChart extends Chart {
  constructor(scope: Construct, id: string, manifests: readonly KubeObject[]) {
    super(scope, id);
    let previous: ApiObject | undefined;
    for (const manifest of manifests) {
      const id = `${manifest.apiVersion}.${manifest.kind}.${manifest.metadata.name}`;
      const object = new ApiObject(this, id, manifest as unknown as ApiObjectProps);
      // cdk8s writes objects that know nothing of each other in an order of its own.
      if (previous !== undefined) object.addDependency(previous);
      previous = object;
    }
  }
}
