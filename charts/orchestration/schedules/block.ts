/**
 * Schedules run in AWS, by EventBridge Scheduler, also while the cluster is down. Each target has a role of its own that may
 * start just that; what could not be started is kept in a queue for 14 days.
 */
import {
  Schedule,
  ScheduleGroup,
  type ScheduleSpecForProvider as ScheduleParameters,
} from '../../../imports/scheduler.ts';
import { schedulerTrust } from '../../access/trust.ts';
import { afterAll, type Use } from '../../access/use.ts';
import type { TimeAdjustment } from '../../adjustment.ts';
import { queueArn, roleArn } from '../../arns.ts';
import type { Block } from '../../block.ts';
import { IAM } from '../../kinds/iam.ts';
import { idOf } from '../../kinds/kind.ts';
import { SCHEDULER } from '../../kinds/scheduler.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import type { Part } from '../../part.ts';
import { addQueue, sendDeadLetters } from '../dead-letters.ts';
import type { RunModel } from '../runs/model.ts';
import { scheduleAlarms, sharedScheduleAlarms } from './alarms.ts';
import type { OrchestrationModel, ScheduleModel } from './model.ts';
import type { StartModel } from './starts.ts';
import { type StartTarget, startUse } from './targets.ts';
import { scheduleWidgets } from './widgets.ts';

/** A start that comes later than this is not what the schedule asked for; it goes to the queue. */
const RETRY = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 } as const;

export function scheduleParts(model: PipelineModel): readonly Part[] {
  const { orchestration } = model;
  if (orchestration === undefined) return [];
  return [
    sharedPart(model, orchestration),
    ...orchestration.schedules.map((schedule) => schedulePart(model, orchestration, schedule)),
    ...orchestration.runs.map((run) => runPart(model, orchestration, run)),
  ];
}

function usesOf(by: string, model: PipelineModel, { deadLetters }: OrchestrationModel, target: StartTarget) {
  return [startUse(by, model, target), sendDeadLetters(by, model, deadLetters)];
}

/** The group, the queue, and the role of each target. */
function sharedPart(model: PipelineModel, orchestration: OrchestrationModel): Part {
  const { place } = model;
  const { component, group, deadLetters } = orchestration;
  const targets = orchestration.targets.map((target) => ({
    ...target,
    uses: usesOf(component, model, orchestration, target),
  }));
  return {
    component,
    stage: 'Orchestration',
    uses: targets.flatMap(({ uses }) => uses),
    alarms: sharedScheduleAlarms(orchestration),
    widgets: scheduleWidgets(orchestration),
    build(block) {
      block.managed(ScheduleGroup, {
        name: group.object,
        forProvider: { region: place.region, name: group.group },
      });
      addQueue(block, model, deadLetters);
      for (const { title, role, uses } of targets) {
        block.role(role, {
          description: `Starts ${title} of ${titleOf(model)}`,
          trust: schedulerTrust(place, group.group),
          uses,
        });
      }
    },
  };
}

function schedulePart(model: PipelineModel, orchestration: OrchestrationModel, schedule: ScheduleModel): Part {
  const { name, component, suspendedBy, time, target, starts } = schedule;
  const uses = usesOf(component, model, orchestration, target);
  return {
    component,
    stage: 'Orchestration',
    uses,
    alarms: scheduleAlarms(model.place, schedule),
    facts: { schedules: { name, ...(suspendedBy === undefined ? {} : { suspendedBy }), time } },
    build(block) {
      for (const start of starts) {
        addSchedule(block, model, orchestration, {
          start,
          target,
          uses,
          adjustment: { by: 'Time', time, lingerMs: lingerMs(schedule.windowMinutes) },
          when: {
            scheduleExpression: schedule.expression,
            scheduleExpressionTimezone: schedule.timeZone,
            flexibleTimeWindow:
              schedule.windowMinutes === 0
                ? { mode: 'OFF' }
                : { mode: 'FLEXIBLE', maximumWindowInMinutes: schedule.windowMinutes },
            state: suspendedBy === undefined ? 'ENABLED' : 'DISABLED',
            ...(schedule.startAt === undefined ? {} : { startDate: schedule.startAt }),
            ...(schedule.endAt === undefined ? {} : { endDate: schedule.endAt }),
          },
        });
      }
    },
  };
}

/** One schedule for each thing that was asked to run once; it goes when its time is past. */
function runPart(model: PipelineModel, orchestration: OrchestrationModel, run: RunModel): Part {
  const { component, target, starts, at } = run;
  const uses = usesOf(component, model, orchestration, target);
  return {
    component,
    stage: 'Orchestration',
    uses,
    build(block) {
      for (const start of starts) {
        addSchedule(block, model, orchestration, {
          start,
          target,
          uses,
          adjustment: { by: 'Time', time: { at, timeZone: 'UTC' }, lingerMs: lingerMs(0) },
          when: {
            scheduleExpression: `at(${at})`,
            scheduleExpressionTimezone: 'UTC',
            flexibleTimeWindow: { mode: 'OFF' },
            state: 'ENABLED',
          },
        });
      }
    },
  };
}

interface ScheduleProps {
  readonly start: StartModel;
  readonly target: StartTarget;
  readonly uses: readonly Use[];
  readonly adjustment: TimeAdjustment;
  readonly when: Pick<
    ScheduleParameters,
    'scheduleExpression' | 'scheduleExpressionTimezone' | 'flexibleTimeWindow' | 'state' | 'startDate' | 'endDate'
  >;
}

function addSchedule(
  block: Block,
  { place, ...model }: PipelineModel,
  { group, deadLetters }: OrchestrationModel,
  { start, target, uses, adjustment, when }: ScheduleProps,
): void {
  const { title, role } = target;
  block.managed(Schedule, {
    name: start.object,
    adjustment,
    after: [idOf(SCHEDULER.ScheduleGroup, group.object), idOf(IAM.RolePolicy, role.object), ...afterAll(uses)],
    forProvider: {
      region: place.region,
      name: start.schedule,
      groupName: group.group,
      description: `Starts ${title} of ${titleOf(model)}`,
      ...when,
      // AWS would remove the schedule after its last run, and the provider make it again.
      actionAfterCompletion: 'NONE',
      target: {
        arn: start.arn,
        roleArn: roleArn(place, role),
        input: start.input,
        deadLetterConfig: { arn: queueArn(place, deadLetters.queue) },
        retryPolicy: RETRY,
      },
    },
  });
}

/** The window in which it may start, the hour in which a start is retried, and a minute for AWS's clock. */
function lingerMs(windowMinutes: number): number {
  return (windowMinutes + 1) * 60_000 + RETRY.maximumEventAgeInSeconds * 1_000;
}
