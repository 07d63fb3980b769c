/**
 * From a rendered object to the manifest that is applied: its tokens resolved, its policies guarded while it is not proven
 * ours, its digest written on it. Pure; the digest, which is asked for in every plan and costs a walk through the whole
 * manifest, is remembered by rendered object.
 */
import { resolveTokens } from '../../charts/observed.ts';
import type { ObservedToken, RenderedObject } from '../../charts/rendered.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import type { Json, KubeObject } from '../../crds/kubernetes.ts';
import { desiredDigest } from './digest.ts';

/** Guarded: policies that cannot change what is already there. */
export type Policies = 'Guarded' | 'Full';

export interface ResolvedObject {
  readonly object: RenderedObject;
  /** Of `object.tokens`, in their order. */
  readonly values: readonly Json[];
}

/** The object with the values of its tokens, or the ids of those that do not give theirs. */
export function resolve(
  object: RenderedObject,
  lookup: (token: ObservedToken) => Json | undefined,
): ResolvedObject | { readonly open: readonly string[] } {
  const found = object.tokens.map((token) => ({ token, value: lookup(token) }));
  const open = found.filter(({ value }) => value === undefined || value === null || value === '');
  if (open.length > 0) return { open: [...new Set(open.map(({ token }) => token.from))] };
  return { object, values: found.flatMap(({ value }) => (value === undefined ? [] : [value])) };
}

/** The manifest as it is applied, with its digest annotation. */
export function manifestOf({ object, values }: ResolvedObject, policies: Policies): KubeObject {
  const manifest = withoutDigest({ object, values }, policies);
  const annotations = {
    ...manifest.metadata.annotations,
    [ANNOTATION.rendered]: digestOf({ object, values }, policies),
  };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

interface KnownDigest {
  readonly values: string;
  readonly digest: string;
}

/** Rendered objects never change, so what was computed of one holds as long as it lives. */
const KNOWN = new WeakMap<RenderedObject, Map<Policies, KnownDigest>>();

/** Digest of the manifest, as its annotation says it. */
export function digestOf({ object, values }: ResolvedObject, policies: Policies): string {
  const known = KNOWN.get(object) ?? new Map<Policies, KnownDigest>();
  KNOWN.set(object, known);
  const text = JSON.stringify(values);
  const before = known.get(policies);
  if (before?.values === text) return before.digest;
  const digest = desiredDigest(withoutDigest({ object, values }, policies));
  known.set(policies, { values: text, digest });
  return digest;
}

function withoutDigest({ object, values }: ResolvedObject, policies: Policies): KubeObject {
  const known = ({ from, path }: ObservedToken): Json | undefined =>
    values[object.tokens.findIndex((token) => token.from === from && token.path === path)];
  const manifest = object.tokens.length === 0 ? object.manifest : resolveTokens(object.manifest, known).value;
  if (policies === 'Full') return manifest;
  return { ...manifest, spec: { ...(manifest.spec as object), managementPolicies: ['Observe', 'Create'] } };
}
