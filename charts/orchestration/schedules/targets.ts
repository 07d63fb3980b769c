/** What a schedule can start: which call of AWS does it, and what the role that calls may do. */
import type { Schedule } from '../../../crds/datapipeline.ts';
import { isJobIn } from '../../../crds/jobs.ts';
import { type RoleModel, roleModel } from '../../access/role.ts';
import type { Use } from '../../access/use.ts';
import { type Place, universalTargetArn } from '../../arns.ts';
import { type CrawlerModel, isOfTables, TABLES } from '../../batch/crawlers/model.ts';
import { startCrawler } from '../../batch/crawlers/uses.ts';
import type { GlueJobModel } from '../../batch/jobs/glue/model.ts';
import { launchJob } from '../../batch/jobs/glue/uses.ts';
import type { JobModel } from '../../batch/jobs/model.ts';
import type { Given, PipelineModel } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { named } from '../../reference.ts';
import type { WorkflowModel } from '../workflows/model.ts';
import { startExecution, workflowArn } from '../workflows/uses.ts';

export interface StartTarget {
  /** In the user's words: "crawler raw". */
  readonly title: string;
  readonly started: Started;
  /** The one role that may start it. */
  readonly role: RoleModel;
  /** At least one; all at the same time. */
  readonly calls: readonly CallModel[];
}

export type Started =
  | { readonly kind: 'Crawler'; readonly crawler: CrawlerModel }
  | { readonly kind: 'Job'; readonly job: GlueJobModel }
  | { readonly kind: 'Workflow'; readonly workflow: WorkflowModel };

export interface CallModel {
  /** Tells it from the others of its target; none for the first. */
  readonly words: readonly string[];
  /** What EventBridge Scheduler calls. */
  readonly arn: string;
  /** JSON. */
  readonly input: string;
}

export interface Startable {
  readonly crawlers: readonly CrawlerModel[];
  readonly jobs: readonly JobModel[];
  readonly workflows: readonly WorkflowModel[];
}

/** Shared by all that start the same thing. Undefined for a job that is not of this environment. */
export function targetFinder(
  { spec, scope }: Given,
  { crawlers, jobs, workflows }: Startable,
): (starts: Pick<Schedule, 'name' | 'crawler' | 'job' | 'workflow'>) => StartTarget | undefined {
  const known = new Map<string, StartTarget>();
  const shared = (word: string, name: string, rest: Pick<StartTarget, 'started' | 'calls'>): StartTarget => {
    const words = `start-${word}-${name}`;
    const role = roleModel(scope, `schedules/${words}`, words);
    const target = known.get(words) ?? { title: `${word} ${name}`, role, ...rest };
    known.set(words, target);
    return target;
  };
  return (schedule) => {
    const component = `schedules/${schedule.name}`;
    if (schedule.crawler !== undefined) {
      const crawler = named(crawlers, schedule.crawler, component, 'crawler');
      return shared('crawler', crawler.name, {
        started: { kind: 'Crawler', crawler },
        calls: crawlerCalls(spec, crawler),
      });
    }
    if (schedule.job !== undefined) {
      if (spec.jobs?.some((job) => job.name === schedule.job && !isJobIn(job, spec.environment))) return undefined;
      const job = named(jobs, schedule.job, component, 'job');
      if (job.kind !== 'Glue')
        throw new ModelError(component, `cannot start job ${job.name} on EMR; start a workflow with it`);
      return shared('job', job.name, { started: { kind: 'Job', job }, calls: jobCalls(spec, job) });
    }
    if (schedule.workflow !== undefined) {
      const workflow = named(workflows, schedule.workflow, component, 'workflow');
      return shared('workflow', workflow.name, {
        started: { kind: 'Workflow', workflow },
        calls: workflowCalls(spec, workflow),
      });
    }
    throw new ModelError(component, 'starts nothing; write one of crawler, job and workflow');
  };
}

function crawlerCalls(place: Place, crawler: CrawlerModel): readonly CallModel[] {
  return crawler.crawlers.map((each) => ({
    words: isOfTables(each.target) ? [TABLES] : [],
    arn: universalTargetArn(place, 'glue', 'startCrawler'),
    input: JSON.stringify({ Name: each.crawler }),
  }));
}

function jobCalls(place: Place, { job }: GlueJobModel): readonly CallModel[] {
  const arn = universalTargetArn(place, 'glue', 'startJobRun');
  return [{ words: [], arn, input: JSON.stringify({ JobName: job }) }];
}

/** EventBridge Scheduler puts the values in: which schedule it was, and for what time. */
const EXECUTION_INPUT = {
  schedule: '<aws.scheduler.schedule-arn>',
  scheduledAt: '<aws.scheduler.scheduled-time>',
};

function workflowCalls(place: Place, workflow: WorkflowModel): readonly CallModel[] {
  return [{ words: [], arn: workflowArn(place, workflow), input: JSON.stringify(EXECUTION_INPUT) }];
}

export function startUse(by: string, model: PipelineModel, { started }: StartTarget): Use {
  switch (started.kind) {
    case 'Crawler':
      return startCrawler(by, model, started.crawler);
    case 'Job':
      return launchJob(by, model, started.job);
    case 'Workflow':
      return startExecution(by, model, started.workflow);
  }
}
