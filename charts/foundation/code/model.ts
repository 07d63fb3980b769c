/** Where code lies that pipelines run: one bucket, whose objects are named after their content. */
import type { Given } from '../../model.ts';
import { CODE, type NameScope, objectName } from '../../names.ts';
import { type BucketModel, bucketModel } from '../secure-bucket.ts';

export type CodeBucketModel = BucketModel;

export function codeBucketModel({ scope }: Given): CodeBucketModel {
  return bucketModel(scope, CODE);
}

export interface CodeObjectModel {
  /** metadata.name. Other content is another object, so that what runs keeps its code until it has taken the new one. */
  readonly object: string;
  readonly key: string;
  readonly contentBase64: string;
  /** Hexadecimal, of the raw bytes. */
  readonly sha256: string;
}

/** `<folder>/<name>/<sha256>.<ending>` */
export function codeObjectModel(
  scope: NameScope,
  place: { readonly folder: string; readonly name: string; readonly ending: string },
  content: { readonly contentBase64: string; readonly sha256: string },
): CodeObjectModel {
  const { folder, name, ending } = place;
  return {
    object: objectName(scope, `${folder}-${name}`, content.sha256.slice(0, 8)),
    key: `${folder}/${name}/${content.sha256}.${ending}`,
    ...content,
  };
}
