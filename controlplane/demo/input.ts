/** What the demo is asked to apply, checked before anything is started: a typo costs a second, not half a minute. */
import { objectsIn } from '../../charts/kube-objects.ts';
import { keyOf, parsePipelines, twiceLines } from '../../charts/pipeline-documents.ts';
import { API_VERSION, KIND } from '../../crds/identifiers.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import { resourceKindOf, toKubeObject } from './cluster-objects.ts';

export class DemoInputError extends Error {
  override readonly name = 'DemoInputError';
}

export interface DemoInput {
  /** As they were written, each with its namespace. */
  readonly pipelines: readonly KubeObject[];
  /** "namespace/name" of each. */
  readonly keys: readonly string[];
  /** What else the files hold. */
  readonly others: readonly KubeObject[];
}

/** @throws DemoInputError with a line for everything that is wrong. */
export function demoInput(files: readonly { readonly file: string; readonly text: string }[]): DemoInput {
  const parsed = files.map(({ file, text }) => ({ file, objects: objectsIn(text).objects, ...parsePipelines(text) }));
  const objects = parsed.flatMap(({ file, objects: found }) => found.map((each) => ({ file, ...each })));
  const isPipeline = (object: { apiVersion: string; kind: string }): boolean =>
    object.apiVersion === API_VERSION && object.kind === KIND;
  const others = objects.filter((object) => !isPipeline(object));
  const wrong = [
    ...parsed.flatMap(({ file, faults }) =>
      faults.map(({ object, path, message }) => `${file}: ${object}: ${path}: ${message}`),
    ),
    ...parsed.flatMap(({ file, pipelines, faults }) =>
      pipelines.length + faults.length === 0 ? [`${file}: holds no ${KIND}; leave it out`] : [],
    ),
    ...twiceLines(parsed),
    ...others.flatMap(({ file, place, value }) => {
      try {
        resourceKindOf(toKubeObject(value));
        return [];
      } catch (error) {
        return [`${file}: ${place}: ${error instanceof Error ? error.message : error}`];
      }
    }),
  ];
  if (wrong.length > 0) throw new DemoInputError(wrong.join('\n'));
  return {
    pipelines: objects.filter(isPipeline).map(({ value }) => withNamespace(toKubeObject(value))),
    keys: parsed.flatMap(({ pipelines }) => pipelines.map(keyOf)),
    others: others.map(({ value }) => toKubeObject(value)),
  };
}

function withNamespace(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? 'default' } };
}
