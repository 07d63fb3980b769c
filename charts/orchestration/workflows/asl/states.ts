/**
 * States of the Amazon States Language as plain data. A definition is built as one tree and made text once (definition.ts),
 * so no name of a user is ever concatenated into JSON.
 */
import type { Json } from '../../../../crds/kubernetes.ts';

/** A state that does not know yet what comes after it. */
export type Body = { readonly Type: string } & { readonly [field: string]: Json };

/** Names are unique in all of a definition. A step's own state has its name; all others have a space or a colon in theirs. */
export type NamedBody = readonly [name: string, body: Body];

export interface States {
  readonly StartAt: string;
  readonly States: { readonly [name: string]: Body };
}

/** One after the other. */
export function chain(bodies: readonly NamedBody[]): States {
  const [first] = bodies;
  if (first === undefined) throw new Error('a chain of no states');
  const states = bodies.map(([name, body], index): NamedBody => {
    const next = bodies[index + 1];
    return [name, next === undefined ? { ...body, End: true } : { ...body, Next: next[0] }];
  });
  return { StartAt: first[0], States: Object.fromEntries(states) };
}

/**
 * All at the same time; the first that fails ends the others. Its input goes on to whatever comes next, for what a step gives
 * back has no reader (docs/adr/0042).
 */
export function parallel(branches: readonly States[], more: { readonly [field: string]: Json } = {}): Body {
  return { Type: 'Parallel', ...more, Branches: branches as unknown as Json, ResultPath: null };
}
