import { type JobName, jobDescriptors } from '../../dataplane/descriptors.ts';
import { codeBucket, codeKey } from './code-fields.ts';
import { emrServerless } from './emr.ts';
import { emrCluster } from './emr-cluster.ts';
import {
  choice,
  flag,
  integer,
  map,
  named,
  object,
  optional,
  PRINTABLE,
  SOURCE_TEXT,
  type Stored,
  sequence,
  text,
} from './fields.ts';
import { ENVIRONMENTS } from './identity.ts';
import { partName, prefix, reference } from './name-fields.ts';
import { section } from './section.ts';
import { SPARK_UI } from './spark-ui.ts';
import { fromAws, ready } from './status-fields.ts';

export const MAX_JOBS = 20;

/** Below which every job keeps what it needs for itself, in the zone that it reads; under errors/, which crawlers pass over. */
export const JOB_FILES = 'errors/jobs/';

const GLUE_VERSIONS = ['6.0', '5.1', '5.0'] as const;
export const WORKER_TYPES = ['G.1X', 'G.2X', 'G.4X', 'G.8X', 'G.12X', 'G.16X', 'R.1X', 'R.2X', 'R.4X', 'R.8X'] as const;

const script = object(
  {
    builtIn: optional(
      choice(Object.keys(jobDescriptors) as JobName[], {
        description: `A job that the operator brings along. ${Object.values(jobDescriptors)
          .map(({ name, summary }) => `${name}: ${summary}`)
          .join(' ')}`,
        example: 'CleanEvents',
      }),
    ),
    inline: optional(
      text({
        description:
          'A Python script, at most 256 KiB. It stands in the spec and is uploaded under a key of its content.',
        example: 'import sys',
        maxLength: 262144,
        minLength: 1,
        pattern: SOURCE_TEXT,
        remedy: 'write text without control characters; bring anything else by script.s3',
      }),
    ),
    s3: optional(
      object(
        {
          bucket: codeBucket('Bucket with the script. It must let the role of the job read.'),
          key: codeKey(
            'Key of the script. Every run reads it anew: new code under this key is what the next run does.',
            'jobs/sessions-1.4.0.py',
          ),
        },
        { description: 'A Python script of your own in S3.' },
      ),
    ),
  },
  {
    description: 'What runs. Exactly one of builtIn, inline and s3.',
    rules: [
      {
        cel: '[has(self.builtIn), has(self.inline), has(self.s3)].filter(given, given).size() == 1',
        message:
          "script has {has(self.builtIn) || has(self.inline) || has(self.s3) ? 'more than one' : 'none'} of builtIn, inline and s3; write exactly one",
      },
    ],
  },
);

function place(verb: string, description: string) {
  return object(
    {
      table: optional(reference('tables', { to: `table to ${verb}`, example: 'processed_events' })),
      zone: optional(
        object(
          {
            name: reference('zones', { to: `zone to ${verb}`, example: 'curated' }),
            prefix: prefix('Folder of the zone: ends in a slash.', 'sessions/'),
          },
          { description: 'A folder of a zone, of which no table need know.' },
        ),
      ),
    },
    {
      description: `${description} Exactly one of table and zone.`,
      rules: [
        {
          cel: 'has(self.table) != has(self.zone)',
          message: `what to ${verb} has {has(self.table) ? 'both' : 'neither'} of table and zone; write table with a name, or zone with name and prefix`,
        },
      ],
    },
  );
}

export const glue = object(
  {
    version: choice(GLUE_VERSIONS, {
      description:
        'Glue version, which says the versions of Spark and Python: 6.0 has Spark 4.1, 5.1 and 5.0 have 3.5.',
      default: '6.0',
    }),
    workerType: choice(WORKER_TYPES, {
      description:
        'Size of one worker. G.1X is one DPU (4 vCPU, 16 GB), G.2X two and so on; R types have twice the memory. G.12X, G.16X and R types are there in some regions only.',
      default: 'G.1X',
    }),
    workers: optional(
      integer({
        description:
          'Workers, with autoScaling the most of them. When left out: 2 in Development, 5 in Staging, 10 in Production.',
        example: 10,
        minimum: 2,
        maximum: 1000,
      }),
    ),
    autoScaling: flag({ description: 'Glue adds and removes workers as stages of the run need them.', default: true }),
    flex: optional(
      flag({
        description:
          'Run on spare capacity, which costs a third less, may start late and may be interrupted; only with G.1X and G.2X. When left out: with these, except in Production.',
      }),
    ),
    bookmarks: flag({
      description:
        'Remember what was read, so that a run reads only what is new. Built-ins that take no bookmark see by themselves what is new.',
      default: false,
    }),
    maxConcurrentRuns: integer({
      description:
        'Runs that may go on at the same time. Built-ins take 1: two runs that write the same partition end with one of them failing.',
      minimum: 1,
      maximum: 1000,
      default: 1,
    }),
    sparkUI: flag({
      description: `Keep event logs for the Spark UI, below ${SPARK_UI.prefix} of the zone ${SPARK_UI.zone}.`,
      default: false,
    }),
  },
  {
    description: 'How Glue runs it. When left out: with the defaults of its fields.',
    rules: [
      {
        cel: "!has(self.flex) || !self.flex || self.workerType in ['G.1X', 'G.2X']",
        message:
          'flex runs on G.1X and G.2X only, but workerType is {self.workerType}; write one of these, or flex: false',
        fieldPath: '.flex',
      },
    ],
  },
);

const PYTHON_CAPACITIES = ['0.0625', '1'] as const;

const pythonShell = object(
  {
    version: choice(['3.9'], { description: 'Version of Python.', default: '3.9' }),
    maxCapacity: choice(PYTHON_CAPACITIES, {
      description: 'Data processing units: a sixteenth with 1 GB of memory, or one with 16 GB.',
      default: '0.0625',
    }),
    maxConcurrentRuns: integer({
      description: 'Runs that may go on at the same time.',
      minimum: 1,
      maximum: 1000,
      default: 1,
    }),
  },
  {
    description:
      'Run the script as plain Python on one machine, in place of Spark: for what is small. It has no bookmarks, and no metrics but of its runs.',
  },
);

const job = object(
  {
    name: partName('job', 'clean'),
    script,
    from: optional(place('read', 'What it reads, which is what its role may read. Built-ins need it.')),
    to: optional(place('write', 'What it writes, which is what its role may write. Built-ins need it.')),
    arguments: optional(
      map(
        text({
          description: 'Value of the argument. No place for secrets: whoever may look at the job sees it.',
          example: 'user_id,event_time',
          maxLength: 2048,
          pattern: PRINTABLE,
          remedy: 'write text without control characters',
        }),
        {
          description:
            'Arguments of the script, at most 50. A run may be started with others. What the operator sets itself (paths, logs, metrics, bookmarks) cannot be set here.',
          example: { '--dedupe-keys': 'user_id,event_time,event_type' },
          maxProperties: 50,
          rules: [
            {
              cel: "self.all(key, size(key) <= 128 && key.matches('^--[A-Za-z][A-Za-z0-9_-]*$'))",
              message:
                'argument "{self.filter(key, size(key) > 128 || !key.matches(\'^--[A-Za-z][A-Za-z0-9_-]*$\'))[0]}" is not two hyphens and a name; write it like --dedupe-keys',
            },
          ],
        },
      ),
    ),
    retries: integer({
      description: 'How often Glue runs it again after a failure. Retries of a workflow come on top of it.',
      minimum: 0,
      maximum: 10,
      default: 0,
    }),
    timeoutMinutes: optional(
      integer({
        description: 'Minutes after which a run is ended. When left out: what the built-in wants, else 60.',
        example: 60,
        minimum: 1,
        maximum: 10080,
      }),
    ),
    onlyIn: optional(
      sequence(choice(ENVIRONMENTS, { description: 'An environment.' }), {
        description:
          'Environments in which the job is there; in others it is not made, and steps of workflows that run it are passed over. When left out: in all.',
        example: ['Production'],
        minItems: 1,
        maxItems: 3,
      }),
    ),
    glue: optional(glue),
    pythonShell: optional(pythonShell),
    emrServerless: optional(emrServerless),
    emrCluster: optional(emrCluster),
  },
  {
    description:
      'One job with its own role and logs. At most one of glue, pythonShell, emrServerless and emrCluster; with none it runs on Glue.',
    rules: [
      {
        cel: '[has(self.glue), has(self.pythonShell), has(self.emrServerless), has(self.emrCluster)].filter(given, given).size() <= 1',
        message:
          'job "{self.name}" has more than one of glue, pythonShell, emrServerless and emrCluster; write one of them',
      },
    ],
  },
);

const jobs = named(job, {
  description:
    'Jobs that transform what lies in the lake. A removed job is deleted; what it wrote and its log groups stay.',
  maxItems: MAX_JOBS,
});

const jobStatus = object(
  {
    name: text({ description: 'Name of the job in spec.', maxLength: 63 }),
    jobName: optional(fromAws('Name of the job in Glue.', 'analytics-clickstream-clean')),
    applicationId: optional(fromAws('Id of the application in EMR Serverless.', '00f5trm1gtaf001d')),
    logGroups: optional(
      fromAws('What the log groups of its runs begin with.', '/datapipelines/analytics/clickstream/jobs/clean'),
    ),
    logsPath: optional(fromAws('Where logs of its clusters lie.', 's3://…/emr-logs/sessions/')),
    ready,
  },
  { description: 'One job of the pipeline.' },
);

export const jobsSection = section({
  spec: { jobs: optional(jobs) },
  status: { jobs: optional(named(jobStatus, { description: 'Jobs of the pipeline.', maxItems: MAX_JOBS })) },
});

export type Job = Stored<typeof job>;
export type Glue = Stored<typeof glue>;
export type PythonShell = Stored<typeof pythonShell>;
export type JobStatus = Stored<typeof jobStatus>;
