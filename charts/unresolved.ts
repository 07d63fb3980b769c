/**
 * Rendering without a controller (`cdk8s synth`, `render`): nobody reads a live object there, so what only AWS can tell is
 * taken from given values, else left to the provider through the field's native `…Ref`, else printed as
 * `<known after apply>` and listed. The controller does none of this: it writes the literal, because several live
 * references on one object overwrite each other and those inside lists loop with every apply.
 */
import type { Json, KubeObject } from '../crds/kubernetes.ts';
import { type ManagedKind, nameIn, type Reference } from './kinds/kind.ts';
import { resolveTokens, tokensIn } from './observed.ts';
import type { ObservedToken, Rendered } from './rendered.ts';

export const KNOWN_AFTER_APPLY = '<known after apply>';

/** A value that stays open: which object needs it, and what of which other object it is. */
export interface OpenValue extends ObservedToken {
  /** id of the RenderedObject that needs it. */
  readonly id: string;
}

export interface Printable {
  /** In apply order, without tokens. */
  readonly manifests: readonly KubeObject[];
  /** What stands as `<known after apply>` in them, in the same order. */
  readonly open: readonly OpenValue[];
}

/** `lookup` gives the values that are known, undefined for the others. */
export function withoutTokens(
  rendered: Rendered,
  lookup: (token: ObservedToken) => Json | undefined = () => undefined,
): Printable {
  const open: OpenValue[] = [];
  const manifests = rendered.objects.map((object): KubeObject => {
    if (object.tokens.length === 0) return object.manifest;
    const known = resolveTokens(object.manifest, lookup).value;
    const printed = withRefs(known, object.kind);
    for (const token of tokensIn(printed)) open.push({ id: object.id, ...token });
    return eachOnce(resolveTokens(printed, () => KNOWN_AFTER_APPLY).value) as KubeObject;
  });
  return { manifests, open };
}

/** With one open value in a list that has several: many lists are sets, and take nothing twice. */
function eachOnce(node: unknown): unknown {
  if (Array.isArray(node)) {
    const first = node.indexOf(KNOWN_AFTER_APPLY);
    return node.filter((child, index) => child !== KNOWN_AFTER_APPLY || index === first).map(eachOnce);
  }
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([field, value]) => [field, eachOnce(value)]));
}

/** `manifest` with the references of its kind in place of values that are one single token and nothing else. */
function withRefs(manifest: KubeObject, kind: ManagedKind): KubeObject {
  const { spec } = manifest as { spec?: { forProvider?: unknown } };
  return { ...manifest, spec: { ...spec, forProvider: referring(spec?.forProvider, kind.references, '') } };
}

function referring(node: unknown, references: ManagedKind['references'], at: string): unknown {
  if (Array.isArray(node)) return node.map((child) => referring(child, references, at));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([field, value]) => {
      const path = at === '' ? field : `${at}.${field}`;
      const reference = references.get(path);
      return (reference && referenceTo(field, value, reference)) ?? [field, referring(value, references, path)];
    }),
  );
}

/** The companion field and what to write into it. A list refers as a whole or not at all: references only fill empty ones. */
function referenceTo(field: string, value: unknown, { refs }: Reference): readonly [string, unknown] | undefined {
  if (refs === undefined) {
    const name = referredName(value);
    return name === undefined ? undefined : [`${field}Ref`, { name }];
  }
  const names = Array.isArray(value) ? value.map(referredName) : [];
  return names.length === 0 || names.includes(undefined) ? undefined : [refs, names.map((name) => ({ name }))];
}

/** metadata.name of the object that `value`, one single token and nothing else, comes from. */
function referredName(value: unknown): string | undefined {
  const [token, ...more] = tokensIn(value);
  if (typeof value !== 'string' || token === undefined || more.length > 0) return undefined;
  const whole = resolveTokens(value, () => ({ whole: true })).value as unknown;
  return typeof whole === 'object' ? nameIn(token.from) : undefined;
}
