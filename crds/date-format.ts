/** Dates in paths: the few letters of java.time that projection takes, as computed by Athena. Pure, and UTC throughout. */

const TOKENS = /yyyy|MM?|dd?|HH?|mm|'[^']*'|./g;

/** From coarse to fine, with the letter of each and the unit of a step that moves it. */
const FIELDS = [
  { letter: 'y', unit: 'YEARS' },
  { letter: 'M', unit: 'MONTHS' },
  { letter: 'd', unit: 'DAYS' },
  { letter: 'H', unit: 'HOURS' },
  { letter: 'm', unit: 'MINUTES' },
] as const;

type FieldUnit = (typeof FIELDS)[number]['unit'];
export type DateUnit = FieldUnit | 'WEEKS';

/** `2026-01-01` or `2026-01-01T05:00`, UTC; undefined when there is no such day or time. */
export function parseDay(text: string): Date | undefined {
  const whole = text.length === 10 ? `${text}T00:00` : text;
  const date = new Date(`${whole}:00Z`);
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(whole) ? undefined : date;
}

export function formatDate(format: string, date: Date): string {
  const [year = '', month = '', day = '', hour = '', minute = ''] = date.toISOString().split(/[-T:]/);
  const written: Readonly<Record<string, string>> = {
    yyyy: year,
    MM: month,
    dd: day,
    HH: hour,
    mm: minute,
    M: `${Number(month)}`,
    d: `${Number(day)}`,
    H: `${Number(hour)}`,
  };
  return tokens(format)
    .map((token) => written[token] ?? token.replaceAll("'", ''))
    .join('');
}

/** The unit of the finest field of a format. */
export function finestUnit(format: string): FieldUnit {
  return FIELDS[fieldsOf(format).lastIndexOf(true)]?.unit ?? 'YEARS';
}

/** The unit of a field that is missing before a finer one: two dates would be written alike. */
export function missingUnit(format: string): FieldUnit | undefined {
  const has = fieldsOf(format);
  const missing = has.indexOf(false);
  return missing !== -1 && missing < has.lastIndexOf(true) ? FIELDS[missing]?.unit : undefined;
}

/** Steps of the unit move no field of the format, so values would repeat. */
export function isFiner(unit: DateUnit, format: string): boolean {
  const rank = (of: DateUnit) => FIELDS.findIndex((field) => field.unit === (of === 'WEEKS' ? 'DAYS' : of));
  return rank(unit) > rank(finestUnit(format));
}

function fieldsOf(format: string): boolean[] {
  const letters = new Set(tokens(format).map((token) => token[0]));
  return FIELDS.map(({ letter }) => letters.has(letter));
}

function tokens(format: string): readonly string[] {
  return format.match(TOKENS) ?? [];
}
