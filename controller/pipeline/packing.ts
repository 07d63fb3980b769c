/**
 * Code that a function of the pipeline packs is there moments after the function is called for the first time; until then AWS
 * refuses the application that is to run it, and the provider tries again. That is on its way, not wrong, for as long
 * as a call or two may take; after that it is wrong, and told with where to look. Pure.
 */

import { LOGS } from '../../charts/kinds/cloudwatchlogs.ts';
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import { SCHEDULER } from '../../charts/kinds/scheduler.ts';
import { ARTIFACTS_COMPONENT, PACKED } from '../../charts/streaming/artifacts/model.ts';
import type { Child } from './child.ts';
import type { ObjectState } from './plan.ts';
import type { Judgement } from './young-role.ts';

/** Two calls of the schedule and the time that one takes. */
const PATIENCE_MS = 35 * 60_000;

const WAITS = 'waits for its code, which is being packed';

/** undefined where it is about something else. */
export function whilePacked(
  state: ObjectState,
  children: ReadonlyMap<string, Child>,
  nowMs: number,
): Judgement | undefined {
  if (state.state !== 'Failed' || state.reason !== 'AWSError') return undefined;
  if (!state.message.includes('unable to get the specified fileKey') || !state.message.includes(PACKED))
    return undefined;
  const packing = [...children.values()].filter(({ component }) => component === ARTIFACTS_COMPONENT);
  const of = (kind: ManagedKind) => packing.filter((child) => child.kind === kind);
  const since = of(SCHEDULER.Schedule)
    .map(({ createdAt }) => Date.parse(createdAt ?? ''))
    .filter((ms) => !Number.isNaN(ms));
  const againMs = Math.max(...since) + PATIENCE_MS - nowMs;
  if (againMs > 0) {
    return {
      state: { state: 'Progressing', reason: WAITS, note: WAITS },
      againMs: Math.min(againMs, PATIENCE_MS),
    };
  }
  const [group] = of(LOGS.Group);
  const message = `has no code, which is packed every 15 minutes; the log group ${group?.externalName ?? 'of the function that packs it'} tells why it was not`;
  return { state: { state: 'Failed', reason: 'AWSError', message } };
}
