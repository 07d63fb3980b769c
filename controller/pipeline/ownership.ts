/**
 * Whose managed resource is it? A label alone proves nothing: whoever may write an object can copy one.
 *
 * An object bears up to three marks of its pipeline: the owner reference that controls it, the label with the uid, and our
 * field manager among those who applied it. Two of them make it that pipeline's, so that one which somebody takes off is
 * drift to repair and not a stranger in our place; one alone makes it nobody's. What something else controls is never ours.
 *
 * The marks say nothing of the namespace. A pipeline counts only what stands in its own, which is up to the inventory:
 * a copy elsewhere bears all the marks.
 */

import { GROUP, KIND, LABEL } from '../../crds/identifiers.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';

export interface Controller {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  /** It is a DataPipeline. */
  readonly isPipeline: boolean;
}

export function controllerOf({ metadata }: KubeObject): Controller | undefined {
  const found = metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (found === undefined) return undefined;
  const { apiVersion, kind, name, uid } = found;
  return { kind, name, uid, isPipeline: kind === KIND && apiVersion.startsWith(`${GROUP}/`) };
}

/** uid of the pipeline that the marks prove; undefined when they prove none. */
export function provenOwner(
  live: KubeObject,
  controller: Controller | undefined,
  appliedByUs: boolean,
): string | undefined {
  const labelled = live.metadata.labels?.[LABEL.uid];
  if (controller === undefined) return appliedByUs ? labelled : undefined;
  if (!controller.isPipeline) return undefined;
  return labelled === controller.uid || appliedByUs ? controller.uid : undefined;
}
