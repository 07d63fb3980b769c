/**
 * What every managed resource carries whatever its kind: labels to find it by, annotations, the owner reference and tags.
 * Nothing of the user's own labels and annotations is passed on: tools that track objects by them (Argo CD, kubectl) would
 * take the children for theirs.
 */
import type { ApiObjectMetadata } from 'cdk8s';
import { ANNOTATION, API_VERSION, CROSSPLANE, KIND, LABEL, TAG } from '../crds/identifiers.ts';
import type { ManagedKind } from './kinds/kind.ts';
import type { PipelineModel } from './model.ts';
import { labelValue } from './names.ts';
import type { Placement } from './placement.ts';

export function envelope(
  model: PipelineModel,
  placement: Placement,
  name: string,
  awsName: string | undefined,
): ApiObjectMetadata {
  return {
    name,
    namespace: model.namespace,
    labels: {
      ...(model.uid === undefined ? {} : { [LABEL.uid]: model.uid }),
      [LABEL.pipeline]: labelValue(model.name),
      [LABEL.component]: labelValue(placement.component),
      [LABEL.stage]: placement.stage,
    },
    annotations: {
      [ANNOTATION.component]: placement.component,
      ...(awsName === undefined ? {} : { [CROSSPLANE.externalName]: awsName }),
    },
    ...(model.uid === undefined
      ? {}
      : {
          ownerReferences: [
            {
              apiVersion: API_VERSION,
              kind: KIND,
              name: model.name,
              uid: model.uid,
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        }),
  };
}

/** The user's tags and ours; the schema keeps the two apart and their number below AWS's 50. */
export function tagsOf(
  model: PipelineModel,
  placement: Placement,
  { tagLimit }: Pick<ManagedKind, 'tagLimit'>,
): Record<string, string> {
  return {
    ...(tagLimit === undefined ? model.tags : {}),
    ...ownerMarks(model),
    [TAG.stage]: placement.stage,
    [TAG.environment]: model.environment,
    [TAG.classification]: placement.classification ?? model.classification,
  };
}

/** What tells whose an AWS object is; among the tags, or in a map of its own where a kind has none. */
export function ownerMarks(model: PipelineModel): Record<string, string> {
  return {
    [TAG.pipeline]: model.name,
    [TAG.namespace]: model.namespace,
    ...(model.uid === undefined ? {} : { [TAG.uid]: model.uid }),
  };
}
