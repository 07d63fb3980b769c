/**
 * Rendering without a controller (`cdk8s synth`, `render`): nobody reads a live object there, so what only AWS can tell is
 * taken from given values, else left to the provider through the field's native `…Ref`, else printed as
 * `<known after apply>` and listed. The controller does none of this: it writes the literal, because several live
 * references on one object overwrite each other and those inside lists loop with every apply.
 */
import type { Json, KubeObject } from '../crds/kubernetes.ts';
import { KIND } from './kinds.ts';
import { resolveTokens, tokensIn } from './observed.ts';
import type { ManagedKind, ObservedToken, Rendered } from './rendered.ts';

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
    const referring = withRefs(known, REF_FIELDS.get(object.kind) ?? new Set());
    for (const token of tokensIn(referring)) open.push({ id: object.id, ...token });
    return resolveTokens(referring, () => KNOWN_AFTER_APPLY).value as KubeObject;
  });
  return { manifests, open };
}

/**
 * Fields that hold tokens and have a `…Ref` that resolves to the same value. A reference to a key gives its id for
 * Alias and Stream, and its ARN for the bucket: each is what the service takes there. A test holds these to the CRDs.
 */
export const REF_FIELDS: ReadonlyMap<ManagedKind, ReadonlySet<string>> = new Map([
  [KIND.Alias, new Set(['targetKeyId'])],
  [KIND.BucketServerSideEncryptionConfiguration, new Set(['kmsMasterKeyId'])],
  [KIND.Stream, new Set(['kmsKeyId'])],
]);

/** Every field named in `fields` whose value is one single token becomes its `…Ref`, wherever it stands. */
function withRefs(node: unknown, fields: ReadonlySet<string>): unknown {
  if (Array.isArray(node)) return node.map((child) => withRefs(child, fields));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([field, value]) => {
      const name = fields.has(field) ? referredName(value) : undefined;
      return name === undefined ? [field, withRefs(value, fields)] : [`${field}Ref`, { name }];
    }),
  );
}

/** metadata.name of the object that `value`, one single token and nothing else, comes from. */
function referredName(value: unknown): string | undefined {
  const [token, ...more] = tokensIn(value);
  if (typeof value !== 'string' || token === undefined || more.length > 0) return undefined;
  const whole = resolveTokens(value, () => ({ whole: true })).value as unknown;
  return typeof whole === 'object' ? token.from.slice(token.from.lastIndexOf('/') + 1) : undefined;
}
