/** When a state is tried again: always where AWS was busy or broken for a moment, else as the step says. */
import type { Json } from '../../../../crds/kubernetes.ts';

export interface RetryModel {
  /** Beside the first one. */
  readonly attempts: number;
  /** Before the first of them; doubled each time. */
  readonly backoffSeconds: number;
}

const LONGEST_SECONDS = 3600;

/** `errors` are those of a service that had no time, or no connection: the call did nothing. */
export function onTransient(errors: readonly string[]): Json {
  return {
    ErrorEquals: [...errors],
    IntervalSeconds: 2,
    MaxAttempts: 6,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: 'FULL',
  };
}

/** `errors` are those of something that can be used again once others have done with it: some hours are waited for it. */
export function onBusy(errors: readonly string[]): Json {
  return {
    ErrorEquals: [...errors],
    IntervalSeconds: 60,
    MaxAttempts: 20,
    BackoffRate: 1.5,
    MaxDelaySeconds: 900,
    JitterStrategy: 'FULL',
  };
}

/**
 * `errors`: which of them. States.TaskFailed stands for all but a time-out: what took too long once takes too long again, and
 * costs as much.
 */
export function asAsked(retry: RetryModel | undefined, errors: 'States.TaskFailed' | 'States.ALL'): readonly Json[] {
  if (retry === undefined) return [];
  return [
    {
      ErrorEquals: [errors],
      IntervalSeconds: retry.backoffSeconds,
      MaxAttempts: retry.attempts,
      BackoffRate: 2,
      MaxDelaySeconds: Math.max(LONGEST_SECONDS, retry.backoffSeconds + 1),
      JitterStrategy: 'FULL',
    },
  ];
}
