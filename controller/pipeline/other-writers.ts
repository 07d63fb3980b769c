/**
 * Who undoes what this operator renders? Not everybody who ever wrote the object: the provider adds values of its own, and a
 * tool may own a label that nobody else cares about. To blame is who owns, alone, a field that we render: the API server
 * took it from us when that writer gave it another value.
 *
 * A field that was removed has no owner any more, so whoever removed it cannot be named.
 */
import { FIELD_MANAGER } from '../../crds/identifiers.ts';
import type { JsonObject, KubeObject } from '../../crds/kubernetes.ts';

/** Names of fields from the root: ["spec", "forProvider", "tags", "team"]. */
type FieldPath = readonly string[];

/** Fields that we do not own, by manager. */
export type ForeignFields = Readonly<Record<string, readonly FieldPath[]>>;

export function foreignFieldsOf({ metadata: { managedFields = [] } }: KubeObject): ForeignFields {
  const entries = managedFields.filter(({ subresource, fieldsV1 }) => !subresource && fieldsV1 !== undefined);
  const ours = new Set(entries.filter(isOurs).flatMap(({ fieldsV1 }) => leavesOf(fieldsV1).map(keyOf)));
  const foreign = new Map<string, FieldPath[]>();
  for (const entry of entries) {
    if (isOurs(entry) || entry.manager === undefined) continue;
    const alone = leavesOf(entry.fieldsV1).filter((path) => !ours.has(keyOf(path)));
    foreign.set(entry.manager, [...(foreign.get(entry.manager) ?? []), ...alone]);
  }
  return Object.fromEntries(foreign);
}

/** Managers that own a field which `manifest` gives a value, in the order of their names. */
export function writersOver(foreign: ForeignFields, manifest: KubeObject): readonly string[] {
  return Object.entries(foreign)
    .filter(([, paths]) => paths.some((path) => has(manifest, path)))
    .map(([manager]) => manager)
    .sort();
}

function isOurs({ manager }: { readonly manager?: string }): boolean {
  return manager?.startsWith(FIELD_MANAGER) === true;
}

/** Of a fieldsV1 set. Items of lists count as their list: what we render of one we render whole. */
function leavesOf(set: JsonObject | undefined, path: FieldPath = []): FieldPath[] {
  return Object.entries(set ?? {}).flatMap(([key, value]) => {
    if (key === '.') return [];
    if (!key.startsWith('f:')) return [path];
    const below = [...path, key.slice(2)];
    const children = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
    return Object.keys(children).length === 0 ? [below] : leavesOf(children, below);
  });
}

function keyOf(path: FieldPath): string {
  return JSON.stringify(path);
}

function has(root: unknown, path: FieldPath): boolean {
  let node = root;
  for (const step of path) {
    if (typeof node !== 'object' || node === null) return true;
    if (!Object.hasOwn(node, step)) return false;
    node = (node as Readonly<Record<string, unknown>>)[step];
  }
  return node !== undefined;
}
