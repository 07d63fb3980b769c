/** A pipeline in words, for those who look at it with kubectl: a line for each component that works on others. Pure. */
import { doingsIn } from './arrows.ts';
import type { RenderedPart } from './rendered.ts';

/** Of what one thing needs of another without doing anything to it. */
const NEEDS = 'needs';

/** `deliveries/lake reads streams/main; writes zones/raw`, in the order of the parts. */
export function topologyOf(parts: readonly RenderedPart[]): readonly string[] {
  const lines = new Map<string, Map<string, Set<string>>>();
  for (const { by, of, verbs } of doingsIn(parts)) {
    const line = lines.get(by) ?? new Map<string, Set<string>>();
    lines.set(by, line);
    for (const verb of verbs.length === 0 ? [NEEDS] : verbs) line.set(verb, (line.get(verb) ?? new Set()).add(of));
  }
  return [...lines].map(
    ([by, line]) => `${by} ${[...line].map(([verb, things]) => `${verb} ${[...things].join(', ')}`).join('; ')}`,
  );
}
