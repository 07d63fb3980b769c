/** Workflows: steps that run after each other or side by side, as state machines of Step Functions. */
import type { Workflow, WorkflowStep } from '../../../crds/datapipeline.ts';
import { isJobIn } from '../../../crds/jobs.ts';
import { HISTORY_EVENTS, historyOf } from '../../../crds/workflow-history.ts';
import { type RoleModel, roleModel } from '../../access/role.ts';
import type { CrawlerModel } from '../../batch/crawlers/model.ts';
import type { EmrClusterJobModel } from '../../batch/jobs/emr-cluster/model.ts';
import type { EmrServerlessJobModel } from '../../batch/jobs/emr-serverless/model.ts';
import type { GlueJobModel } from '../../batch/jobs/glue/model.ts';
import type { JobModel } from '../../batch/jobs/model.ts';
import type { NamedQueryModel, QueryModel } from '../../batch/query/model.ts';
import { type LogGroupModel, logGroupModel } from '../../foundation/logs/group.ts';
import { SFN } from '../../kinds/sfn.ts';
import type { Given } from '../../model.ts';
import { ModelError } from '../../model-error.ts';
import { awsName, objectName } from '../../names.ts';
import { named } from '../../reference.ts';
import type { ApplicationModel } from '../../streaming/applications/model.ts';
import type { Switching } from '../../streaming/applications/uses.ts';
import type { FunctionModel } from '../../streaming/functions/model.ts';
import { type QueueModel, queueModel } from '../dead-letters.ts';
import type { RetryModel } from './asl/retry.ts';

export interface WorkflowModel {
  readonly name: string;
  readonly component: string;
  readonly object: string;
  /** In Step Functions. */
  readonly stateMachine: string;
  readonly role: RoleModel;
  readonly logs: LogGroupModel;
  /** In the words of Step Functions. */
  readonly logLevel: Workflow['logLevel'];
  /** Of a whole execution. */
  readonly timeoutSeconds: number;
  /** At least one. */
  readonly steps: readonly StepModel[];
  /** Where the input of failed executions is kept; absent when it is not. */
  readonly deadLetters?: QueueModel;
  /** Whether the topic of the pipeline is told of failures. */
  readonly notify: boolean;
}

export interface StepModel {
  readonly name: string;
  /** Names of steps of the same workflow. */
  readonly after: readonly string[];
  /** Of one try. */
  readonly timeoutSeconds: number;
  /** How often it looks at what it waits for, in one try; for the kinds that do. */
  readonly looks: number;
  readonly retry?: RetryModel;
  readonly target: StepTarget;
}

/** What a step does; each kind has its file in tasks/. */
export type StepTarget =
  | { readonly kind: 'Application'; readonly application: ApplicationModel; readonly switching: Switching }
  | { readonly kind: 'Crawler'; readonly crawler: CrawlerModel }
  | { readonly kind: 'Function'; readonly called: FunctionModel }
  | JobTarget
  | { readonly kind: 'Query'; readonly query: NamedQueryModel; readonly workgroup: string }
  /** What it would do is not there in this environment. */
  | { readonly kind: 'Absent'; readonly what: string }
  | { readonly kind: 'Wait'; readonly seconds: number };

/** Jobs are run each by its own service. */
export type JobTarget =
  | { readonly kind: 'GlueJob'; readonly job: GlueJobModel }
  | { readonly kind: 'EmrServerlessJob'; readonly job: EmrServerlessJobModel }
  | { readonly kind: 'EmrClusterJob'; readonly job: EmrClusterJobModel };

interface Referred {
  readonly applications: readonly ApplicationModel[];
  readonly crawlers: readonly CrawlerModel[];
  readonly functions: readonly FunctionModel[];
  readonly jobs: readonly JobModel[];
  /** Absent without query. */
  readonly query: QueryModel | undefined;
}

export function workflowModels(given: Given, referred: Referred): readonly WorkflowModel[] {
  return (given.spec.workflows ?? []).map((workflow) => workflowModel(given, workflow, referred));
}

function workflowModel(given: Given, workflow: Workflow, referred: Referred): WorkflowModel {
  const { scope } = given;
  const { name, timeoutMinutes, onFailure, logLevel } = workflow;
  const component = `workflows/${name}`;
  const word = `workflow-${name}`;
  const { looks } = historyOf(workflow.steps, given.spec.jobs ?? []);
  if (looks === undefined) {
    throw new ModelError(component, `may write more than ${HISTORY_EVENTS} events; write fewer steps or attempts`);
  }
  return {
    name,
    component,
    object: objectName(scope, name),
    stateMachine: awsName(SFN.StateMachine, scope, name),
    role: roleModel(scope, component, word),
    logs: logGroupModel(given, 'workflows', name, 'states'),
    logLevel,
    timeoutSeconds: timeoutMinutes * 60,
    steps: workflow.steps.map((step) => ({
      name: step.name,
      after: step.after ?? [],
      timeoutSeconds: (step.timeoutMinutes ?? timeoutMinutes) * 60,
      looks,
      ...(step.retry === undefined ? {} : { retry: step.retry }),
      target: targetOf(given, `${component}/${step.name}`, step, referred),
    })),
    ...(onFailure.deadLetter ? { deadLetters: queueModel(scope, component, `${word}-dead-letters`) } : {}),
    notify: onFailure.notify,
  };
}

function targetOf({ spec }: Given, component: string, step: WorkflowStep, known: Referred): StepTarget {
  const { application, crawler, function: called, job, query, wait } = step;
  if (application !== undefined) return switched(application, known, component);
  if (crawler !== undefined) {
    return { kind: 'Crawler', crawler: named(known.crawlers, crawler, component, 'crawler') };
  }
  if (called !== undefined) {
    return { kind: 'Function', called: named(known.functions, called, component, 'function') };
  }
  if (job !== undefined) {
    const isAbsent = spec.jobs?.some((one) => one.name === job && !isJobIn(one, spec.environment));
    if (isAbsent) return { kind: 'Absent', what: `job ${job}` };
    return jobTarget(named(known.jobs, job, component, 'job'));
  }
  if (query !== undefined) {
    const { workgroup = '', queries = [] } = known.query ?? {};
    return { kind: 'Query', query: named(queries, query.namedQuery, component, 'query'), workgroup };
  }
  if (wait !== undefined) return { kind: 'Wait', seconds: wait.seconds };
  throw new ModelError(component, 'does nothing; write one of application, crawler, function, job, query and wait');
}

function switched(
  { start, stop }: NonNullable<WorkflowStep['application']>,
  { applications }: Referred,
  component: string,
): StepTarget {
  const application = named(applications, start ?? stop ?? '', component, 'application');
  return { kind: 'Application', application, switching: start === undefined ? 'Stop' : 'Start' };
}

function jobTarget(job: JobModel): JobTarget {
  switch (job.kind) {
    case 'Glue':
      return { kind: 'GlueJob', job };
    case 'EmrServerless':
      return { kind: 'EmrServerlessJob', job };
    case 'EmrCluster':
      return { kind: 'EmrClusterJob', job };
  }
}
