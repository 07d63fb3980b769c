/** Which changes of status are news. Pure: old and new status in, events out; nothing changed gives nothing. */
import type { DataPipelineStatus, RunStatus } from '../../crds/datapipeline.ts';
import { STAGE_ORDER } from '../../crds/identifiers.ts';
import type { HeldChange } from './held.ts';
import type { ProblemReason } from './readiness.ts';
import { CONDITION, stageCondition } from './status/conditions.ts';
import { plural } from './status/words.ts';

/** Of events.k8s.io. */
const NOTE_LIMIT = 1024;

/** Of events that somebody must look at, beside problems: each has its row in docs/runbooks/pipeline-not-ready.md. */
export const WARNINGS = [
  'NotReady',
  'Stalled',
  'ChangeHeld',
  'ChangesApproved',
  'KeyChanged',
  'RecreatedEmpty',
  'Replacing',
  'SchemaChanged',
  'ForeignStatus',
  'RunMissed',
  'RunRefused',
] as const;

export type PipelineEvent = Told &
  (
    | { readonly type: 'Normal'; readonly reason: string }
    | { readonly type: 'Warning'; readonly reason: (typeof WARNINGS)[number] | ProblemReason }
  );

interface Told {
  /** Machine word for what the controller did or saw. */
  readonly action: string;
  /** Past tense, names the thing. */
  readonly note: string;
}

export function approvedEvent(held: readonly HeldChange[]): PipelineEvent {
  return {
    type: 'Warning',
    reason: 'ChangesApproved',
    action: 'Approve',
    note: `${plural(held.length, 'change')} that delete data were approved and are carried out: ${held.map(wordsOf).join('; ')}`.slice(
      0,
      NOTE_LIMIT,
    ),
  };
}

function wordsOf({ component, field, from, to }: Pick<HeldChange, 'component' | 'field' | 'from' | 'to'>): string {
  return `${component} ${field} ${from} → ${to}`;
}

export function eventsBetween(before: DataPipelineStatus | undefined, after: DataPipelineStatus): PipelineEvent[] {
  const isTrue = (status: DataPipelineStatus | undefined, type: string): boolean =>
    status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true;
  const messageOf = (type: string): string =>
    after.conditions?.find((condition) => condition.type === type)?.message ?? '';
  const became = (type: string): boolean => isTrue(after, type) && !isTrue(before, type);
  const ended = (type: string): boolean => !isTrue(after, type) && isTrue(before, type);
  const events: PipelineEvent[] = [];

  for (const stage of STAGE_ORDER) {
    const type = stageCondition(stage);
    // The last stage makes the whole ready, which is told below.
    if (became(type) && !became(CONDITION.ready))
      events.push({ type: 'Normal', reason: type, action: 'Reconcile', note: `stage ${stage} became ready` });
  }
  if (became(CONDITION.ready)) {
    events.push({
      type: 'Normal',
      reason: 'Ready',
      action: 'Reconcile',
      note: `the pipeline became ready: ${messageOf(CONDITION.ready)}`,
    });
  }
  if (ended(CONDITION.ready)) {
    events.push({
      type: 'Warning',
      reason: 'NotReady',
      action: 'Reconcile',
      note: `the pipeline stopped being ready: ${messageOf(CONDITION.ready)}`,
    });
  }
  if (became(CONDITION.stalled)) {
    events.push({
      type: 'Warning',
      reason: 'Stalled',
      action: 'Reconcile',
      note: `the pipeline stalled: ${messageOf(CONDITION.stalled)}`,
    });
  }
  if (became(CONDITION.suspended))
    events.push({ type: 'Normal', reason: 'Suspended', action: 'Suspend', note: messageOf(CONDITION.suspended) });
  if (ended(CONDITION.suspended))
    events.push({ type: 'Normal', reason: 'Resumed', action: 'Resume', note: 'the pipeline was resumed' });

  if (before?.keyArn !== undefined && after.keyArn !== undefined && before.keyArn !== after.keyArn) {
    events.push({
      type: 'Warning',
      reason: 'KeyChanged',
      action: 'Encrypt',
      note: `the key changed: what is written from now on is encrypted under ${after.keyArn}, what is there stays under ${before.keyArn}, which must be kept as long as that is to be read`,
    });
  }

  events.push(...runEvents(before?.runs ?? [], after.runs ?? []));

  const wereHeld = new Set((before?.heldChanges ?? []).map(wordsOf));
  for (const change of after.heldChanges ?? []) {
    if (wereHeld.has(wordsOf(change))) continue;
    events.push({
      type: 'Warning',
      reason: 'ChangeHeld',
      action: 'Hold',
      note: `${wordsOf(change)} is held until it is approved: ${change.why}`,
    });
  }

  const known = new Set((before?.problems ?? []).map((problem) => `${problem.resource} ${problem.message}`));
  for (const problem of after.problems ?? []) {
    if (known.has(`${problem.resource} ${problem.message}`)) continue;
    events.push({
      type: 'Warning',
      // Only what problemsOf gave stands in status; what others wrote there is taken back before.
      reason: problem.reason as ProblemReason,
      action: 'Reconcile',
      note: `${problem.component}, ${problem.resource}: ${problem.message}`,
    });
  }
  return events;
}

/** Of what was asked to run once. */
function runEvents(before: readonly RunStatus[], after: readonly RunStatus[]): PipelineEvent[] {
  const isNews = ({ asked, state }: RunStatus) => !before.some((run) => run.asked === asked && run.state === state);
  return after.filter(isNews).map((run): PipelineEvent => {
    const told = { action: 'Run', note: `run "${run.asked}" ${fateOf(run)}` };
    return run.state === 'Missed' || run.state === 'Refused'
      ? { type: 'Warning', reason: `Run${run.state}`, ...told }
      : { type: 'Normal', reason: `Run${run.state}`, ...told };
  });
}

function fateOf({ state, at, message }: RunStatus): string {
  switch (state) {
    case 'Waiting':
      return 'was asked for, and starts as soon as AWS has its schedule';
    case 'Scheduled':
      return `starts at ${at}`;
    case 'Started':
      return 'was due; what could not be started is in the dead-letter queue of the schedules';
    case 'Missed':
      return 'was not in AWS in time; ask again, with another value';
    case 'Refused':
      return `was refused: ${message}`;
  }
}
