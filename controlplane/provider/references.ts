/**
 * References between managed resources: `xRef: {name, namespace?}` beside an argument `x` that has no value yet, and lists of
 * them. The operator writes literals; references come with manifests of `cdk8s synth`. Selectors are not resolved: the
 * charts render none.
 */
import type { KindKey, ManagedKind, Reference } from '../../charts/kinds/kind.ts';
import type { Json, JsonObject, KubeObject } from '../../crds/kubernetes.ts';
import { isObject } from './behaviour.ts';
import { type ManagedResource, readResource } from './managed-resource.ts';

/** Reads a live managed resource by kind, namespace and name. */
export type Lookup = (kind: KindKey, namespace: string, name: string) => KubeObject | undefined;

/** The arguments that references give and that are not set yet, or why one cannot be resolved. */
export function resolveReferences(
  resource: ManagedResource,
  kind: ManagedKind,
  lookup: Lookup,
): { readonly forProvider: JsonObject } | { readonly error: string } {
  const resolver = new Resolver(resource, kind, lookup);
  const resolved = resolver.within(resource.forProvider, []);
  if (resolver.error !== undefined) return { error: resolver.error };
  const added = Object.entries(resolved).filter(([field, value]) => value !== resource.forProvider[field]);
  return { forProvider: Object.fromEntries(added) };
}

class Resolver {
  /** Of the first reference that cannot be resolved. */
  error: string | undefined;
  readonly #resource: ManagedResource;
  readonly #kind: ManagedKind;
  readonly #lookup: Lookup;

  constructor(resource: ManagedResource, kind: ManagedKind, lookup: Lookup) {
    this.#resource = resource;
    this.#kind = kind;
    this.#lookup = lookup;
  }

  /** The same object when there is nothing to add. */
  within(given: JsonObject, at: readonly string[]): JsonObject {
    const added: Record<string, Json> = {};
    for (const [field, value] of Object.entries(given)) {
      const below = this.#below(value, [...at, field]);
      if (below !== value) added[field] = below;
    }
    for (const [path, reference] of this.#kind.references) {
      const steps = path.split('.');
      const argument = steps.pop() ?? '';
      if (steps.join('.') !== at.join('.') || isSet(given[argument])) continue;
      const value = this.#valueOf(given[reference.refs ?? `${argument}Ref`], reference, [...at, argument]);
      if (value !== undefined) added[argument] = value;
    }
    return Object.keys(added).length === 0 ? given : { ...given, ...added };
  }

  #below(value: Json, at: readonly string[]): Json {
    if (isObject(value)) return this.within(value, at);
    if (!Array.isArray(value)) return value;
    const items = value.map((item: Json) => this.#below(item, at));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }

  #valueOf(given: Json | undefined, reference: Reference, at: readonly string[]): Json | undefined {
    if (reference.refs === undefined) return this.#resolve(given, reference, at);
    if (!Array.isArray(given)) return undefined;
    const values = given.map((one: Json) => this.#resolve(one, reference, at));
    return values.every((value) => value !== undefined) ? values : undefined;
  }

  #resolve(ref: Json | undefined, { to, gives }: Reference, at: readonly string[]): string | undefined {
    if (!isObject(ref) || typeof ref.name !== 'string') return undefined;
    const namespace = typeof ref.namespace === 'string' ? ref.namespace : this.#resource.namespace;
    const target = this.#lookup(to, namespace, ref.name);
    const value = target && extract(readResource(target), gives);
    if (value) return value;
    const path = `mg.Spec.ForProvider.${at.map(goName).join('.')}`;
    this.error ??=
      target === undefined
        ? `${path}: cannot get referenced resource: ${to.slice(to.indexOf('.') + 1)} "${ref.name}" not found`
        : `${path}: referenced field was empty (referenced resource may not yet be ready)`;
    return undefined;
  }
}

function isSet(value: Json | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function extract(target: ManagedResource, what: Reference['gives']): string {
  if (what === 'externalName') return target.externalName ?? '';
  const value = isObject(target.status.atProvider) ? target.status.atProvider[what] : undefined;
  return typeof value === 'string' ? value : '';
}

/** A field as error messages spell it, which is Go's way: "kmsKeyId" is "KMSKeyID". */
function goName(field: string): string {
  const capital = field.replace(/^kms(?=[A-Z])/, 'KMS').replace(/Id(?=$|[A-Z])/, 'ID');
  return capital.charAt(0).toUpperCase() + capital.slice(1);
}
