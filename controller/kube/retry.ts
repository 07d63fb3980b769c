/**
 * Which failed calls are sent again, and when. Safe means that sending twice has the effect of sending once: reads, applies,
 * merge patches, deletes and guarded replaces are; a create is sent again only when the server surely did not act on it.
 */
import { backoffMs } from '../runtime/backoff.ts';

export type Outcome =
  | { readonly type: 'Response'; readonly code: number; readonly retryAfterMs: number | undefined }
  /** `unsent`: the connection was never made. */
  | { readonly type: 'Failure'; readonly unsent: boolean };

const mostRetries = 4;
const policy = { baseMs: 250, maxMs: 4_000, jitter: 0.5 };

/**
 * Milliseconds to wait before the next try, or undefined when the outcome stands. A server that names a delay longer than
 * the time left is believed: the refusal stands at once instead of turning into a time-out.
 */
export function retryDelayMs(
  outcome: Outcome,
  call: { readonly safe: boolean; readonly retries: number; readonly remainingMs: number },
  random: () => number,
): number | undefined {
  if (call.retries >= mostRetries || !isRetryable(outcome, call.safe)) return undefined;
  const asked = outcome.type === 'Response' ? (outcome.retryAfterMs ?? 0) : 0;
  const delayMs = Math.max(asked, backoffMs(policy, call.retries, random));
  return delayMs < call.remainingMs ? delayMs : undefined;
}

function isRetryable(outcome: Outcome, safe: boolean): boolean {
  if (outcome.type === 'Failure') return outcome.unsent || safe;
  const { code, retryAfterMs } = outcome;
  if (code === 429) return true;
  if (code >= 500 && retryAfterMs !== undefined) return true;
  return safe && (code === 502 || code === 503 || code === 504);
}

/** Value of a Retry-After header in milliseconds: seconds, or an HTTP date. undefined when it says nothing usable. */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
