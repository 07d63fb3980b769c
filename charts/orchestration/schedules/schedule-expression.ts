/**
 * One text for people, one dialect for EventBridge Scheduler: five-field Unix cron, a rate or a local time become
 * `cron(minute hour day-of-month month day-of-week year)`, `rate(n unit)` or `at(yyyy-mm-ddThh:mm:ss)`.
 *
 * The dialects differ in days of the week (Unix 0-7 from Sunday, AWS 1-7 from Sunday) and in that AWS wants `?` in one of
 * the two day fields: an expression that restricts both has no AWS form and is refused.
 */
import { ModelError } from '../../model-error.ts';

export interface ScheduleTime {
  readonly name: string;
  readonly cron?: string;
  readonly rate?: string;
  readonly at?: string;
}

export function scheduleExpression(schedule: ScheduleTime): string {
  const fail = (reason: string): ModelError => new ModelError(`schedules/${schedule.name}`, reason);
  if (schedule.cron !== undefined) return translateCron(schedule.cron, fail);
  if (schedule.rate !== undefined) return translateRate(schedule.rate, fail);
  if (schedule.at !== undefined) return translateAt(schedule.at, fail);
  throw fail('no time is given; write one of cron, rate and at');
}

type Fail = (reason: string) => Error;

interface FieldRule {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const MINUTE: FieldRule = { label: 'minute', min: 0, max: 59, names: [] };
const HOUR: FieldRule = { label: 'hour', min: 0, max: 23, names: [] };
const DAY_OF_MONTH: FieldRule = { label: 'day of month', min: 1, max: 31, names: [] };
const MONTH: FieldRule = { label: 'month', min: 1, max: 12, names: MONTHS };
const DAY_OF_WEEK: FieldRule = { label: 'day of week', min: 0, max: 7, names: DAYS };

/** What each field of a cron stands for, ascending; 'any' when it stands for all. */
export interface CronFields {
  readonly minutes: Values;
  readonly hours: Values;
  readonly days: Values;
  readonly months: Values;
  /** 0 is Sunday. */
  readonly weekdays: Values;
}

type Values = readonly number[] | 'any';

/** Throws what `fail` makes of the reason, when AWS cannot express it. */
export function cronFields(cron: string, fail: (reason: string) => Error): CronFields {
  const fields = cron.trim().split(/\s+/);
  const [minute, hour, dayOfMonth, month, dayOfWeek, ...rest] = fields;
  if (
    minute === undefined ||
    hour === undefined ||
    dayOfMonth === undefined ||
    month === undefined ||
    dayOfWeek === undefined ||
    rest.length > 0
  ) {
    throw fail(
      `cron "${cron}" has ${fields.length} fields; write five: minute, hour, day of month, month, day of week`,
    );
  }
  const parse = (text: string, rule: FieldRule): Values => values(text, rule, cron, fail);
  const days = parse(dayOfMonth, DAY_OF_MONTH);
  const weekdays = parse(dayOfWeek, DAY_OF_WEEK);
  // By the text, not the values: 1-31 with MON means every day in Unix cron, where restricted day fields add up.
  if (restricts(dayOfMonth) && restricts(dayOfWeek)) {
    throw fail(
      `cron "${cron}" restricts day of month and day of week, which AWS cannot express; write * in one of them, or two schedules`,
    );
  }
  return { minutes: parse(minute, MINUTE), hours: parse(hour, HOUR), days, months: parse(month, MONTH), weekdays };
}

function translateCron(cron: string, fail: Fail): string {
  const { minutes, hours, days, months, weekdays } = cronFields(cron, fail);
  return `cron(${[
    print(minutes, MINUTE),
    print(hours, HOUR),
    weekdays === 'any' ? print(days, DAY_OF_MONTH) : '?',
    print(months, MONTH),
    weekdays === 'any' ? '?' : awsWeekdays(weekdays),
    '*',
  ].join(' ')})`;
}

function restricts(field: string): boolean {
  return !/^\*(?:\/0?1)?$/.test(field);
}

/** The numbers that a field stands for, ascending; 'any' when it stands for all of them. */
function values(text: string, rule: FieldRule, cron: string, fail: Fail): Values {
  const found = new Set<number>();
  for (const item of text.split(',')) {
    for (const value of itemValues(item, rule, cron, fail)) found.add(rule === DAY_OF_WEEK ? value % 7 : value);
  }
  const all = rule === DAY_OF_WEEK ? 7 : rule.max - rule.min + 1;
  return found.size === all ? 'any' : [...found].sort((a, b) => a - b);
}

function itemValues(item: string, rule: FieldRule, cron: string, fail: Fail): readonly number[] {
  const match = /^(?:(\*)|([0-9]{1,2}|[A-Za-z]{3})(?:-([0-9]{1,2}|[A-Za-z]{3}))?)(?:\/([0-9]{1,2}))?$/.exec(item);
  const wrong = (): Error =>
    fail(
      `cron "${cron}": ${rule.label} "${item}" is not understood; write numbers from ${rule.min} to ${rule.max}${
        rule.names.length > 0 ? ` or ${rule.names[0]}-${rule.names.at(-1)}` : ''
      }, *, ranges, lists or steps`,
    );
  if (match === null) throw wrong();
  const [, star, from, to, stepText] = match;
  const step = stepText === undefined ? 1 : Number(stepText);
  if (step < 1) throw wrong();
  const first = star === undefined ? numberOf(from, rule) : rule.min;
  // A step on a single number runs to the end of the field; day 7 is Sunday again, so * ends at Saturday.
  const open = star !== undefined || (to === undefined && stepText !== undefined);
  const end = rule === DAY_OF_WEEK ? 6 : rule.max;
  const last = open ? Math.max(end, first ?? end) : numberOf(to ?? from, rule);
  if (first === undefined || last === undefined) throw wrong();
  return range(first, last, step, rule, wrong);
}

function range(first: number, last: number, step: number, rule: FieldRule, wrong: () => Error): readonly number[] {
  // FRI-MON goes round the week; other fields start again nowhere.
  const wraps = last < first;
  if (wraps && rule !== DAY_OF_WEEK) throw wrong();
  const found: number[] = [];
  for (let value = first; value <= (wraps ? last + 7 : last); value += step) found.push(wraps ? value % 7 : value);
  return found;
}

function numberOf(text: string | undefined, rule: FieldRule): number | undefined {
  if (text === undefined) return undefined;
  const index = rule.names.indexOf(text.toUpperCase());
  const value = index >= 0 ? index + (rule === MONTH ? 1 : 0) : /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  return value >= rule.min && value <= rule.max ? value : undefined;
}

/** The shortest form AWS reads: `*`, `a/step` for an even run to the end, `a-b` for a gapless run, else a list. */
function print(found: Values, rule: FieldRule): string {
  if (found === 'any') return '*';
  const [first = rule.min, second] = found;
  const last = found.at(-1) ?? first;
  if (second === undefined) return String(first);
  const step = second - first;
  const even = found.every((value, index) => value === first + index * step);
  if (even && step === 1 && found.length > 2) return `${first}-${last}`;
  if (even && step > 1 && found.length > 2 && last + step > rule.max) return `${first}/${step}`;
  return found.join(',');
}

/** By name: no reader then has to know where the week starts. */
function awsWeekdays(found: readonly number[]): string {
  const name = (day: number): string => DAYS[day] ?? '';
  const [first = 0] = found;
  const last = found.at(-1) ?? first;
  const gapless = found.length > 2 && last - first === found.length - 1;
  return gapless ? `${name(first)}-${name(last)}` : found.map(name).join(',');
}

const RATE_UNITS: Readonly<Record<string, string>> = { m: 'minute', h: 'hour', d: 'day' };

function translateRate(rate: string, fail: Fail): string {
  const match = /^([1-9][0-9]*)([mhd])$/.exec(rate);
  const unit = RATE_UNITS[match?.[2] ?? ''];
  if (match === null || unit === undefined) {
    throw fail(`rate "${rate}" is not understood; write a number and m, h or d, like 15m`);
  }
  const count = Number(match[1]);
  return `rate(${count} ${unit}${count === 1 ? '' : 's'})`;
}

function translateAt(at: string, fail: Fail): string {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(at)) {
    throw fail(`at "${at}" is not a local time; write yyyy-MM-ddTHH:mm:ss, like 2026-12-24T18:00:00`);
  }
  return `at(${at})`;
}
