/**
 * Runs that somebody asked for by the annotation datapipelines.dev/run. Status remembers each before anything is written for
 * it, so neither a restart nor another leader runs it twice; what charts make of it is a one-time schedule in AWS
 * (charts/orchestration/runs), which goes when its time is past, as every schedule does. Pure.
 */
import { type RunInput, runComponent } from '../../charts/orchestration/runs/model.ts';
import type { DataPipeline, RunStatus } from '../../crds/datapipeline.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import { RUN_MAX_LENGTH, readRunRequest } from '../../crds/run-request.ts';
import { RUNS_REMEMBERED } from '../../crds/schema/runs.ts';
import { rfc3339 } from '../runtime/rfc3339.ts';
import type { Child } from './child.ts';
import { readinessOf } from './readiness.ts';

/** So long AWS has to be given the schedule: it takes none whose time is past. */
const LEAD_MS = 60_000;
/** Less than this is not enough to make one. */
const LEAST_LEAD_MS = 15_000;
/** So long after its time the provider may still tell that AWS took it. */
const GRACE_MS = 120_000;

/** Looked through once for each run: never an iterator. */
type Children = readonly Child[];

/** Runs as status should remember them now. */
export function runsAfter(pipeline: DataPipeline, children: Children, nowMs: number): readonly RunStatus[] {
  const { metadata, spec, status } = pipeline;
  const moved = (status?.runs ?? []).map((run) => moveOn(run, pipeline, children, nowMs));
  // Cut longer than any that is taken, so that it cannot be mistaken for one.
  const asked = metadata.annotations?.[ANNOTATION.run]?.slice(0, RUN_MAX_LENGTH + 1) ?? '';
  if (asked === '' || moved.some((run) => run.asked === asked)) return moved;
  const request = readRunRequest(asked, spec);
  const run: RunStatus =
    'refusal' in request
      ? { asked, state: 'Refused', message: request.refusal }
      : { asked, state: 'Waiting', at: rfc3339(nowMs + LEAD_MS) };
  return [run, ...moved].slice(0, RUNS_REMEMBERED);
}

function moveOn(run: RunStatus, { spec }: DataPipeline, children: Children, nowMs: number): RunStatus {
  const { asked, state, at } = run;
  if (at === undefined || (state !== 'Waiting' && state !== 'Scheduled')) return run;
  const made = children.filter(({ component }) => component === runComponent(asked));
  const atMs = Date.parse(at);
  const isReady = made.length > 0 && made.every((child) => readinessOf(child).state === 'Ready');
  if (isReady) return { ...run, state: nowMs < atMs ? 'Scheduled' : 'Started' };
  if (state === 'Scheduled') return made.length === 0 || nowMs >= atMs ? over(run, made, atMs, nowMs) : run;
  if (made.length > 0) return nowMs < atMs + GRACE_MS ? run : { ...run, state: 'Missed' };
  const request = readRunRequest(asked, spec);
  if ('refusal' in request) return { asked, state: 'Refused', message: request.refusal };
  // Nothing was made yet, because what it needs is not ready: it gets another time.
  return nowMs < atMs - LEAST_LEAD_MS ? run : { ...run, at: rfc3339(nowMs + LEAD_MS) };
}

/** AWS had it. Somebody may have taken it away before its time. */
function over(run: RunStatus, made: readonly Child[], atMs: number, nowMs: number): RunStatus {
  if (made.length > 0 || nowMs >= atMs + GRACE_MS) return { ...run, state: 'Started' };
  return { ...run, state: 'Missed' };
}

/** What is rendered: also what started, until its schedule is taken away. */
export function runInputsIn({ spec, status }: DataPipeline): readonly RunInput[] {
  return (status?.runs ?? []).flatMap(({ asked, state, at }): RunInput[] => {
    if (at === undefined || state === 'Refused' || state === 'Missed') return [];
    const request = readRunRequest(asked, spec);
    return 'refusal' in request ? [] : [{ ...request, asked, at: at.slice(0, 'yyyy-MM-ddTHH:mm:ss'.length) }];
  });
}

/** After so many ms a run may move on though nothing else changes; undefined when none waits. */
export function untilRunMoves({ status }: DataPipeline, nowMs: number): number | undefined {
  const due = (status?.runs ?? []).flatMap(({ state, at }) => {
    if (at === undefined) return [];
    const atMs = Date.parse(at);
    if (state === 'Waiting') return [atMs - LEAST_LEAD_MS, atMs + 1_000, atMs + GRACE_MS];
    return state === 'Scheduled' ? [atMs + 1_000] : [];
  });
  const ahead = due.filter((ms) => ms > nowMs);
  return ahead.length === 0 ? undefined : Math.min(...ahead) - nowMs;
}
