/**
 * From a rendered object to the manifest that is applied: as near to AWS as it may come (approach.ts), its tokens resolved,
 * its digest written on it. Pure; the digest, which is asked for in every plan and costs a walk through the whole
 * manifest, is remembered by rendered object.
 */
import { resolveTokens, tokensIn } from '../../charts/observed.ts';
import type { ObservedToken, RenderedObject } from '../../charts/rendered.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import type { Json, KubeObject } from '../../crds/kubernetes.ts';
import { type Approach, shaped } from './approach.ts';
import { desiredDigest } from './digest.ts';

export interface ResolvedObject {
  readonly object: RenderedObject;
  readonly approach: Approach;
  readonly tokens: readonly ObservedToken[];
  /** Of `tokens`, in their order. */
  readonly values: readonly Json[];
}

/** The object with the values of its tokens, or the ids of those that do not give theirs. */
export function resolve(
  object: RenderedObject,
  approach: Approach,
  lookup: (token: ObservedToken) => Json | undefined,
): ResolvedObject | { readonly open: readonly string[] } {
  const tokens = approach.without === undefined ? object.tokens : tokensIn(shaped(object.manifest, approach));
  const found = tokens.map((token) => ({ token, value: lookup(token) }));
  const open = found.filter(({ value }) => value === undefined || value === null || value === '');
  if (open.length > 0) return { open: [...new Set(open.map(({ token }) => token.from))] };
  return { object, approach, tokens, values: found.flatMap(({ value }) => (value === undefined ? [] : [value])) };
}

/** The manifest as it is applied, with its digest annotation. */
export function manifestOf(resolved: ResolvedObject): KubeObject {
  const manifest = withoutDigest(resolved);
  const annotations = { ...manifest.metadata.annotations, [ANNOTATION.rendered]: digestOf(resolved) };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

/** A manifest that is not just what was rendered, with its own digest on it. */
export function withDigest(manifest: KubeObject): KubeObject {
  const annotations = { ...manifest.metadata.annotations, [ANNOTATION.rendered]: desiredDigest(manifest) };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

interface KnownDigest {
  readonly values: string;
  readonly digest: string;
}

/** By approach. Rendered objects never change, so what was computed of one holds as long as it lives. */
const KNOWN = new WeakMap<RenderedObject, Map<string, KnownDigest>>();

/** Digest of the manifest, as its annotation says it. */
export function digestOf(resolved: ResolvedObject): string {
  const { object, values } = resolved;
  const known = KNOWN.get(object) ?? new Map<string, KnownDigest>();
  KNOWN.set(object, known);
  const { policies, externalName, without, changes } = resolved.approach;
  const approach = JSON.stringify([policies, externalName, without]);
  const text = JSON.stringify([values, changes]);
  const before = known.get(approach);
  if (before?.values === text) return before.digest;
  const digest = desiredDigest(withoutDigest(resolved));
  known.set(approach, { values: text, digest });
  return digest;
}

function withoutDigest({ object, approach, tokens, values }: ResolvedObject): KubeObject {
  const manifest = shaped(object.manifest, approach);
  if (tokens.length === 0) return manifest;
  const known = ({ from, path }: ObservedToken): Json | undefined =>
    values[tokens.findIndex((token) => token.from === from && token.path === path)];
  return resolveTokens(manifest, known).value;
}
