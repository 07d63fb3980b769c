/** Workflows. */
import { workflowOf } from './build.ts';
import type { Cases } from './cases.ts';
import { ask, begin, call, crawl, end, type Fields, STEP_TARGETS } from './workflow-steps.ts';

const pause: Fields = { name: 'pause', wait: { seconds: 60 } };
const after = (step: Fields, ...names: readonly string[]): Fields => ({ ...step, after: names });
const oneStep = (fields: Fields, workflow: Fields = {}): Fields => workflowOf([{ ...crawl, ...fields }], workflow);
const many = Array.from({ length: 12 }, (_, index) => ({ name: `s${index}`, crawler: 'raw' }));

const CLUSTER: Fields = {
  release: 'emr-7.13.0',
  primary: { instanceTypes: ['m7g.xlarge'] },
  core: { instanceTypes: ['m7g.xlarge'], max: 10 },
};
/** With as many tries as there may be; each has its share of the history. */
const again = (count: number, fields: Fields): Fields[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `s${index}`,
    ...fields,
    retry: { attempts: 20, backoffSeconds: 60 },
  }));

const atLeast1 = 'must be at least 1; write 1 or more';

export const workflowsCases: Cases = {
  good: [
    { reason: 'workflow of one step', spec: workflowOf([crawl]) },
    {
      reason: 'workflow of every kind of step',
      spec: workflowOf([crawl, after(call, 'crawl'), pause, ask, begin, after(end, 'begin')]),
    },
    {
      reason: 'workflow whose steps are listed before those that they wait for',
      spec: workflowOf([after(call, 'pause', 'crawl'), crawl, pause]),
    },
    {
      reason: 'workflow that is no series of forks and joins',
      spec: workflowOf([
        { ...crawl, name: 'a' },
        { ...crawl, name: 'b' },
        after({ ...call, name: 'c' }, 'a'),
        after({ ...call, name: 'd' }, 'a', 'b'),
      ]),
    },
    {
      reason: 'workflow with all its settings',
      spec: {
        ...workflowOf([{ ...crawl, retry: { attempts: 20, backoffSeconds: 86400 }, timeoutMinutes: 129600 }], {
          timeoutMinutes: 129600,
          onFailure: { deadLetter: false, notify: true },
          logLevel: 'OFF',
        }),
        notifications: {},
      },
    },
    { reason: 'step that takes as long as the workflow', spec: oneStep({ timeoutMinutes: 5 }, { timeoutMinutes: 5 }) },
    { reason: 'workflow that has just room for all that it may look', spec: workflowOf(again(4, { crawler: 'raw' })) },
    { reason: 'workflow of fifty steps', spec: workflowOf(fifty(50)) },
    {
      reason: 'step that runs a job, and one whose job is of another environment',
      spec: {
        ...workflowOf([
          { name: 'run', job: 'own' },
          { name: 'big', job: 'big', after: ['run'] },
        ]),
        jobs: [
          { name: 'own', script: { inline: 'print(1)' } },
          { name: 'big', script: { inline: 'print(1)' }, onlyIn: ['Production'] },
        ],
      },
    },
  ],
  bad: [
    {
      reason: 'workflow without steps',
      spec: workflowOf([]),
      path: 'spec.workflows[0].steps',
      message: 'must have at least 1 item; add one, or leave the field out',
      by: 'structure',
    },
    {
      reason: 'workflow of too many steps',
      spec: workflowOf(fifty(51)),
      path: 'spec.workflows[0].steps',
      message: 'must have at most 50 items; keep 50 items at most',
      by: 'structure',
    },
    {
      reason: 'workflow name with a dot',
      spec: workflowOf([crawl], { name: 'a.b' }),
      path: 'spec.workflows[0].name',
      message: 'name "a.b" is not at most 24 lower-case letters, digits and inner dashes; write one like batch',
      by: 'rule',
    },
    {
      reason: 'step name with a space, as states between steps have',
      spec: oneStep({ name: 'all steps' }),
      path: 'spec.workflows[0].steps[0].name',
      message:
        'name "all steps" is not at most 24 lower-case letters, digits and inner dashes; write one like discover',
      by: 'rule',
    },
    {
      reason: 'two workflows of one name',
      spec: {
        ...workflowOf([crawl]),
        workflows: [
          { name: 'batch', steps: [crawl] },
          { name: 'batch', steps: [crawl] },
        ],
      },
      path: 'spec.workflows[1].name',
      message: 'name "batch" occurs twice in its list; give each its own',
      by: 'structure',
    },
    {
      reason: 'two steps of one name',
      spec: workflowOf([crawl, { ...call, name: 'crawl' }]),
      path: 'spec.workflows[0].steps[1].name',
      message: 'name "crawl" occurs twice in its list; give each its own',
      by: 'structure',
    },
    {
      reason: 'step that does nothing',
      spec: workflowOf([{ name: 'idle' }]),
      path: 'spec.workflows[0].steps[0]',
      message: 'step "idle" has none of application, crawler, function, job, query and wait; write exactly one',
      by: 'rule',
    },
    {
      reason: 'step that does two things',
      spec: oneStep({ function: 'enrich' }),
      path: 'spec.workflows[0].steps[0]',
      message:
        'step "crawl" has more than one of application, crawler, function, job, query and wait; write exactly one',
      by: 'rule',
    },
    {
      reason: 'step of a kind that there is not',
      spec: workflowOf([{ ...pause, name: 'sleep', sleep: 5 }]),
      path: 'spec.workflows[0].steps[0].sleep',
      message:
        'there is no field sleep in spec.workflows[0].steps[0]; use one of: name, after, application, crawler, function, job, query, wait, retry, timeoutMinutes',
      by: 'structure',
    },
    {
      reason: 'step that waits for itself',
      spec: workflowOf([after(crawl, 'crawl')]),
      path: 'spec.workflows[0].steps[0].after',
      message: 'step "crawl" waits for itself; remove it from its after',
      by: 'rule',
    },
    {
      reason: 'step after one that there is not',
      spec: workflowOf([crawl, after(call, 'crawled'), pause]),
      path: 'spec.workflows[0].steps[1].after[0]',
      message: 'step "call" waits for "crawled", which is no step of workflow "batch"; write one of: crawl, pause',
      by: 'check',
    },
    {
      reason: 'only step after another',
      spec: workflowOf([after(crawl, 'call')]),
      path: 'spec.workflows[0].steps[0].after[0]',
      message:
        'step "crawl" waits for "call", which is no step of workflow "batch"; remove it, for there is no other step',
      by: 'check',
    },
    {
      reason: 'step after one of many that there is not',
      spec: workflowOf([...many, after(call, 's12')]),
      path: 'spec.workflows[0].steps[12].after[0]',
      message:
        'step "call" waits for "s12", which is no step of workflow "batch"; write one of: s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, …',
      by: 'check',
    },
    {
      reason: 'step after a step of another workflow',
      spec: {
        ...workflowOf([crawl]),
        workflows: [
          { name: 'batch', steps: [crawl] },
          { name: 'other', steps: [call, after(pause, 'crawl')] },
        ],
      },
      path: 'spec.workflows[1].steps[1].after[0]',
      message: 'step "pause" waits for "crawl", which is no step of workflow "other"; write one of: call',
      by: 'check',
    },
    {
      reason: 'step after one, twice',
      spec: workflowOf([crawl, after(call, 'crawl', 'crawl')]),
      path: 'spec.workflows[0].steps[1].after[1]',
      message: 'step "call" waits for "crawl" twice; write each step once',
      by: 'check',
    },
    {
      reason: 'two steps in a circle',
      spec: workflowOf([after(crawl, 'call'), after(call, 'crawl')]),
      path: 'spec.workflows[0].steps',
      message:
        'steps wait for each other in a circle: crawl after call after crawl; remove one of these from the after of another',
      by: 'check',
    },
    {
      reason: 'steps in a circle behind others',
      spec: workflowOf([
        after({ ...crawl, name: 'a' }, 'b'),
        after({ ...crawl, name: 'b' }, 'c'),
        after({ ...crawl, name: 'c' }, 'd'),
        after({ ...crawl, name: 'd' }, 'b'),
      ]),
      path: 'spec.workflows[0].steps',
      message:
        'steps wait for each other in a circle: b after c after d after b; remove one of these from the after of another',
      by: 'check',
    },
    {
      reason: 'steps that may look more often than a history holds',
      spec: workflowOf(again(5, { crawler: 'raw' })),
      path: 'spec.workflows[0].steps',
      message:
        'workflow "batch" may write more than 25000 events into its history, with its crawlers, applications, clusters and their retries; write fewer attempts or fewer of these steps',
      by: 'check',
    },
    {
      reason: 'steps on clusters that may be tried more often than a history holds',
      spec: {
        ...workflowOf(again(14, { job: 'big' })),
        network: { managed: { nat: 'Single' } },
        jobs: [{ name: 'big', script: { inline: 'print(1)' }, emrCluster: CLUSTER }],
      },
      path: 'spec.workflows[0].steps',
      message:
        'workflow "batch" may write more than 25000 events into its history, with its crawlers, applications, clusters and their retries; write fewer attempts or fewer of these steps',
      by: 'check',
    },
    ...STEP_TARGETS,
    {
      reason: 'step that may take longer than the workflow',
      spec: oneStep({ timeoutMinutes: 61 }, { timeoutMinutes: 60 }),
      path: 'spec.workflows[0].steps',
      message:
        'step "crawl" has more timeoutMinutes than the workflow; write no more than that, or more for the workflow',
      by: 'rule',
    },
    {
      reason: 'step that may take longer than a workflow that says nothing',
      spec: oneStep({ timeoutMinutes: 1441 }),
      path: 'spec.workflows[0].steps',
      message:
        'step "crawl" has more timeoutMinutes than the workflow; write no more than that, or more for the workflow',
      by: 'rule',
    },
    {
      reason: 'pause as long as the workflow',
      spec: workflowOf([{ name: 'pause', wait: { seconds: 3600 } }], { timeoutMinutes: 60 }),
      path: 'spec.workflows[0].steps[0].wait.seconds',
      message:
        'step "pause" waits for 3600 seconds, and the workflow ends after 3600; write fewer, or more timeoutMinutes for the workflow',
      by: 'check',
    },
    {
      reason: 'pause of no time',
      spec: workflowOf([{ name: 'pause', wait: { seconds: 0 } }]),
      path: 'spec.workflows[0].steps[0].wait.seconds',
      message: atLeast1,
      by: 'structure',
    },
    {
      reason: 'pause without its length',
      spec: workflowOf([{ name: 'pause', wait: {} }]),
      path: 'spec.workflows[0].steps[0].wait.seconds',
      message: 'seconds is required; add it, like seconds: 300',
      by: 'structure',
    },
    {
      reason: 'pause as text',
      spec: workflowOf([{ name: 'pause', wait: '5m' }]),
      path: 'spec.workflows[0].steps[0].wait',
      message: 'must be an object, not text; write an object',
      by: 'structure',
    },
    {
      reason: 'pause that is tried again',
      spec: workflowOf([{ ...pause, retry: { attempts: 1 } }]),
      path: 'spec.workflows[0].steps[0]',
      message: 'step "pause" waits, which neither fails nor takes longer; remove retry and timeoutMinutes',
      by: 'rule',
    },
    {
      reason: 'pause with a time-out',
      spec: workflowOf([{ ...pause, timeoutMinutes: 5 }]),
      path: 'spec.workflows[0].steps[0]',
      message: 'step "pause" waits, which neither fails nor takes longer; remove retry and timeoutMinutes',
      by: 'rule',
    },
    {
      reason: 'step that is tried again no times',
      spec: oneStep({ retry: { attempts: 0 } }),
      path: 'spec.workflows[0].steps[0].retry.attempts',
      message: atLeast1,
      by: 'structure',
    },
    {
      reason: 'step that is tried again too often',
      spec: oneStep({ retry: { attempts: 21 } }),
      path: 'spec.workflows[0].steps[0].retry.attempts',
      message: 'must be at most 20; write 20 or less',
      by: 'structure',
    },
    {
      reason: 'step that is tried again at once',
      spec: oneStep({ retry: { attempts: 1, backoffSeconds: 0 } }),
      path: 'spec.workflows[0].steps[0].retry.backoffSeconds',
      message: atLeast1,
      by: 'structure',
    },
    {
      reason: 'step without time',
      spec: oneStep({ timeoutMinutes: 0 }),
      path: 'spec.workflows[0].steps[0].timeoutMinutes',
      message: atLeast1,
      by: 'structure',
    },
    {
      reason: 'workflow without time',
      spec: workflowOf([crawl], { timeoutMinutes: 0 }),
      path: 'spec.workflows[0].timeoutMinutes',
      message: atLeast1,
      by: 'structure',
    },
    {
      reason: 'workflow of more than 90 days',
      spec: workflowOf([crawl], { timeoutMinutes: 129601 }),
      path: 'spec.workflows[0].timeoutMinutes',
      message: 'must be at most 129600; write 129600 or less',
      by: 'structure',
    },
    {
      reason: 'workflow that notifies nobody',
      spec: workflowOf([crawl], { onFailure: { notify: true } }),
      path: 'spec.workflows',
      message:
        'workflow "batch" has onFailure.notify, but there is no spec.notifications; write spec.notifications, or notify: false',
      by: 'rule',
    },
    {
      reason: 'failure that is only true',
      spec: workflowOf([crawl], { onFailure: true }),
      path: 'spec.workflows[0].onFailure',
      message: 'must be an object, not boolean true; write an object',
      by: 'structure',
    },
    {
      reason: 'log level of another service',
      spec: workflowOf([crawl], { logLevel: 'INFO' }),
      path: 'spec.workflows[0].logLevel',
      message: '"INFO" is not a value of logLevel; write one of: ALL, ERROR, FATAL, OFF',
      by: 'structure',
    },
  ],
};

function fifty(count: number): readonly Fields[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `s${index}`,
    wait: { seconds: 1 },
    ...(index === 0 ? {} : { after: [`s${index - 1}`] }),
  }));
}
