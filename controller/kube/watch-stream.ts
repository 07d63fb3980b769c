/**
 * Turns the bytes of a watch into events. The server writes one JSON object per line and may cut anywhere: within a line, a
 * character or an escape. Lines are found as bytes (0x0A never occurs inside a UTF-8 sequence) and decoded whole, and the
 * pieces of a long line are joined once, so a line of megabytes costs no quadratic copying.
 */
import type { KubeObject } from '../../crds/kubernetes.ts';
import { RequestError } from './request-error.ts';
import { apiErrorFromStatus, isRecord } from './status.ts';

export interface WatchEvent {
  /** A BOOKMARK carries nothing but `metadata.resourceVersion`. */
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: KubeObject;
}

/** etcd refuses objects beyond a few MiB; a longer line is no event and must not fill our memory. */
const longestLineBytes = 32 * 1024 * 1024;
const newline = 0x0a;

/** @throws ApiError for an ERROR event, RequestError for bytes that are no event. An unfinished last line is dropped. */
export async function* readWatchEvents(request: string, body: AsyncIterable<Uint8Array>): AsyncGenerator<WatchEvent> {
  for await (const line of splitLines(request, body)) {
    const event = parseEvent(request, line);
    if (event !== undefined) yield event;
  }
}

export async function* splitLines(request: string, body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const chunk of body) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      held.push(chunk.subarray(start, end));
      const line = Buffer.concat(held).toString('utf8');
      held = [];
      heldBytes = 0;
      start = end + 1;
      if (line.trim() !== '') yield line;
    }
    if (start < chunk.length) {
      held.push(chunk.subarray(start));
      heldBytes += chunk.length - start;
      if (heldBytes > longestLineBytes) {
        throw new RequestError(request, 'Malformed', `an event is longer than ${longestLineBytes} bytes`);
      }
    }
  }
}

/** undefined for a type of event that is not known: newer servers may send more than we understand. */
function parseEvent(request: string, line: string): WatchEvent | undefined {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch (cause) {
    throw new RequestError(request, 'Malformed', 'an event is not JSON', cause);
  }
  if (!isRecord(event) || !isRecord(event.object)) {
    throw new RequestError(request, 'Malformed', 'an event carries no object');
  }
  switch (event.type) {
    case 'ERROR':
      throw apiErrorFromStatus(request, event.object);
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
    case 'BOOKMARK':
      return { type: event.type, object: event.object as KubeObject };
    default:
      return undefined;
  }
}
