/** Looking into what was rendered, for tests. */
import type { PipelineInput } from '../decide.ts';
import { renderPipeline } from '../render.ts';
import type { Rendered, RenderedObject } from '../rendered.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The one object of a kind ("Bucket", or "kinesis.Stream" where several have one) and metadata.name; a test that asks for what is not there fails with the list of what is. */
export function find(rendered: Rendered, kind: string, name: string): RenderedObject {
  const [found, ...more] = rendered.objects.filter(
    (one) => [one.kind.kind, one.kind.key].includes(kind) && one.manifest.metadata.name === name,
  );
  if (more.length > 0) throw new Error(`${kind}/${name} is rendered by several services: say which, as kinesis.Stream`);
  if (found !== undefined) return found;
  const known = rendered.objects.map((one) => `${one.kind.kind}/${one.manifest.metadata.name}`).join('\n');
  throw new Error(`${kind}/${name} is not rendered; rendered are:\n${known}`);
}

export function specOf(object: RenderedObject): { readonly forProvider: Fields; readonly [field: string]: unknown } {
  return object.manifest.spec as { forProvider: Fields };
}

/** spec.forProvider of the one object of a kind and name. */
export function forProvider(pipeline: PipelineInput, kind: string, name: string): Fields {
  return specOf(find(renderPipeline(pipeline), kind, name)).forProvider;
}

/** A statement as AWS reads it; one value stands for a list of one. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly [field: string]: unknown;
}

/** A policy document that stands as text in a field. */
export function policyIn(fields: Fields, field: string): { readonly Statement: readonly PolicyStatement[] } {
  return JSON.parse(String(fields[field])) as { Statement: PolicyStatement[] };
}
