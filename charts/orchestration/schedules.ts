/**
 * Schedules run in AWS, by EventBridge Scheduler, also while the cluster is down. Each target has a role of its own that may
 * start just that; what could not be started is kept in a queue for 14 days.
 */
import type { Construct } from 'constructs';
import { Role, RolePolicy } from '../../imports/iam.ts';
import { Schedule, ScheduleGroup } from '../../imports/scheduler.ts';
import { Queue } from '../../imports/sqs.ts';
import { queueArn, roleArn, universalTargetArn } from '../arns.ts';
import type { CrawlerBlock } from '../batch/crawler.ts';
import { Block, type Managed, type Site } from '../block.ts';
import type { OrchestrationModel, ScheduleModel, StartTarget } from '../model/model.ts';
import { objectName } from '../names.ts';
import { serialisePolicy } from '../policies/document.ts';
import { queuePolicy } from '../policies/queue.ts';
import { startCrawlerPolicy } from '../policies/scheduler.ts';
import { schedulerTrust } from '../policies/trust.ts';

const DEAD_LETTER_SECONDS = 14 * 24 * 3600;

/** A start that comes later than this is not what the schedule asked for; it goes to the queue. */
const RETRY = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 } as const;

export class SchedulesBlock extends Block {
  constructor(
    scope: Construct,
    id: string,
    site: Site,
    model: OrchestrationModel,
    crawlers: ReadonlyMap<string, CrawlerBlock>,
    alias: Managed | undefined,
  ) {
    super(scope, id, site, { stage: 'Orchestration', component: 'schedules' });
    const { place, key, scope: names } = this.model;
    const group = this.managed(ScheduleGroup, {
      name: objectName(names),
      forProvider: { region: place.region, name: model.group },
    });
    const queue = this.managed(Queue, {
      name: objectName(names, 'schedules-dead-letters'),
      after: alias === undefined ? [] : [alias],
      forProvider: {
        region: place.region,
        name: model.deadLetterQueue,
        messageRetentionSeconds: DEAD_LETTER_SECONDS,
        // SQS takes and gives back the alias, so the name of the queue's key is known before AWS made the key.
        kmsMasterKeyId: 'alias' in key.identity ? `alias/${key.identity.alias}` : key.identity.arn,
        kmsDataKeyReusePeriodSeconds: 300,
        policy: serialisePolicy(queuePolicy(place, model.deadLetterQueue)),
      },
    });
    const roles = new Map(model.targets.map((target) => [target.role, this.#role(model, target, alias)]));
    for (const schedule of model.schedules) {
      const crawler = crawlers.get(schedule.target.crawler.name)?.crawler;
      const access = roles.get(schedule.target.role);
      const after = [group, queue, access, crawler].filter((resource) => resource !== undefined);
      new ScheduleBlock(this, `schedule-${schedule.name}`, site, model, schedule, after);
    }
  }

  #role(model: OrchestrationModel, target: StartTarget, alias: Managed | undefined): Managed {
    const { place, key, scope: names } = this.model;
    const name = objectName(names, `start-crawler-${target.crawler.name}`);
    const role = this.managed(Role, {
      name,
      awsName: target.role,
      forProvider: {
        description: `Starts crawler ${target.crawler.name} of the pipeline ${this.model.namespace}/${this.model.name}`,
        assumeRolePolicy: serialisePolicy(schedulerTrust(place, model.group)),
      },
    });
    return this.managed(RolePolicy, {
      name,
      awsName: target.role,
      after: alias === undefined ? [role] : [role, alias],
      forProvider: {
        role: target.role,
        policy: serialisePolicy(
          startCrawlerPolicy(place, {
            crawler: target.crawler.crawler,
            deadLetterQueue: model.deadLetterQueue,
            key: key.identity,
          }),
        ),
      },
    });
  }
}

class ScheduleBlock extends Block {
  constructor(
    scope: Construct,
    id: string,
    site: Site,
    model: OrchestrationModel,
    schedule: ScheduleModel,
    after: readonly Managed[],
  ) {
    super(scope, id, site, { stage: 'Orchestration', component: `schedules/${schedule.name}` });
    const { place, scope: names } = this.model;
    this.managed(Schedule, {
      name: objectName(names, schedule.name),
      after,
      forProvider: {
        region: place.region,
        name: schedule.name,
        groupName: model.group,
        description: `Starts crawler ${schedule.target.crawler.name} of the pipeline ${this.model.namespace}/${this.model.name}`,
        scheduleExpression: schedule.expression,
        scheduleExpressionTimezone: schedule.timeZone,
        flexibleTimeWindow:
          schedule.windowMinutes === 0
            ? { mode: 'OFF' }
            : { mode: 'FLEXIBLE', maximumWindowInMinutes: schedule.windowMinutes },
        state: schedule.enabled ? 'ENABLED' : 'DISABLED',
        ...(schedule.startAt === undefined ? {} : { startDate: schedule.startAt }),
        ...(schedule.endAt === undefined ? {} : { endDate: schedule.endAt }),
        // AWS would remove the schedule after its last run, and the provider make it again.
        actionAfterCompletion: 'NONE',
        target: {
          arn: universalTargetArn(place, 'glue', 'startCrawler'),
          roleArn: roleArn(place, schedule.target.role),
          input: JSON.stringify({ Name: schedule.target.crawler.crawler }),
          deadLetterConfig: { arn: queueArn(place, model.deadLetterQueue) },
          retryPolicy: RETRY,
        },
      },
    });
  }
}
