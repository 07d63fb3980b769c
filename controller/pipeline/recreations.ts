/**
 * What AWS made a second time while its managed resource stood: somebody deleted it there, the provider made it again, and
 * what was in it is gone although everything is ready. Remembered while we run; what happens in between is not told.
 */
import type { Child } from './child.ts';
import type { PipelineEvent } from './events.ts';

export class Recreations {
  /** When AWS made it, by uid of the managed resource. */
  readonly #madeAt = new Map<string, string>();

  /** Those among the pipeline's objects that hold data and were made anew since the last look. */
  since(children: Iterable<Child>): readonly Child[] {
    const anew: Child[] = [];
    const standing = new Set<string>();
    for (const child of children) {
      const { kind, uid, createdAt } = child;
      if (!kind.guarded || !kind.holdsOrProtectsData) continue;
      standing.add(uid);
      if (createdAt === undefined) continue;
      const before = this.#madeAt.get(uid);
      // RFC 3339 in UTC with a fixed layout: text order is time order.
      if (before !== undefined && createdAt > before) anew.push(child);
      if (before === undefined || createdAt > before) this.#madeAt.set(uid, createdAt);
    }
    for (const uid of this.#madeAt.keys()) if (!standing.has(uid)) this.#madeAt.delete(uid);
    return anew;
  }
}

export function recreatedEvent({ component, kind, name, externalName }: Child): PipelineEvent {
  return {
    type: 'Warning',
    reason: 'RecreatedEmpty',
    action: 'Observe',
    note: `${component}: ${externalName ?? name} was gone in AWS and was made again (${kind.kind}/${name}); what was in it is gone; look in CloudTrail for who deleted it`,
  };
}
