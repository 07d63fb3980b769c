/** Jobs on EMR. */
import type { BadSpec, Cases } from './cases.ts';

type Fields = Readonly<Record<string, unknown>>;

const tables = [
  {
    name: 'processed_events',
    zone: 'processed',
    columns: [{ name: 'user_id', type: 'string' }],
    partitionKeys: [{ name: 'event_date', type: 'date' }],
  },
  {
    name: 'sessions',
    zone: 'curated',
    columns: [{ name: 'user_id', type: 'string' }],
    partitionKeys: [{ name: 'event_date', type: 'date' }],
  },
];
const maximum = { cpu: '32 vCPU', memory: '128 GB', disk: '400 GB' };
const emrServerless = { release: 'emr-7.13.0', maximum };
const report = {
  name: 'sessions',
  script: { builtIn: 'SessionReport' },
  from: { table: 'processed_events' },
  to: { table: 'sessions' },
  emrServerless,
};
const own = { script: { inline: 'print(1)\n' }, from: undefined, to: undefined };
const job = (fields: Fields): Fields => ({ tables, jobs: [{ ...report, ...fields }] });
const serverless = (fields: Fields): Fields => ({ ...own, emrServerless: { ...emrServerless, ...fields } });

const network = { managed: { nat: 'PerZone' } };
const emrCluster = {
  release: 'emr-7.13.0',
  primary: { instanceTypes: ['m7g.xlarge'] },
  core: { instanceTypes: ['m7g.xlarge'], max: 10 },
};
const onCluster = (fields: Fields): Fields => ({
  ...own,
  emrServerless: undefined,
  emrCluster: { ...emrCluster, ...fields },
});
const clusterJob = (fields: Fields, more: Fields = {}): Fields => ({ network, ...job(onCluster(fields)), ...more });
const badCluster = (
  reason: string,
  fields: Fields,
  path: string,
  message: string,
  by: BadSpec['by'] = 'check',
  more: Fields = {},
): BadSpec => ({ reason, spec: clusterJob(fields, more), path: `spec.jobs[0].emrCluster${path}`, message, by });

const bad = (reason: string, fields: Fields, path: string, message: string, by: BadSpec['by'] = 'check'): BadSpec => ({
  reason,
  spec: job(fields),
  path: `spec.jobs[0]${path}`,
  message,
  by,
});

export const emrCases: Cases = {
  good: [
    { reason: 'a built-in on EMR Serverless', spec: job({}) },
    {
      reason: 'EMR Serverless with all that can be said',
      spec: job(
        serverless({
          release: 'emr-spark-8.0.0',
          architecture: 'X86_64',
          driver: { cpu: '2vCPU', memory: '16GB', disk: '20GB' },
          executor: { cpu: '16 vCPU', memory: '120 GB', disk: '200 GB' },
          maximum: { cpu: '18 vCPU', memory: '136 GB', disk: '220 GB' },
          idleTimeoutMinutes: 10080,
          sparkUI: true,
        }),
      ),
    },
    {
      reason: 'arguments that are the script’s own, for EMR adds none',
      spec: job({ ...serverless({}), arguments: { '--mode': 'fast', '--conf': 'x' } }),
    },
    { reason: 'a job on a cluster', spec: clusterJob({}) },
    {
      reason: 'a cluster with all that can be said',
      spec: clusterJob({
        applications: ['Hive', 'Spark', 'Hadoop', 'Tez'],
        core: { instanceTypes: ['m7g.xlarge', 'u-6tb1.112xlarge'], min: 2, max: 2, volumeGiB: 16384 },
        task: { instanceTypes: ['r7g.xlarge'], min: 0, max: 1000, market: 'ON_DEMAND' },
        idleTimeoutMinutes: 1,
      }),
    },
    {
      reason: 'a cluster of another environment, which needs no network here',
      spec: { ...job({ ...onCluster({}), onlyIn: ['Production'] }), environment: 'Development' },
    },
  ],
  bad: [
    bad(
      'Glue and EMR Serverless',
      { glue: {} },
      '',
      'job "sessions" has more than one of glue, pythonShell, emrServerless and emrCluster; write one of them',
      'rule',
    ),
    bad(
      'EMR Serverless without a cap',
      { emrServerless: { release: 'emr-7.13.0' } },
      '.emrServerless.maximum',
      'maximum is required; add maximum',
      'structure',
    ),
    bad(
      'EMR Serverless without a release',
      { emrServerless: { maximum } },
      '.emrServerless.release',
      'release is required; add it, like release: "emr-7.13.0"',
      'structure',
    ),
    bad(
      'a release without its word',
      serverless({ release: '7.13.0' }),
      '.emrServerless.release',
      'has characters or a form that is not allowed; write a release like emr-7.13.0',
      'structure',
    ),
    bad(
      'a release of ten years ago',
      serverless({ release: 'emr-5.36.2' }),
      '.emrServerless.release',
      'has characters or a form that is not allowed; write a release like emr-7.13.0',
      'structure',
    ),
    bad(
      'a built-in on a release that nobody tried',
      { emrServerless: { ...emrServerless, release: 'emr-7.0.0' } },
      '.emrServerless.release',
      'built-in SessionReport of job "sessions" is made for other releases of EMR than emr-7.0.0; write one of: emr-7.13.0',
    ),
    bad(
      'a size without its unit',
      serverless({ driver: { cpu: '4' } }),
      '.emrServerless.driver.cpu',
      'has characters or a form that is not allowed; write a number with its unit, like 4 vCPU',
      'structure',
    ),
    bad(
      'memory in another unit',
      serverless({ executor: { memory: '16Gi' } }),
      '.emrServerless.executor.memory',
      'has characters or a form that is not allowed; write a number with its unit, like 16 GB',
      'structure',
    ),
    bad(
      'a driver of three vCPU',
      serverless({ driver: { cpu: '3 vCPU' } }),
      '.emrServerless.driver.cpu',
      'driver.cpu of job "sessions" is 3 vCPU, which no worker has; write one of: 1 vCPU, 2 vCPU, 4 vCPU, 8 vCPU, 16 vCPU',
    ),
    bad(
      'more memory than such an executor can have',
      serverless({ executor: { memory: '31 GB' } }),
      '.emrServerless.executor.memory',
      'executor.memory of job "sessions" is 31 GB, which a worker of 4 vCPU cannot have; write 8 GB to 30 GB, or another cpu',
    ),
    bad(
      'less memory than such an executor can have',
      serverless({ executor: { cpu: '2 vCPU', memory: '3 GB' } }),
      '.emrServerless.executor.memory',
      'executor.memory of job "sessions" is 3 GB, which a worker of 2 vCPU cannot have; write 4 GB to 16 GB, or another cpu',
    ),
    bad(
      'memory between two steps',
      serverless({ executor: { cpu: '8 vCPU', memory: '18 GB' } }),
      '.emrServerless.executor.memory',
      'executor.memory of job "sessions" is 18 GB, which a worker of 8 vCPU cannot have; write 16 GB to 60 GB in steps of 4, or another cpu',
    ),
    bad(
      'too small a disk',
      serverless({ driver: { disk: '10 GB' } }),
      '.emrServerless.driver.disk',
      'driver.disk of job "sessions" is 10 GB, which no worker has; write 20 GB to 200 GB',
    ),
    bad(
      'a cap that no run fits in',
      serverless({ maximum: { ...maximum, cpu: '7 vCPU' } }),
      '.emrServerless.maximum.cpu',
      'maximum.cpu of job "sessions" is 7 vCPU, but driver and one executor need 8 vCPU; write 8 vCPU or more',
    ),
    bad(
      'a cap of memory that no run fits in',
      serverless({ maximum: { ...maximum, memory: '16 GB' } }),
      '.emrServerless.maximum.memory',
      'maximum.memory of job "sessions" is 16 GB, but driver and one executor need 32 GB; write 32 GB or more',
    ),
    bad(
      'an application that never stops',
      serverless({ idleTimeoutMinutes: 0 }),
      '.emrServerless.idleTimeoutMinutes',
      'must be at least 1; write 1 or more',
      'structure',
    ),
    bad(
      'an application that idles for more than a week',
      serverless({ idleTimeoutMinutes: 10081 }),
      '.emrServerless.idleTimeoutMinutes',
      'must be at most 10080; write 10080 or less',
      'structure',
    ),
    bad(
      'an architecture that is none',
      serverless({ architecture: 'arm64' }),
      '.emrServerless.architecture',
      '"arm64" is not a value of architecture; write ARM64',
      'structure',
    ),
    bad(
      'retries by EMR',
      { retries: 1 },
      '.retries',
      'job "sessions" has retries, but EMR runs nothing again by itself; write retry at the step of the workflow',
    ),
    bad(
      'bookmarks of a script that EMR keeps none for',
      serverless({ bookmarks: true }),
      '.emrServerless.bookmarks',
      'script of job "sessions" knows of no bookmarks, and EMR keeps none for it; remove bookmarks',
    ),
    {
      reason: 'event logs where there is no zone for results',
      spec: { zones: [{ name: 'raw' }], jobs: [{ name: 'sessions', ...serverless({ sparkUI: true }) }] },
      path: 'spec.jobs[0].emrServerless.sparkUI',
      message:
        'event logs of job "sessions" have no place, for there is no zone "results"; declare a zone "results", or write false',
      by: 'check',
    },
    {
      reason: 'a schedule of a job on EMR',
      spec: { ...job({}), schedules: [{ name: 'nightly', rate: '1d', job: 'sessions' }] },
      path: 'spec.schedules[0].job',
      message:
        'schedule "nightly" starts job "sessions", which runs on EMR; write workflow with one that has a step for it',
      by: 'check',
    },
    bad(
      'EMR Serverless and a cluster',
      { emrCluster },
      '',
      'job "sessions" has more than one of glue, pythonShell, emrServerless and emrCluster; write one of them',
      'rule',
    ),
    badCluster(
      'a cluster without a network',
      {},
      '',
      'job "sessions" runs on a cluster, which stands in private subnets that the pipeline makes; write network.managed with nat: Single or PerZone',
      'check',
      { network: { none: {} } },
    ),
    badCluster(
      'a cluster in a network of somebody else',
      {},
      '',
      'job "sessions" runs on a cluster, which stands in private subnets that the pipeline makes; write network.managed with nat: Single or PerZone',
      'check',
      {
        network: { existing: { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] } },
      },
    ),
    badCluster(
      'a cluster with no way out',
      {},
      '',
      'the cluster of job "sessions" has to tell its load to EMR, and nothing leads out of the network; write network.managed with nat: Single or PerZone',
      'check',
      { network: { managed: {} } },
    ),
    badCluster('a cluster without a core', { core: undefined }, '.core', 'core is required; add core', 'structure'),
    badCluster(
      'no most instances of the core',
      { core: { instanceTypes: ['m7g.xlarge'] } },
      '.core.max',
      'max is required; add it, like max: 10',
      'structure',
    ),
    badCluster(
      'more instances at the beginning than there may be',
      { core: { instanceTypes: ['m7g.xlarge'], min: 3, max: 2 } },
      '.core.min',
      'min is greater than max; write a min that is at most max',
      'rule',
    ),
    badCluster(
      'more task instances at the beginning than there may be',
      { task: { instanceTypes: ['m7g.xlarge'], min: 21, max: 20 } },
      '.task.min',
      'min is greater than max; write a min that is at most max',
      'rule',
    ),
    badCluster(
      'a core of no instances',
      { core: { ...emrCluster.core, min: 0 } },
      '.core.min',
      'must be at least 1; write 1 or more',
      'structure',
    ),
    badCluster(
      'a disk that EMR does not fit on',
      { core: { ...emrCluster.core, volumeGiB: 8 } },
      '.core.volumeGiB',
      'must be at least 32; write 32 or more',
      'structure',
    ),
    badCluster(
      'instance types that are none',
      { primary: { instanceTypes: ['large'] } },
      '.primary.instanceTypes[0]',
      'has characters or a form that is not allowed; write an instance type like m7g.xlarge',
      'structure',
    ),
    badCluster(
      'no instance types',
      { primary: { instanceTypes: [] } },
      '.primary.instanceTypes',
      'must have at least 1 item; add one, or leave the field out',
      'structure',
    ),
    badCluster(
      'a market that is none',
      { task: { instanceTypes: ['m7g.xlarge'], max: 2, market: 'Spot' } },
      '.task.market',
      '"Spot" is not a value of market; write SPOT',
      'structure',
    ),
    badCluster(
      'a cluster without Spark',
      { applications: ['Hive'] },
      '.applications',
      'applications has no Spark, which runs the job; add Spark',
      'rule',
    ),
    badCluster(
      'a cluster that idles for more than a week',
      { idleTimeoutMinutes: 10081 },
      '.idleTimeoutMinutes',
      'must be at most 10080; write 10080 or less',
      'structure',
    ),
    badCluster(
      'bookmarks of a script that EMR keeps none for',
      { bookmarks: true },
      '.bookmarks',
      'script of job "sessions" knows of no bookmarks, and EMR keeps none for it; remove bookmarks',
    ),
    badCluster(
      'logs of clusters where there is no zone for results',
      {},
      '',
      'logs of job "sessions" have no place, for there is no zone "results"; declare a zone "results"',
      'check',
      { tables: undefined, zones: [{ name: 'raw' }] },
    ),
    {
      reason: 'a table over logs of clusters',
      spec: clusterJob(
        {},
        { tables: [{ name: 'logs', zone: 'results', prefix: 'emr-logs/', columns: [{ name: 'a', type: 'string' }] }] },
      ),
      path: 'spec.tables[0].prefix',
      message:
        'logs of job "sessions" lie below emr-logs/sessions/ of zone "results", where table "logs" is read; give table "logs" another prefix',
      by: 'check',
    },
  ],
};
