/**
 * Which changes of a managed resource can change what is planned, told or removed. The provider writes each object half a
 * dozen times on its way (marks of creation, reasons, generations), of which two or three matter.
 *
 * `before` is what the inventory held: the answer to a write of ours is in it, so the same version on the watch is no change.
 */
import type { Child } from './child.ts';
import { hasTakenSpec, readinessOf } from './readiness.ts';
import { sameJson } from './same-json.ts';

export function concernsPlan(before: Child | undefined, after: Child): boolean {
  return before !== after && (before === undefined || !sameJson(essence(before), essence(after)));
}

function essence(child: Child): unknown {
  const { resourceVersion: _, generation: __, awaited: ___, createdByProvider, createdAt, ...marked } = child;
  const { creationUnclear: ____, ...rest } = marked;
  const { ready, synced, lastAsync, ...fixed } = rest;
  const readiness = readinessOf(child);
  const failing = [synced, lastAsync].filter((condition) => condition?.status === 'False');
  return {
    ...fixed,
    // While it is under way, how far it is changes nothing.
    readiness: readiness.state === 'Progressing' ? readiness.state : readiness,
    isReady: ready?.status === 'True',
    // Says whose it is only once there is something.
    createdByProvider: createdByProvider && ready?.status === 'True',
    createdAt: ready?.status === 'True' ? createdAt : undefined,
    // What keeps an object that shall go.
    failing: failing.map((condition) => condition?.message),
    // The same failure as before may be the answer to another question.
    isAnswer: failing.length > 0 && hasTakenSpec(child),
  };
}
