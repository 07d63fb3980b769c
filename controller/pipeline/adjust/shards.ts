/**
 * UpdateShardCount at most doubles and at least halves the open shards of a stream, so a larger change goes by steps. Each is
 * decided from the open shards that the provider saw last, which it looks for when the update before is done and the
 * stream ACTIVE.
 *
 * On demand AWS does not tell the number. Such a stream starts with four; so the first step of its way to PROVISIONED is
 * reckoned from four. If it has others by now and the step is refused, the mode is changed all the same, the number is
 * there to be seen, and the next step is reckoned from it.
 */
import type { ShardAdjustment } from '../../../charts/adjustment.ts';
import type { Child } from '../child.ts';
import type { Adjusted } from './adjust.ts';

const ON_DEMAND_SHARDS = 4;

export function adjustShards({ shards }: ShardAdjustment, child: Child | undefined): Adjusted {
  const mode = child?.observed['streamModeDetails.streamMode'];
  const seen = child?.observed.shardCount;
  const open = mode === 'ON_DEMAND' ? ON_DEMAND_SHARDS : seen;
  // Not made yet: it may be made with any number.
  if (typeof open !== 'number' || open < 1) return { is: 'Wanted' };
  if (mode !== 'ON_DEMAND' && open === shards) return { is: 'Wanted' };
  const [first = shards, ...later] = stepsFrom(open, shards);
  const now = mode === 'ON_DEMAND' ? 'now ON_DEMAND' : `now ${open} shards`;
  const note = [now, ...[first, ...later].map((step) => `then ${step}`)].join(', ');
  return { is: 'Wanted', changes: { shardCount: first }, note };
}

/** The numbers on the way, the last being the wanted one. */
function stepsFrom(open: number, wanted: number): readonly number[] {
  const next = Math.min(Math.max(wanted, Math.ceil(open / 2)), open * 2);
  return next === wanted ? [wanted] : [next, ...stepsFrom(next, wanted)];
}
