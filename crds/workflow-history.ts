/**
 * How much a workflow may write into the history of one execution, which Step Functions ends at 25,000 events (quotas,
 * "Maximum execution event history size"). Most steps write a few for each try. Those that look again and again whether
 * something has ended share what is left: the more of them, the fewer looks each has. Counted for the worst: all side by side,
 * every call refused as often as it is asked again.
 */
import type { Job, WorkflowStep } from './datapipeline.ts';
import { platformOf } from './jobs.ts';

export const HISTORY_EVENTS = 25_000;

/** A step looks no more often, and no less often may it be. */
const MOST_LOOKS = 120;
const FEWEST_LOOKS = 10;

/** Of the execution, of what is done about a failure, and of the forks, less than one for each step. */
const FRAME = 100;
const FORK = 4;
/** A state is entered and left; a call is scheduled, started and answered; one that is waited for is submitted as well. */
const STATE = 2;
const CALL = 3;
const WAITED_FOR = 4;
/** How often what AWS refuses for a moment is asked again, and a job that runs already (charts/…/asl/retry.ts). */
const TRANSIENT = 6;
const BUSY = 20;
/** A cluster is made, used and ended; the step may also be one that ends it after a failure and then fails itself. */
const CLUSTER = 4 * STATE + 3 * (1 + TRANSIENT) * WAITED_FOR;
/** Wait, count, ask, decide. */
const LOOK = 4 * STATE + CALL;
/** A crawler of the spec may be two of AWS: one for folders, one for tables. */
const LOOK_OF_CRAWLER = 2 * LOOK;
/** An application may be told again what it is to do. */
const LOOK_OF_APPLICATION = LOOK + STATE + CALL;

export interface History {
  /** Of each step that looks, in each of its tries; undefined: there is no room for enough of them. */
  readonly looks: number | undefined;
  /** At most. */
  readonly events: number;
}

export function historyOf(steps: readonly WorkflowStep[], jobs: readonly Job[]): History {
  const onClusters = new Set(jobs.filter((job) => platformOf(job).kind === 'EmrCluster').map(({ name }) => name));
  const parts = steps.map((step) => partsOf(step, step.job !== undefined && onClusters.has(step.job)));
  const fixed = FRAME + parts.reduce((sum, part) => sum + part.fixed, 0);
  const perLook = parts.reduce((sum, part) => sum + part.perLook, 0);
  const most = Math.min(MOST_LOOKS, Math.floor((HISTORY_EVENTS - fixed) / Math.max(1, perLook)));
  const looks = most < FEWEST_LOOKS ? undefined : most;
  return { looks, events: fixed + perLook * (looks ?? FEWEST_LOOKS) };
}

function partsOf(step: WorkflowStep, isOnCluster: boolean): { readonly fixed: number; readonly perLook: number } {
  const tries = 1 + (step.retry?.attempts ?? 0);
  const look = lookOf(step);
  // What is refused for a moment counts as a look; one more stands for the first call, the end and the fork around it.
  if (look > 0) return { fixed: FORK + STATE + tries * look, perLook: tries * look };
  if (isOnCluster) return { fixed: FORK + STATE + tries * CLUSTER, perLook: 0 };
  return { fixed: FORK + STATE + (tries + TRANSIENT + BUSY) * WAITED_FOR, perLook: 0 };
}

function lookOf({ crawler, application }: WorkflowStep): number {
  if (crawler !== undefined) return LOOK_OF_CRAWLER;
  return application === undefined ? 0 : LOOK_OF_APPLICATION;
}
