import { isNativeError } from 'node:util/types';

/** JavaScript can throw anything; every catch boundary turns what it caught into an Error here, keeping it as `cause`. */
export function toError(thrown: unknown): Error {
  // Errors of another realm (a worker, a test's sandbox) are no instances of this realm's Error.
  if (thrown instanceof Error || isNativeError(thrown)) return thrown;
  if (typeof thrown === 'string') return new Error(thrown);
  return new Error(`a value that is not an Error was thrown: ${describe(thrown)}`, { cause: thrown });
}

function describe(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
