/** How often things run in a month: what schedules and triggers start, and what the workflows among these go on to start. */

import type { PipelineModel } from '../model.ts';
import type { ScheduleModel } from '../orchestration/schedules/model.ts';
import { type CronFields, cronFields } from '../orchestration/schedules/schedule-expression.ts';
import type { WorkflowModel } from '../orchestration/workflows/model.ts';
import { MONTH_DAYS } from './item.ts';
import { FIXED } from './usage.ts';

const MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440 };
/** A year without a leap day. */
const YEAR = { from: Date.UTC(2026, 0, 1), days: 365 } as const;
const MS_PER_DAY = 86_400_000;

/** Runs a month by component; absent: never by itself. A schedule counts also while it is suspended. */
export function monthlyRuns({
  orchestration,
  triggers,
  workflows,
}: Pick<PipelineModel, 'orchestration' | 'triggers' | 'workflows'>): ReadonlyMap<string, number> {
  const runs = new Map<string, number>();
  const add = (component: string, times: number): void => {
    runs.set(component, (runs.get(component) ?? 0) + times);
  };
  for (const {
    target: { started },
    time,
  } of orchestration?.schedules ?? [])
    add(componentOf(started), monthly(time));
  for (const { workflow } of triggers?.triggers ?? []) add(workflow.component, FIXED.triggerRunsPerDay * MONTH_DAYS);
  for (const workflow of workflows)
    for (const component of startedBy(workflow)) add(component, runs.get(workflow.component) ?? 0);
  return runs;
}

function componentOf(started: ScheduleModel['target']['started']): string {
  switch (started.kind) {
    case 'Crawler':
      return started.crawler.component;
    case 'Job':
      return started.job.component;
    case 'Workflow':
      return started.workflow.component;
  }
}

function startedBy({ steps }: WorkflowModel): readonly string[] {
  return steps.flatMap(({ target }) => {
    switch (target.kind) {
      case 'Crawler':
        return [target.crawler.component];
      case 'Function':
        return [target.called.component];
      // Neither is charged by the run: queries by what they read, applications by the hour.
      case 'Application':
      case 'Query':
      case 'Absent':
      case 'Wait':
        return [];
      default:
        return [target.job.component];
    }
  });
}

/** Once is not a rhythm: it costs in one month and no other. */
function monthly({ cron, rate }: ScheduleModel['time']): number {
  if (rate !== undefined) {
    return (MONTH_DAYS * 1_440) / (Number.parseInt(rate, 10) * (MINUTES[rate.slice(-1)] ?? Number.NaN));
  }
  return cron === undefined ? 0 : perYear(cronFields(cron, (reason) => new Error(reason))) / 12;
}

function perYear({ minutes, hours, days, months, weekdays }: CronFields): number {
  const isDue = (index: number): boolean => {
    const day = new Date(YEAR.from + index * MS_PER_DAY);
    return has(days, day.getUTCDate()) && has(months, day.getUTCMonth() + 1) && has(weekdays, day.getUTCDay());
  };
  const due = Array.from({ length: YEAR.days }, (_, index) => index).filter(isDue).length;
  return due * countOf(hours, 24) * countOf(minutes, 60);
}

function countOf(values: readonly number[] | 'any', count: number): number {
  return values === 'any' ? count : values.length;
}

function has(values: readonly number[] | 'any', value: number): boolean {
  return values === 'any' || values.includes(value);
}
