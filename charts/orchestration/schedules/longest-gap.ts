/**
 * The longest time that lies between two runs of a schedule, from its text alone: after it, a run has been missed. Clocks that
 * are put back make one gap of the year an hour longer; whoever uses this has to leave an hour.
 */
import { type CronFields, cronFields, type ScheduleTime } from './schedule-expression.ts';

const DAY = 24 * 60;
const MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: DAY };
const HOURS_OF_DAY = 24;
/** Days of four years, with a leap day among them: all of the calendar that a cron can tell apart. */
const FOUR_YEARS = { from: Date.UTC(2024, 0, 1), days: 4 * 365 + 1 } as const;
const MS_PER_DAY = DAY * 60_000;

/** Minutes; undefined where it runs once, or on no day at all. */
export function longestGapMinutes({ cron, rate }: Pick<ScheduleTime, 'cron' | 'rate'>): number | undefined {
  if (rate !== undefined) return Number.parseInt(rate, 10) * (MINUTES[rate.slice(-1)] ?? Number.NaN);
  return cron === undefined ? undefined : cronGap(cronFields(cron, (reason) => new Error(reason)));
}

function cronGap({ minutes, hours, days, months, weekdays }: CronFields): number | undefined {
  const times = listed(hours, HOURS_OF_DAY).flatMap((hour) => listed(minutes, 60).map((minute) => hour * 60 + minute));
  const [first] = times;
  const last = times.at(-1);
  const isDue = (index: number): boolean => {
    const day = new Date(FOUR_YEARS.from + index * MS_PER_DAY);
    return has(days, day.getUTCDate()) && has(months, day.getUTCMonth() + 1) && has(weekdays, day.getUTCDay());
  };
  const due = Array.from({ length: FOUR_YEARS.days }, (_, index) => index).filter(isDue);
  if (first === undefined || last === undefined || due.length < 2) return undefined;
  return Math.max(widest(times), widest(due) * DAY - (last - first));
}

/** Between neighbours of an ascending list. */
function widest(numbers: readonly number[]): number {
  return numbers.reduce((most, each, index) => Math.max(most, each - (numbers[index - 1] ?? each)), 0);
}

function listed(values: readonly number[] | 'any', count: number): readonly number[] {
  return values === 'any' ? Array.from({ length: count }, (_, index) => index) : values;
}

function has(values: readonly number[] | 'any', value: number): boolean {
  return values === 'any' || values.includes(value);
}
