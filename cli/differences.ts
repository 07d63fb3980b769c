/** What differs between two renderings, field by field, as a reviewer reads it. Pure. */
import type { Rendered, RenderedObject } from '../charts/rendered.ts';
import { withoutTokens } from '../charts/unresolved.ts';
import { ANNOTATION } from '../crds/identifiers.ts';

export interface FieldChange {
  /** "rule[0].expiration.days", below `spec.forProvider` where it lies there. */
  readonly field: string;
  /** JSON; undefined where the field is missing. A long text is cut around its first difference. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface ObjectChange {
  readonly what: 'Added' | 'Changed' | 'Removed';
  readonly object: RenderedObject;
  /** Of what changed. */
  readonly fields: readonly FieldChange[];
}

/** So much of a value fits into a table. */
const WIDTH = 60;

/** In apply order; what is removed stands last. */
export function differences(before: Rendered, after: Rendered): readonly ObjectChange[] {
  const old = printed(before);
  const now = printed(after);
  const all = [...after.objects, ...before.objects.filter(({ id }) => !now.has(id))];
  return all.flatMap((object): readonly ObjectChange[] => {
    const [from, to] = [old.get(object.id), now.get(object.id)];
    if (from === undefined) return [{ what: 'Added', object, fields: [] }];
    if (to === undefined) return [{ what: 'Removed', object, fields: [] }];
    const fields = fieldChanges(from, to, '');
    return fields.length === 0 ? [] : [{ what: 'Changed', object, fields }];
  });
}

/** By id. The wave is left out: it tells the order of deletion and follows from everything else. */
function printed(rendered: Rendered): ReadonlyMap<string, unknown> {
  const { manifests } = withoutTokens(rendered);
  return new Map(
    rendered.objects.map(({ id }, index) => {
      const { metadata, ...rest } = manifests[index] ?? {};
      const { [ANNOTATION.wave]: _, ...annotations } = metadata?.annotations ?? {};
      return [id, { ...rest, metadata: { ...metadata, annotations } }];
    }),
  );
}

function fieldChanges(from: unknown, to: unknown, path: string): readonly FieldChange[] {
  if (Object.is(from, to)) return [];
  if (!isTree(from) || !isTree(to) || Array.isArray(from) !== Array.isArray(to)) return [leaf(from, to, path)];
  const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...keys].flatMap((key) => fieldChanges(from[key], to[key], join(path, key, Array.isArray(from))));
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function join(path: string, key: string, inList: boolean): string {
  if (inList) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

function leaf(from: unknown, to: unknown, path: string): FieldChange {
  const [left, right] = [from, to].map((value) => (value === undefined ? undefined : JSON.stringify(value)));
  const start = left === undefined || right === undefined ? 0 : firstDifference(left, right);
  const field = path.replace(/^spec\.forProvider\./, '');
  return { field, from: excerpt(left, start), to: excerpt(right, start) };
}

function firstDifference(a: string, b: string): number {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index += 1;
  return index;
}

function excerpt(text: string | undefined, around: number): string | undefined {
  if (text === undefined || text.length <= WIDTH) return text;
  const start = Math.max(0, Math.min(around - WIDTH / 3, text.length - WIDTH));
  const end = start + WIDTH;
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}
