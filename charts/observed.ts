/**
 * Tokens: placeholders for values that are known only after AWS made a thing.
 *
 * A token is text between two private-use characters, so it can stand inside a longer string (an ARN, a JSON policy)
 * and no user string can forge one: the schema refuses private-use characters everywhere.
 */
import type { Json } from '../crds/kubernetes.ts';
import { idOf, type ManagedKind } from './kinds/kind.ts';
import type { ObservedToken } from './rendered.ts';

const OPEN = '\uE000';
const OBSERVED = 'status.atProvider.';
const CLOSE = '\uE001';
const TOKEN = /\uE000([^\uE000\uE001#]+)#([^\uE000\uE001]+)\uE001/g;

/**
 * Stands for `path` ("arn", "subnets.0.id") in status.atProvider of the object of this kind and metadata.name. Only paths that
 * the kind's row keeps can be asked for: a value that the controller does not keep would be waited for without end.
 */
export function observed<Path extends string>(kind: ManagedKind<Path>, name: string, path: NoInfer<Path>): string {
  return `${OPEN}${idOf(kind, name)}#${OBSERVED}${path}${CLOSE}`;
}

/** The path in status.atProvider that a token's path means; undefined for a path elsewhere. */
export function observedPath(tokenPath: string): string | undefined {
  return tokenPath.startsWith(OBSERVED) ? tokenPath.slice(OBSERVED.length) : undefined;
}

/** All tokens in a value, without duplicates, in order of first appearance. */
export function tokensIn(value: unknown): ObservedToken[] {
  const found = new Map<string, ObservedToken>();
  visitStrings(value, (text) => {
    for (const [whole, from, path] of text.matchAll(TOKEN)) {
      if (from !== undefined && path !== undefined) found.set(whole, { from, path });
    }
  });
  return [...found.values()];
}

/**
 * Replaces every token that `lookup` knows; the others stay and are returned as `open`.
 * A string that is one single token takes the looked-up value with its type; inside longer text it becomes text.
 */
export function resolveTokens<T>(
  value: T,
  lookup: (token: ObservedToken) => Json | undefined,
): { value: T; open: ObservedToken[] } {
  const open = new Map<string, ObservedToken>();
  const resolveText = (text: string): Json => {
    if (!text.includes(OPEN)) return text;
    let single: Json | undefined;
    const replaced = text.replaceAll(TOKEN, (whole: string, from: string, path: string) => {
      const known = lookup({ from, path });
      if (known === undefined || known === null || known === '') {
        open.set(whole, { from, path });
        return whole;
      }
      if (whole === text) single = known;
      return typeof known === 'string' ? known : JSON.stringify(known);
    });
    return single ?? replaced;
  };
  const resolve = (node: unknown): unknown => {
    if (typeof node === 'string') return resolveText(node);
    if (Array.isArray(node)) return node.map(resolve);
    if (typeof node === 'object' && node !== null) {
      return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, resolve(child)]));
    }
    return node;
  };
  return { value: resolve(value) as T, open: [...open.values()] };
}

function visitStrings(value: unknown, visit: (text: string) => void): void {
  if (typeof value === 'string') visit(value);
  else if (Array.isArray(value)) for (const child of value) visitStrings(child, visit);
  else if (typeof value === 'object' && value !== null)
    for (const child of Object.values(value)) visitStrings(child, visit);
}
