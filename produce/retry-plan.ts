/**
 * What to do after a PutRecords answer or error. Delivery is at least once: after an answer that never arrived the
 * records are sent again although the stream may have them.
 */
import { type BackoffPolicy, backoffMs } from '../controller/runtime/backoff.ts';
import type { StreamRecord } from './event.ts';

export interface RetryPolicy {
  readonly backoff: BackoffPolicy;
  /** Requests per record, the first one included. */
  readonly maxAttempts: number;
}

/** Patient enough for a stream that is being resharded: about two minutes in all. */
export const defaultRetryPolicy: RetryPolicy = {
  backoff: { baseMs: 50, maxMs: 10_000, jitter: 1 },
  maxAttempts: 30,
};

/** The per-record verdicts of one request: an error code for each record that was not stored, else undefined. */
export type Verdicts = readonly (string | undefined)[];

export type RetryPlan =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly records: readonly StreamRecord[]; readonly waitMs: number }
  | { readonly kind: 'give-up'; readonly records: readonly StreamRecord[]; readonly errorCode: string };

/**
 * The records that were refused, and when to send them again. `attempt` counts the requests made so far, from 1.
 * Accepted records never come back; the refused ones keep their order.
 */
export function planRetry(
  records: readonly StreamRecord[],
  verdicts: Verdicts,
  attempt: number,
  policy: RetryPolicy,
  random: () => number,
): RetryPlan {
  const refused = records.filter((_, position) => verdicts[position] !== undefined);
  const errorCode = verdicts.find((code) => code !== undefined);
  if (errorCode === undefined) return { kind: 'done' };
  if (attempt >= policy.maxAttempts) return { kind: 'give-up', records: refused, errorCode };
  return { kind: 'retry', records: refused, waitMs: backoffMs(policy.backoff, attempt - 1, random) };
}

/** What of an SDK or socket error decides whether trying again can help. */
export interface RequestFailure {
  readonly name: string;
  readonly httpStatus: number | undefined;
  /** A Node.js socket code such as ECONNRESET. */
  readonly socketCode: string | undefined;
}

const passingNames = new Set([
  'InternalFailure',
  'InternalFailureException',
  'KMSThrottlingException',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestTimeout',
  'RequestTimeoutException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
]);

/** Throttling, server errors and broken connections pass; a missing stream, a refused key or a bad request do not. */
export function isPassing(failure: RequestFailure): boolean {
  if (failure.socketCode !== undefined) return true;
  if (passingNames.has(failure.name)) return true;
  return failure.httpStatus !== undefined && (failure.httpStatus >= 500 || failure.httpStatus === 429);
}
