/** What a failed list or watch means for a reflector. A pure decision, so that its table can be read and tested at once. */
import { ApiError } from './api.ts';
import { SilenceError } from './silence-guard.ts';

export type Failure =
  /** The position in the history is lost: list anew. */
  | { readonly type: 'Expired' }
  /** The kind is not served: its CRD is not installed. */
  | { readonly type: 'KindMissing' }
  | { readonly type: 'Forbidden' }
  /** Reconnect at once, but first see whether the silence hid something: our position may lie in a future that a restored
   * server has not reached, where a watch is accepted and tells nothing for ever. */
  | { readonly type: 'Silent' }
  /** Reconnect after a back-off, not before `retryAfterMs`, from where we were. */
  | { readonly type: 'Transient'; readonly retryAfterMs: number };

export function judgeFailure(error: unknown): Failure {
  if (error instanceof SilenceError) return { type: 'Silent' };
  if (!(error instanceof ApiError)) return { type: 'Transient', retryAfterMs: 0 };
  if (error.details?.causes?.some(({ reason }) => reason === 'ResourceVersionTooLarge')) return { type: 'Expired' };
  switch (error.code) {
    case 403:
      return { type: 'Forbidden' };
    case 404:
      return { type: 'KindMissing' };
    case 410:
    // A position that the server cannot even read (400, 422) would be refused for ever.
    case 400:
    case 422:
      return { type: 'Expired' };
    default:
      return { type: 'Transient', retryAfterMs: (error.details?.retryAfterSeconds ?? 0) * 1000 };
  }
}
