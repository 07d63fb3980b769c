/** Reads the API server's Status objects: the body of every refusal and the object of an ERROR event of a watch. */
import { ApiError } from './api.ts';

const longestQuote = 300;

/**
 * `body` is the text of a refusal. A proxy in between, and the server's own overload filter, may answer in any format, so text
 * that is no Status is quoted, cut. @param retryAfterMs of the Retry-After header, which counts when the Status names none
 */
export function apiErrorFromBody(request: string, code: number, body: string, retryAfterMs?: number): ApiError {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    parsed = undefined;
  }
  const header = retryAfterMs === undefined ? {} : { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) };
  if (isRecord(parsed) && parsed.kind === 'Status') {
    const details = isRecord(parsed.details) ? parsed.details : {};
    return apiErrorFromStatus(request, { ...parsed, details: { ...header, ...details } }, code);
  }
  return new ApiError(request, code, 'Unknown', `HTTP ${code} ${quote(body)}`.trimEnd(), header);
}

/** `code` is used when the Status names none. */
export function apiErrorFromStatus(request: string, status: unknown, code = 500): ApiError {
  const fields = isRecord(status) ? status : {};
  const statusCode = typeof fields.code === 'number' ? fields.code : code;
  const reason = typeof fields.reason === 'string' && fields.reason !== '' ? fields.reason : 'Unknown';
  const message = typeof fields.message === 'string' && fields.message !== '' ? fields.message : `HTTP ${statusCode}`;
  return new ApiError(request, statusCode, reason, message, detailsOf(fields.details));
}

function detailsOf(details: unknown): ApiError['details'] {
  if (!isRecord(details)) return undefined;
  const causes = Array.isArray(details.causes) ? details.causes.filter(isRecord).map(causeOf) : undefined;
  const { retryAfterSeconds } = details;
  return {
    ...(causes !== undefined && { causes }),
    ...(typeof retryAfterSeconds === 'number' && { retryAfterSeconds }),
  };
}

function causeOf(cause: Readonly<Record<string, unknown>>): { reason?: string; message?: string; field?: string } {
  return {
    ...(typeof cause.reason === 'string' && { reason: cause.reason }),
    ...(typeof cause.message === 'string' && { message: cause.message }),
    ...(typeof cause.field === 'string' && { field: cause.field }),
  };
}

function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= longestQuote ? line : `${line.slice(0, longestQuote)}…`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
