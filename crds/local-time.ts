/**
 * Local times and instants. Where clocks go forward a local time does not exist, where they go back it exists twice.
 */
const FORMATS = new Map<string, Intl.DateTimeFormat>();
/** Longer than any change of a clock, shorter than the time between two. */
const ASIDE_MS = 26 * 3_600_000;

/** What local clocks are ahead of UTC. @throws RangeError for a zone that does not exist */
export function offsetMs(timeZone: string, instantMs: number): number {
  const wholeMs = Math.floor(instantMs / 1_000) * 1_000;
  const parts = formatOf(timeZone).formatToParts(wholeMs);
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((each) => each.type === type)?.value ?? 0);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - wholeMs;
}

/** The instants of a local time "2026-12-24T18:00:00", in order: none, one or two. */
export function instantsOf(timeZone: string, local: string): readonly number[] {
  const asUtc = Date.parse(`${local}Z`);
  const offsets = [asUtc - ASIDE_MS, asUtc + ASIDE_MS].map((aside) => offsetMs(timeZone, aside));
  return [...new Set(offsets.map((offset) => asUtc - offset))]
    .filter((instant) => instant + offsetMs(timeZone, instant) === asUtc)
    .sort((one, other) => one - other);
}

/** Whether local clocks showed the same time once before, because they were put back in between. */
export function isRepeated(timeZone: string, instantMs: number): boolean {
  const offset = offsetMs(timeZone, instantMs);
  const putBackMs = offsetMs(timeZone, instantMs - ASIDE_MS) - offset;
  return putBackMs > 0 && offsetMs(timeZone, instantMs - putBackMs) === offset + putBackMs;
}

/** "2026-03-29T03:00:00" in a zone. */
export function localTime(timeZone: string, instantMs: number): string {
  return new Date(instantMs + offsetMs(timeZone, instantMs)).toISOString().slice(0, 19);
}

/** They are dear to make. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  FORMATS.set(timeZone, format);
  return format;
}
