/** The one line that says how a pipeline is: reason and message of Ready, and the column STATUS of kubectl get. */
import type { Plan } from '../plan.ts';
import type { Problem } from '../problems.ts';
import type { RemovalStep } from '../removal.ts';
import { REASON, type Reason } from './conditions.ts';
import { plural } from './words.ts';

const SUMMARY_LIMIT = 80;

/** Why nothing can go on without the user. */
export interface StallNotice {
  readonly reason: Reason;
  readonly message: string;
}

export interface Progress {
  readonly plan: Plan;
  readonly stall: StallNotice | undefined;
  /** Resources that left the spec and are not gone yet. */
  readonly pruning: readonly RemovalStep[];
}

/** The first of: a stall, a problem, what is not ready, what is being removed; else that all is well. */
export function headlineOf(
  { plan, stall, pruning }: Progress,
  problems: readonly Problem[],
  ready: number,
): StallNotice {
  if (stall !== undefined) return stall;
  const total = plan.objects.length;
  const progress = `${ready} of ${plural(total, 'resource')} ready`;
  const first = problems[0];
  if (first !== undefined) {
    const more = problems.length === 1 ? '' : ` and ${problems.length - 1} more`;
    const reason = problems.every(({ reason }) => reason === 'KindMissing')
      ? REASON.dependencyNotReady
      : REASON.progressingWithRetry;
    return { reason, message: `${first.component}: ${first.message}${more}; ${progress}` };
  }
  if (ready < total) return { reason: REASON.progressing, message: [progress, ...notesOf(plan)].join('; ') };
  if (pruning.length > 0) return { reason: REASON.pruning, message: `removing what left the spec; ${progress}` };
  const held = plan.held.length === 0 ? '' : `; ${plural(plan.held.length, 'change')} held`;
  return { reason: REASON.succeeded, message: `all ${plural(total, 'resource')} are ready${held}` };
}

/** Of what goes to the spec by steps: "streams/big: now 8 shards, then 16, then 30". */
function notesOf({ objects }: Plan): readonly string[] {
  return objects.flatMap(({ object, state }) =>
    state.state === 'Progressing' && state.note !== undefined ? [`${object.component}: ${state.note}`] : [],
  );
}

/** The beginning of a text, where it is too long; a column's limit if none is said. */
export function short(text: string, limit = SUMMARY_LIMIT): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}
