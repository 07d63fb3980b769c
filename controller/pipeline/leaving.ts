/**
 * Which objects that left the spec may go now. One that is succeeded by another goes on until all that is wanted is ready: of
 * its component (code, a delivery), or of the pipeline, where others stand in it (a network). One that gathers before it
 * writes goes on until it has written what it gathered while its successor was not there yet. With it goes on what it came
 * after: its source, its role. Pure.
 */
import type { Child } from './child.ts';
import type { PlannedObject } from './plan.ts';

export interface Leaving {
  readonly orphans: readonly Child[];
  /** Another one may go in so many ms, though nothing changes. */
  readonly againMs?: number;
}

/** What was gathered is written within one interval; the second is for what had to be tried again. */
const INTERVALS = 2;

export function mayLeave(
  leaving: readonly Child[],
  planned: readonly PlannedObject[],
  children: ReadonlyMap<string, Child>,
  nowMs: number,
): Leaving {
  const unready = new Set(planned.flatMap(({ object, state }) => (state.state === 'Ready' ? [] : [object.component])));
  const waitMs = (child: Child): number => {
    const { kind, component, deleting } = child;
    if (deleting || kind.succeeded === undefined) return 0;
    if (kind.succeeded === 'InPipeline') return unready.size > 0 ? Number.POSITIVE_INFINITY : 0;
    if (unready.has(component)) return Number.POSITIVE_INFINITY;
    return drainedInMs(child, successorsOf(child, planned, children), nowMs);
  };
  const waits = leaving.map((child) => ({ child, ms: waitMs(child) })).filter(({ ms }) => ms > 0);
  const lastWave = Math.max(...waits.map(({ child }) => child.wave));
  const waiting = new Set(waits.map(({ child }) => child));
  const againMs = Math.min(...waits.map(({ ms }) => ms));
  return {
    orphans: leaving.filter((child) => !waiting.has(child) && child.wave >= lastWave),
    ...(Number.isFinite(againMs) ? { againMs } : {}),
  };
}

function successorsOf(
  { kind, component }: Child,
  planned: readonly PlannedObject[],
  children: ReadonlyMap<string, Child>,
): readonly Child[] {
  const same = planned.filter(({ object }) => object.kind === kind && object.component === component);
  return same.flatMap(({ object }) => children.get(object.id) ?? []);
}

/** Its successor reads since it was made; what came before reached the old one alone. */
function drainedInMs({ kind, applied }: Child, successors: readonly Child[], nowMs: number): number {
  const seconds = kind.gathersFor === undefined ? undefined : applied[kind.gathersFor];
  if (typeof seconds !== 'number') return 0;
  const made = successors.map(({ createdAt }) => Date.parse(createdAt ?? '')).filter((ms) => !Number.isNaN(ms));
  if (made.length === 0) return 0;
  const drainMs = seconds * 1000 * INTERVALS;
  // A clock that is behind must not make it wait for ever.
  return Math.min(drainMs, Math.max(0, Math.max(...made) + drainMs - nowMs));
}
