/** Builders for tests: rendered objects, and the child that the cluster would show once they are applied and ready. */
import { idOf } from '../../../charts/kinds/kind.ts';
import { S3 } from '../../../charts/kinds/s3.ts';
import { tokensIn } from '../../../charts/observed.ts';
import type { RenderedObject } from '../../../charts/rendered.ts';
import type { Stage } from '../../../crds/identifiers.ts';
import type { Child } from '../child.ts';
import { desiredDigest } from '../digest.ts';
import { aChild } from './a-child.ts';

export const UNGUARDED = S3.BucketPolicy;

interface Shape {
  readonly name: string;
  readonly kind?: RenderedObject['kind'];
  readonly stage?: Stage;
  readonly after?: readonly string[];
  readonly forProvider?: Record<string, unknown>;
}

export function aRenderedObject({
  name,
  kind = UNGUARDED,
  stage = 'Foundation',
  after = [],
  forProvider = {},
}: Shape): RenderedObject {
  const manifest = {
    apiVersion: `${kind.group}/${kind.version}`,
    kind: kind.kind,
    metadata: { name, namespace: 'analytics', labels: { app: 'x' }, annotations: {} },
    spec: { managementPolicies: ['Observe', 'Create', 'Update'], forProvider: { region: 'us-east-1', ...forProvider } },
  };
  return {
    id: idOf(kind, name),
    kind,
    component: `zones/${name}`,
    stage,
    wave: 1,
    manifest,
    tokens: tokensIn(manifest),
    after: after.map((other) => idOf(UNGUARDED, other)),
  };
}

/** As the cluster shows the object when everything is well; `manifest` when tokens were resolved. */
export function aLiveChild(object: RenderedObject, changes: Partial<Child> = {}, manifest = object.manifest): Child {
  const digest = desiredDigest(manifest);
  return aChild({
    kind: object.kind,
    name: manifest.metadata.name,
    stage: object.stage,
    rendered: digest,
    owned: digest,
    ...changes,
  });
}
