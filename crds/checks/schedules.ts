import type { DataPipelineSpec, Job, Schedule } from '../datapipeline.ts';
import { isJobIn, isOnGlue } from '../jobs.ts';
import { instantsOf } from '../local-time.ts';
import { isTimeZone } from '../schema/time-zones.ts';
import { type Fault, fault, type Path } from '../validate/fault.ts';
import { type Warning, warning } from '../validate/warning.ts';
import type { SectionChecks } from './checks.ts';

const CRAWL_BILLED_MINUTES = 10;
/** No clock goes forward by more than a day. */
const GAP_MINUTES = 24 * 60 + 1;

export const schedulesChecks: SectionChecks = {
  faults: ({ schedules = [], jobs = [] }) =>
    schedules.flatMap((schedule, index) => {
      const path = ['spec', 'schedules', index];
      return [...gapFaults(schedule, path), ...jobFaults(schedule, jobs, path)];
    }),
  warnings: (spec) =>
    (spec.schedules ?? []).flatMap((schedule, index) => {
      const path = ['spec', 'schedules', index];
      return [...scheduleWarnings(schedule, path), ...absentWarnings(spec, schedule, path)];
    }),
};

/** What runs on EMR is started, watched and cleaned up by a workflow. */
function jobFaults({ name, job }: Schedule, jobs: readonly Job[], path: Path): Fault[] {
  const started = jobs.find((each) => each.name === job);
  if (started === undefined || isOnGlue(started)) return [];
  const rule = `schedule "${name}" starts job "${started.name}", which runs on EMR`;
  return [fault([...path, 'job'], job, rule, 'write workflow with one that has a step for it')];
}

/** AWS would take it, and skip it. */
function gapFaults({ at, timeZone }: Schedule, path: Path): Fault[] {
  if (at === undefined || !isUnderstood(at, timeZone) || instantsOf(timeZone, at).length > 0) return [];
  const rule = `at "${at}" does not exist in ${timeZone}, whose clocks go forward over it`;
  return [fault([...path, 'at'], at, rule, `write ${afterGap(timeZone, at)} or later`)];
}

/** The first local time after the gap, to the minute, that lies at or after `at`. */
function afterGap(timeZone: string, at: string): string {
  const asUtc = Date.parse(`${at.slice(0, 16)}:00Z`);
  const later = Array.from({ length: GAP_MINUTES }, (_, minute) =>
    new Date(asUtc + minute * 60_000).toISOString().slice(0, 19),
  );
  return later.find((local) => instantsOf(timeZone, local).length > 0) ?? 'a time';
}

/** Other faults tell of what is not. */
function isUnderstood(at: string, timeZone: string): boolean {
  return !Number.isNaN(Date.parse(`${at}Z`)) && isTimeZone(timeZone);
}

function scheduleWarnings(schedule: Schedule, path: Path): Warning[] {
  const warnings: Warning[] = [];
  const { at, timeZone } = schedule;
  if (at !== undefined && instantsOf(timeZone, at).length > 1) {
    const message = `at "${at}" exists twice in ${timeZone}, whose clocks go back over it; AWS runs it once, and does not say at which of the two: write another time if that matters`;
    warnings.push(warning([...path, 'at'], message));
  }
  if (schedule.rate !== undefined && schedule.timeZone !== 'UTC') {
    warnings.push(warning([...path, 'timeZone'], 'timeZone has no effect on a rate; use cron for a local time of day'));
  }
  if (schedule.crawler !== undefined && isOftenerThan(CRAWL_BILLED_MINUTES, schedule)) {
    warnings.push(
      warning(
        [...path, schedule.rate === undefined ? 'cron' : 'rate'],
        `every run of a crawler is billed for ${CRAWL_BILLED_MINUTES} minutes at least, and fails while the last one still runs; start it less often`,
      ),
    );
  }
  return warnings;
}

/** The job is not of this environment. */
function absentWarnings({ jobs = [], environment }: DataPipelineSpec, { name, job }: Schedule, path: Path): Warning[] {
  const started = jobs.find((each) => each.name === job);
  if (started === undefined || isJobIn(started, environment)) return [];
  const message = `schedule "${name}" is not made, for job ${started.name} does not exist in ${environment}`;
  return [warning([...path, 'job'], message)];
}

/** Only what can be seen without a calendar: a rate in minutes, and minute fields that are "*" or a step. */
function isOftenerThan(minutes: number, { rate, cron }: Schedule): boolean {
  if (rate !== undefined) return rate.endsWith('m') && Number(rate.slice(0, -1)) < minutes;
  const minute = cron?.split(' ')[0] ?? '';
  const step = /^(?:[*]|0-59)\/(\d+)$/.exec(minute)?.[1];
  return minute === '*' || (step !== undefined && Number(step) < minutes);
}
