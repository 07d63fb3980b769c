/**
 * Bounds one piece of asynchronous work in time. AbortSignal.any and AbortSignal.timeout would do the same, but the first
 * keeps a reference on the long-lived parent signal for as long as that lives, and the second reads the system clock.
 */
import type { Clock } from './clock.ts';

export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  readonly limitMs: number;

  constructor(limitMs: number) {
    super(`no result within ${limitMs / 1000} s`);
    this.limitMs = limitMs;
  }
}

/**
 * Runs `work` with a signal that aborts when `parent` does (with the same reason) or after `limitMs` (with a DeadlineError).
 * Settles only when `work` settles: work that ignores its signal is waited for, so nothing runs on behind the caller's back.
 */
export async function withDeadline<T>(
  clock: Clock,
  limitMs: number,
  parent: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  parent?.throwIfAborted();
  const controller = new AbortController();
  const forward = (): void => controller.abort(parent?.reason);
  parent?.addEventListener('abort', forward, { once: true });
  const cancel = clock.after(limitMs, () => controller.abort(new DeadlineError(limitMs)));
  try {
    return await work(controller.signal);
  } finally {
    cancel();
    parent?.removeEventListener('abort', forward);
  }
}
