/**
 * The sample's clickstream events. An event is a pure function of seed, index and time: the same arguments give the
 * same bytes, so what a downstream table must contain can be computed without reading the stream.
 */
import { damage } from './damage.ts';
import { seededRandom } from './seeded-random.ts';

export const eventTypes = ['page_view', 'button_click', 'form_submit', 'api_call'] as const;
export type EventType = (typeof eventTypes)[number];

/** Field names are those of the pipeline's tables. */
export interface ClickEvent {
  /** ISO 8601, UTC, milliseconds. */
  readonly event_time: string;
  readonly user_id: string;
  readonly event_type: EventType;
  /** `duration` in seconds. */
  readonly event_data: { readonly page: string; readonly duration: number; readonly success: boolean };
}

/** What goes onto the stream: the payload and the key that decides its shard. */
export interface StreamRecord {
  readonly data: Uint8Array;
  readonly partitionKey: string;
}

const users = 1_000;
const pages = ['/home', '/products', '/cart', '/checkout', '/account', '/search', '/help'] as const;
const longestSeconds = 300;
const successShare = 0.95;

const eventSalt = 1;
const damageSalt = 2;

export function eventAt(seed: number, index: number, timeMs: number): ClickEvent {
  const random = seededRandom(seed, index, eventSalt);
  return {
    event_time: new Date(timeMs).toISOString(),
    user_id: `user_${random.below(users) + 1}`,
    event_type: random.pick(eventTypes),
    event_data: {
      page: random.pick(pages),
      duration: random.below(longestSeconds) + 1,
      success: random.next() < successShare,
    },
  };
}

/**
 * The event as a stream record, keyed by user so that one user's events share a shard. About `damagePercent` of the
 * records are broken on purpose; which ones, and how, is decided by seed and index too.
 */
export function recordAt(seed: number, index: number, timeMs: number, damagePercent: number): StreamRecord {
  const event = eventAt(seed, index, timeMs);
  const random = seededRandom(seed, index, damageSalt);
  const broken = random.next() * 100 < damagePercent;
  const data = broken ? damage(event, random) : new TextEncoder().encode(JSON.stringify(event));
  return { data, partitionKey: event.user_id };
}
