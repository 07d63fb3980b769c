import { choice, flag, integer, named, object, optional, type Stored, sequence, text } from './fields.ts';
import { NAME_LIMIT, partName, reference } from './name-fields.ts';
import { firstBad, type Rule } from './rules.ts';
import { section } from './section.ts';
import { fromAws, ready } from './status-fields.ts';

export const MAX_WORKFLOWS = 20;
const MAX_STEPS = 50;
/** 90 days: longer than any step here takes, and within the year that an execution may last. */
const MAX_MINUTES = 129_600;

const retry = object(
  {
    attempts: integer({
      description: 'How often the step is tried again after it failed.',
      example: 3,
      minimum: 1,
      maximum: 20,
    }),
    backoffSeconds: integer({
      description:
        'Seconds before it is tried again the first time; doubled each time, up to an hour, and drawn at random below that.',
      example: 60,
      minimum: 1,
      maximum: 86_400,
      default: 60,
    }),
  },
  {
    description:
      'Try again when the step fails; not when its time is up. What AWS refuses for a moment (throttling, no connection) is always tried again, six times within minutes.',
  },
);

const application = object(
  {
    start: optional(
      reference('applications', {
        to: 'application to start, until it runs; one that runs stays so',
        example: 'sessionize',
      }),
    ),
    stop: optional(
      reference('applications', {
        to: 'application to stop, with a snapshot where it takes them',
        example: 'sessionize',
      }),
    ),
  },
  {
    description:
      'Start or stop an application. The operator leaves an application that any step names to workflows: it is made, and stands still until one starts it. Exactly one of start and stop.',
    rules: [
      {
        cel: 'has(self.start) != has(self.stop)',
        message: "application has {has(self.start) ? 'both' : 'none'} of start and stop; write exactly one",
      },
    ],
  },
);

const KINDS = ['application', 'crawler', 'function', 'job', 'query', 'wait'] as const;
const given = `[${KINDS.map((kind) => `has(self.${kind})`).join(', ')}].filter(given, given).size()`;

const step = object(
  {
    name: partName('step', 'discover'),
    after: optional(
      sequence(text({ description: 'Name of a step.', example: 'discover', maxLength: NAME_LIMIT }), {
        description:
          'Steps of this workflow that must have succeeded before this one starts. When left out, it starts at once. What does not wait for each other runs at the same time.',
        example: ['discover'],
        maxItems: MAX_STEPS,
      }),
    ),
    application: optional(application),
    crawler: optional(reference('crawlers', { to: 'crawler to run, until it has ended well', example: 'raw' })),
    function: optional(
      reference('functions', {
        to: 'function to call. It gets workflow, step, execution, startedAt and input; its answer has no effect',
        example: 'enrich',
      }),
    ),
    job: optional(
      reference('jobs', {
        to: 'job to run, until it has ended well. A step whose job is not of this environment (onlyIn) is passed over',
        example: 'clean',
      }),
    ),
    query: optional(
      object(
        {
          namedQuery: reference('query', { to: 'saved query', example: 'hourly-users' }),
        },
        {
          description:
            'Run a saved query, until it has ended well. It may read its zones and writes below the results of spec.query only.',
        },
      ),
    ),
    wait: optional(
      object(
        {
          seconds: integer({
            description: 'For so many seconds.',
            example: 300,
            minimum: 1,
            maximum: MAX_MINUTES * 60,
          }),
        },
        { description: 'Let time pass.' },
      ),
    ),
    retry: optional(retry),
    timeoutMinutes: optional(
      integer({
        description:
          'Minutes after which the step has failed, counted for each try. When left out: that of the workflow. Crawlers and applications are looked at after 30 seconds, then less and less often, up to 120 times; fewer where a workflow has many of them.',
        example: 60,
        minimum: 1,
        maximum: MAX_MINUTES,
      }),
    ),
  },
  {
    description: `One step. Exactly one of ${KINDS.slice(0, -1).join(', ')} and ${KINDS.at(-1)}.`,
    rules: [
      {
        cel: `${given} == 1`,
        message: `step "{self.name}" has {${given} == 0 ? 'none' : 'more than one'} of ${KINDS.slice(0, -1).join(', ')} and ${KINDS.at(-1)}; write exactly one`,
      },
      {
        cel: '!has(self.after) || !(self.name in self.after)',
        message: 'step "{self.name}" waits for itself; remove it from its after',
        fieldPath: '.after',
      },
      {
        cel: '!has(self.wait) || (!has(self.retry) && !has(self.timeoutMinutes))',
        message: 'step "{self.name}" waits, which neither fails nor takes longer; remove retry and timeoutMinutes',
      },
    ],
  },
);

const onFailure = object(
  {
    deadLetter: flag({
      description:
        'Keep the input of a failed execution in an encrypted queue for 14 days, with what failed. Start the workflow with that input to do it again.',
      default: true,
    }),
    notify: flag({
      description: 'Tell the topic of spec.notifications which execution failed and why, without its input.',
      default: false,
    }),
  },
  {
    description:
      'What is done when a step fails for good, and, some minutes later, when an execution is stopped by hand or by the timeoutMinutes of the workflow.',
    default: {},
  },
);

const workflow = object(
  {
    name: partName('workflow', 'batch'),
    timeoutMinutes: integer({
      description: 'Minutes after which Step Functions ends the whole execution.',
      example: 240,
      minimum: 1,
      maximum: MAX_MINUTES,
      default: 1440,
    }),
    steps: named(step, {
      description: 'What it does. The order of this list has no effect, after has.',
      maxItems: MAX_STEPS,
      minItems: 1,
    }),
    onFailure,
    logLevel: choice(['ALL', 'ERROR', 'FATAL', 'OFF'], {
      description:
        'Which events of executions are logged, in the words of Step Functions, without data. Its own history of an execution has all of them, for 90 days.',
      default: 'ERROR',
    }),
  },
  {
    description:
      'A Step Functions state machine of type STANDARD with its own role, encrypted log and X-Ray traces. When a step fails, steps at its side are stopped, and none after it starts. Its input may be any JSON; steps that look at it get it unchanged. Executions are named by whoever starts them: a name is taken for 90 days.',
    rules: [
      {
        cel: 'self.steps.all(s, !has(s.timeoutMinutes) || s.timeoutMinutes <= self.timeoutMinutes)',
        message: `step "{${firstBad('self.steps', 's', '!has(s.timeoutMinutes) || s.timeoutMinutes <= self.timeoutMinutes')}.name}" has more timeoutMinutes than the workflow; write no more than that, or more for the workflow`,
        fieldPath: '.steps',
      },
    ],
  },
);

const workflows = named(workflow, {
  description: 'Steps that run after each other or side by side.',
  maxItems: MAX_WORKFLOWS,
});

const somebodyToNotify: Rule = {
  cel: '!has(self.workflows) || has(self.notifications) || self.workflows.all(w, !w.onFailure.notify)',
  message: `workflow "{${firstBad('self.workflows', 'w', '!w.onFailure.notify')}.name}" has onFailure.notify, but there is no spec.notifications; write spec.notifications, or notify: false`,
  fieldPath: '.workflows',
};

const workflowStatus = object(
  {
    name: text({ description: 'Name of the workflow in spec.', maxLength: 63 }),
    order: optional(
      text({
        description: 'Its steps in the order that they run: → one after the other, | side by side.',
        example: 'discover → (clean | settle) → report',
        maxLength: 4096,
      }),
    ),
    stateMachineArn: optional(
      fromAws(
        'ARN of the state machine.',
        'arn:aws:states:us-east-1:123456789012:stateMachine:analytics-clickstream-batch',
      ),
    ),
    logGroup: fromAws('Where it logs.', '/aws/vendedlogs/states/datapipelines/analytics/clickstream/workflows/batch'),
    deadLetterQueue: optional(
      fromAws('Queue with the input of failed executions.', 'analytics-clickstream-workflow-batch-dead-letters'),
    ),
    ready,
  },
  { description: 'One workflow.' },
);

export const workflowsSection = section({
  spec: { workflows: optional(workflows) },
  rules: [somebodyToNotify],
  status: {
    workflows: optional(
      named(workflowStatus, { description: 'State machines of the pipeline.', maxItems: MAX_WORKFLOWS }),
    ),
  },
});

export type Workflow = Stored<typeof workflow>;
export type WorkflowStep = Stored<typeof step>;
export type WorkflowStatus = Stored<typeof workflowStatus>;
