/**
 * Broken records for `--damage`: one kind for every way in which a producer in the field gets it wrong, so that the
 * error path of a pipeline carries real traffic. Every kind must be refused by a consumer that requires event_time,
 * user_id and event_type.
 */
import type { ClickEvent } from './event.ts';
import type { SeededRandom } from './seeded-random.ts';

type Breaker = (event: ClickEvent) => Uint8Array;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const encodeJson = (value: unknown): Uint8Array => encode(JSON.stringify(value));

const breakers: readonly [Breaker, ...Breaker[]] = [
  // cut off in the middle
  (event) => encode(JSON.stringify(event).slice(0, -20)),
  // another format altogether
  (event) => encode(`${event.event_time},${event.user_id},${event.event_type}`),
  // JSON, but not an object
  (event) => encodeJson([event]),
  (event) => encodeJson({ ...event, event_time: undefined }),
  (event) => encodeJson({ ...event, user_id: undefined }),
  (event) => encodeJson({ ...event, event_type: undefined }),
  (event) => encodeJson({ ...event, user_id: null }),
  (event) => encodeJson({ ...event, event_type: '' }),
  // times that no calendar has
  (event) => encodeJson({ ...event, event_time: 'yesterday' }),
  (event) => encodeJson({ ...event, event_time: event.event_time.replace(/^(\d{4})-\d\d-\d\d/, '$1-13-45') }),
  // bytes that are not UTF-8
  (event) => Uint8Array.of(0xff, 0xfe, ...encodeJson(event)),
];

/** The payload of `event`, broken in one of the known ways. */
export function damage(event: ClickEvent, random: SeededRandom): Uint8Array {
  return random.pick(breakers)(event);
}
