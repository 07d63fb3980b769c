/** Addresses of the API server, built from a static ResourceKind: no discovery, no guessing of plurals, nothing unescaped. */
import type { ResourceKind } from '../../crds/kubernetes.ts';

export function apiVersionOf(kind: ResourceKind): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}

/** Path of all objects of a kind; across all namespaces when `namespace` is undefined. */
export function collectionPath(kind: ResourceKind, namespace?: string): string {
  if (namespace !== undefined && !kind.namespaced) {
    throw new TypeError(`${kind.kind} is cluster-scoped but the namespace "${namespace}" was given`);
  }
  const root = kind.group === '' ? '/api' : `/apis/${segment(kind.group)}`;
  const scope = namespace === undefined ? '' : `/namespaces/${segment(namespace)}`;
  return `${root}/${segment(kind.version)}${scope}/${segment(kind.plural)}`;
}

/** Path of one object. An empty name is refused: it would address the collection, and a DELETE there takes everything. */
export function objectPath(
  kind: ResourceKind,
  namespace: string | undefined,
  name: string,
  subresource?: 'status',
): string {
  if (kind.namespaced && namespace === undefined) {
    throw new TypeError(`${kind.kind} is namespaced but no namespace was given for "${name}"`);
  }
  const path = `${collectionPath(kind, namespace)}/${segment(name)}`;
  return subresource === undefined ? path : `${path}/${subresource}`;
}

/** Key of an object in a Store: `<namespace>/<name>`, or `<name>` for a cluster-scoped kind. */
export function keyOf(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function segment(value: string): string {
  if (value === '' || value === '.' || value === '..') {
    throw new TypeError(`"${value}" cannot be part of an API path`);
  }
  return encodeURIComponent(value);
}
