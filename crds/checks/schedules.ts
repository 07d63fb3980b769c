import type { Schedule } from '../datapipeline.ts';
import type { Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';

const CRAWL_BILLED_MINUTES = 10;

export const schedulesChecks: SectionChecks = {
  warnings: ({ schedules = [] }) =>
    schedules.flatMap((schedule, index) => scheduleWarnings(schedule, ['spec', 'schedules', index])),
};

function scheduleWarnings(schedule: Schedule, path: Path): Warning[] {
  const warnings: Warning[] = [];
  if (schedule.rate !== undefined && schedule.timeZone !== 'UTC') {
    warnings.push(warning([...path, 'timeZone'], 'timeZone has no effect on a rate; use cron for a local time of day'));
  }
  if (isOftenerThan(CRAWL_BILLED_MINUTES, schedule)) {
    warnings.push(
      warning(
        [...path, schedule.rate === undefined ? 'cron' : 'rate'],
        `every run of a crawler is billed for ${CRAWL_BILLED_MINUTES} minutes at least, and fails while the last one still runs; start it less often`,
      ),
    );
  }
  return warnings;
}

/** Only what can be seen without a calendar: a rate in minutes, and minute fields that are "*" or a step. */
function isOftenerThan(minutes: number, { rate, cron }: Schedule): boolean {
  if (rate !== undefined) return rate.endsWith('m') && Number(rate.slice(0, -1)) < minutes;
  const minute = cron?.split(' ')[0] ?? '';
  const step = /^(?:[*]|0-59)\/(\d+)$/.exec(minute)?.[1];
  return minute === '*' || (step !== undefined && Number(step) < minutes);
}
