/**
 * Workers take keys from a queue and reconcile them. What a reconcile returns or throws decides when its key comes back:
 *
 * - returned: not before something asks, or after `requeueAfterMs`, or as a retry without being an error (`requeue`: a lost race
 *   for a write, which is nobody's fault and is not logged as one);
 * - thrown: as a retry; a TerminalError not at all, because only a change of the object can help.
 *
 * Every attempt has a deadline, after which its signal aborts. Workers end when the queue is shut down, which lets attempts under
 * way finish, or when their own signal aborts, which cuts them short: that is for a lost lease, where not a single write may follow.
 */
import type { Clock } from './clock.ts';
import { DeadlineError, withDeadline } from './deadline.ts';
import { toError } from './errors.ts';
import type { Log } from './log.ts';
import type { WorkQueue } from './queue.ts';

export interface ReconcileResult {
  readonly requeueAfterMs?: number;
  readonly requeue?: boolean;
}

export type Reconcile = (key: string, signal: AbortSignal) => Promise<ReconcileResult>;

/** Trying again cannot help until the object changes. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
}

export type Outcome = 'success' | 'error' | 'requeue' | 'requeue_after';
export type ErrorClass = 'Terminal' | 'Timeout' | 'Fault' | 'Other';

/** Called as things happen; must not throw. */
export interface WorkersObserver {
  started(): void;
  /** `errorClass` with outcome `error` only. */
  finished(outcome: Outcome, durationMs: number, errorClass?: ErrorClass): void;
}

export interface WorkersOptions {
  readonly queue: WorkQueue;
  readonly reconcile: Reconcile;
  readonly count: number;
  readonly clock: Clock;
  readonly log: Log;
  /** For one attempt. @default 120000 */
  readonly deadlineMs?: number;
  readonly observer?: WorkersObserver;
}

/** Resolves when all workers have ended. Never rejects. */
export async function runWorkers(options: WorkersOptions, signal: AbortSignal): Promise<void> {
  await Promise.all(Array.from({ length: options.count }, () => runWorker(options, signal)));
}

async function runWorker(options: WorkersOptions, signal: AbortSignal): Promise<void> {
  const { queue } = options;
  for (let key = await queue.get(signal); key !== undefined; key = await queue.get(signal)) {
    try {
      await attempt(options, key, signal);
    } finally {
      queue.done(key);
    }
  }
}

async function attempt(options: WorkersOptions, key: string, signal: AbortSignal): Promise<void> {
  const { queue, clock, log, observer } = options;
  const startedAt = clock.now();
  observer?.started();
  try {
    const result = await withDeadline(clock, options.deadlineMs ?? 120_000, signal, (bounded) =>
      options.reconcile(key, bounded),
    );
    observer?.finished(comeBack(queue, key, result), clock.now() - startedAt);
  } catch (thrown) {
    const error = toError(thrown);
    const errorClass = classOf(error);
    observer?.finished('error', clock.now() - startedAt, errorClass);
    if (signal.aborted) return;
    if (errorClass === 'Terminal') queue.forget(key);
    else queue.addRateLimited(key);
    log.error({ key, error, errorClass, failures: queue.failures(key) }, 'the reconcile failed');
  }
}

function comeBack(queue: WorkQueue, key: string, result: ReconcileResult): Outcome {
  if (result.requeue === true) {
    queue.addRateLimited(key);
    return 'requeue';
  }
  queue.forget(key);
  if (result.requeueAfterMs === undefined) return 'success';
  queue.addAfter(key, result.requeueAfterMs);
  return 'requeue_after';
}

function classOf(error: Error): ErrorClass {
  if (error instanceof TerminalError) return 'Terminal';
  if (error instanceof DeadlineError || error.cause instanceof DeadlineError) return 'Timeout';
  // What the language itself throws is a fault of ours, as a panic is in Go.
  const isFault = [TypeError, RangeError, ReferenceError].some((type) => error instanceof type);
  return isFault ? 'Fault' : 'Other';
}
