/**
 * A call that got no usable answer. What the server said in words is an ApiError; what an abort by the caller ended is the
 * caller's own abort reason. Never carries headers, tokens or bodies.
 */
export type RequestErrorReason = 'Timeout' | 'Connection' | 'Malformed' | 'Credentials';

export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly reason: RequestErrorReason;

  constructor(request: string, reason: RequestErrorReason, message: string, cause?: unknown) {
    super(`${request}: ${message}`, { cause });
    this.reason = reason;
  }
}
