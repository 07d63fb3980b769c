/** Schedules, what they start, and where goes what they could not start. */
import type { DataPipelineSpec, Schedule } from '../../../crds/datapipeline.ts';
import type { ScheduleTime } from '../../facts.ts';
import { SCHEDULER } from '../../kinds/scheduler.ts';
import type { Given } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { awsName, objectName } from '../../names.ts';
import { type QueueModel, queueModel } from '../dead-letters.ts';
import { type RunModel, runModels } from '../runs/model.ts';
import { scheduleExpression } from './schedule-expression.ts';
import { type StartModel, startsOf } from './starts.ts';
import { type Startable, type StartTarget, targetFinder } from './targets.ts';

export interface OrchestrationModel {
  /** Of what all schedules share. */
  readonly component: string;
  readonly group: { readonly object: string; readonly group: string };
  readonly deadLetters: QueueModel;
  /** What schedules and runs start, each with the one role that may start it. */
  readonly targets: readonly StartTarget[];
  readonly schedules: readonly ScheduleModel[];
  /** What was asked to run once. */
  readonly runs: readonly RunModel[];
}

export interface ScheduleModel {
  /** In the spec. */
  readonly name: string;
  readonly component: string;
  /** In EventBridge Scheduler, where each starts one thing: at least one. */
  readonly starts: readonly StartModel[];
  /** In EventBridge Scheduler's dialect. */
  readonly expression: string;
  readonly timeZone: string;
  /** 0: on time. */
  readonly windowMinutes: number;
  /** The field that keeps it from running; absent when it runs. */
  readonly suspendedBy?: string;
  /** RFC 3339, UTC, whole seconds. */
  readonly startAt?: string;
  readonly endAt?: string;
  /** As the user wrote it. */
  readonly time: ScheduleTime;
  readonly target: StartTarget;
}

/** Undefined without schedules and runs. */
export function orchestrationModel(given: Given, startable: Startable): OrchestrationModel | undefined {
  const { spec, scope } = given;
  const schedules = spec.schedules ?? [];
  const component = 'schedules';
  const targetOf = targetFinder(given, startable);
  const models = schedules.flatMap((schedule): ScheduleModel[] => {
    const suspendedBy = suspenderOf(schedule, spec);
    const target = targetOf(schedule);
    if (target === undefined) return [];
    return [
      {
        name: schedule.name,
        component: `schedules/${schedule.name}`,
        starts: startsOf(scope, target, schedule.name),
        expression: scheduleExpression(schedule),
        timeZone: schedule.timeZone,
        windowMinutes: schedule.windowMinutes,
        ...(suspendedBy === undefined ? {} : { suspendedBy }),
        ...(schedule.startAt === undefined ? {} : { startAt: utcInstant(schedule, schedule.startAt) }),
        ...(schedule.endAt === undefined ? {} : { endAt: utcInstant(schedule, schedule.endAt) }),
        time: timeOf(schedule),
        target,
      },
    ];
  });
  const runs = runModels(given, ({ kind, name }) => {
    if (kind === 'schedule') return models.find((schedule) => schedule.name === name)?.target;
    return startable.workflows.some((workflow) => workflow.name === name)
      ? targetOf({ name, workflow: name })
      : undefined;
  });
  if (schedules.length === 0 && runs.length === 0) return undefined;
  return {
    component,
    group: { object: objectName(scope), group: awsName(SCHEDULER.ScheduleGroup, scope) },
    deadLetters: queueModel(scope, component, 'schedules-dead-letters'),
    targets: [...new Set([...models, ...runs].map(({ target }) => target))],
    schedules: models,
    runs,
  };
}

function suspenderOf(schedule: Schedule, { suspend }: DataPipelineSpec): string | undefined {
  if (schedule.suspend) return 'schedule';
  return suspend === 'None' ? undefined : `spec.suspend: ${suspend}`;
}

function timeOf({ cron, rate, at, timeZone, startAt, endAt }: Schedule): ScheduleTime {
  return {
    ...(cron === undefined ? {} : { cron }),
    ...(rate === undefined ? {} : { rate }),
    ...(at === undefined ? {} : { at }),
    timeZone,
    ...(startAt === undefined ? {} : { startAt }),
    ...(endAt === undefined ? {} : { endAt }),
  };
}

/** In UTC and whole seconds, the one form that AWS gives back: any other would differ from it forever. */
function utcInstant(schedule: Schedule, instant: string): string {
  const time = new Date(instant);
  if (Number.isNaN(time.getTime())) {
    throw new ModelError(
      `schedules/${schedule.name}`,
      `"${instant}" is not an instant of RFC 3339; write one like 2026-12-01T00:00:00Z`,
    );
  }
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
