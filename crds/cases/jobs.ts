/** Jobs. */
import type { BadSpec, Cases } from './cases.ts';
import { emrCases } from './emr.ts';

type Fields = Readonly<Record<string, unknown>>;

const tables = [
  {
    name: 'raw_events',
    zone: 'raw',
    columns: [{ name: 'user_id', type: 'string' }],
    partitionKeys: ['year', 'month', 'day', 'hour'].map((name) => ({ name, type: 'string' })),
    partitionProjection: true,
  },
  {
    name: 'processed_events',
    zone: 'processed',
    columns: [{ name: 'user_id', type: 'string' }],
    partitionKeys: [{ name: 'event_date', type: 'date' }],
  },
  { name: 'lines', zone: 'raw', format: 'Csv', columns: [{ name: 'user_id', type: 'string' }] },
];
const clean = {
  name: 'clean',
  script: { builtIn: 'CleanEvents' },
  from: { table: 'raw_events' },
  to: { table: 'processed_events' },
};
const job = (fields: Fields): Fields => ({ tables, jobs: [{ ...clean, ...fields }] });
const own = { script: { inline: 'print(1)\n' } };

const bad = (reason: string, fields: Fields, path: string, message: string, by: BadSpec['by'] = 'check'): BadSpec => ({
  reason,
  spec: job(fields),
  path: `spec.jobs[0]${path}`,
  message,
  by,
});
const owned = (argument: string, remedy: string): BadSpec =>
  bad(
    `an argument that is not the user's: ${argument}`,
    { ...own, arguments: { [argument]: 'x' } },
    `.arguments[${argument}]`,
    `argument "${argument}" of job "clean" is not the user's; ${remedy}`,
  );
const ofSpark = (argument: string): BadSpec =>
  bad(
    `an argument of Spark in plain Python: ${argument}`,
    { ...own, pythonShell: {}, arguments: { [argument]: 'x' } },
    `.arguments[${argument}]`,
    `argument "${argument}" of job "clean" is for Spark, which a Python shell has not; remove it, or write glue in place of pythonShell`,
  );
const wrongArgument = (reason: string, argument: string, value: string, message: string): BadSpec =>
  bad(reason, { arguments: { [argument]: value } }, `.arguments[${argument}]`, message);

export const jobsCases: Cases = {
  good: [
    ...emrCases.good,
    { reason: 'a built-in between two tables', spec: job({}) },
    {
      reason: 'a built-in with all that can be said',
      spec: job({
        arguments: {
          '--dedupe-keys': 'user_id,event_data.page',
          '--since': '2026-11-20',
          '--max-quarantine-percent': '5',
        },
        retries: 10,
        timeoutMinutes: 10080,
        onlyIn: ['Production', 'Staging'],
        glue: {
          version: '5.1',
          workerType: 'G.2X',
          workers: 1000,
          autoScaling: false,
          flex: true,
          bookmarks: true,
          maxConcurrentRuns: 1,
          sparkUI: true,
        },
      }),
    },
    { reason: 'a script that needs nothing of the lake', spec: { jobs: [{ name: 'a', ...own }] } },
    {
      reason: 'a script in plain Python with all that can be said',
      spec: job({
        ...own,
        arguments: { '--library-set': 'analytics', '--additional-python-modules': 'tool==1.4.0' },
        pythonShell: { version: '3.9', maxCapacity: '1', maxConcurrentRuns: 5 },
      }),
    },
    {
      reason: 'a script in S3 between folders',
      spec: {
        jobs: [
          {
            name: 'a',
            script: { s3: { bucket: 'my-code', key: 'jobs/a.py' } },
            from: { zone: { name: 'raw', prefix: 'inbox/' } },
            to: { zone: { name: 'curated', prefix: 'a/b/' } },
            arguments: { '--TempDir': 's3://elsewhere/tmp/', '--extra-py-files': 's3://my-code/lib.zip' },
            glue: { workerType: 'R.8X', maxConcurrentRuns: 1000 },
          },
        ],
      },
    },
  ],
  bad: [
    ...emrCases.bad,
    bad('no script', { script: undefined }, '.script', 'script is required; add script', 'structure'),
    bad(
      'script is empty',
      { script: {} },
      '.script',
      'script has none of builtIn, inline and s3; write exactly one',
      'rule',
    ),
    bad(
      'script is given twice',
      { script: { builtIn: 'CleanEvents', inline: 'x' } },
      '.script',
      'script has more than one of builtIn, inline and s3; write exactly one',
      'rule',
    ),
    bad(
      'unknown built-in',
      { script: { builtIn: 'Clean' } },
      '.script.builtIn',
      '"Clean" is not a value of builtIn; write one of: CleanEvents, HourlyAggregates, SessionReport, DailySummary',
      'structure',
    ),
    bad(
      'a table and a zone',
      { from: { table: 'raw_events', zone: { name: 'raw', prefix: 'a/' } } },
      '.from',
      'what to read has both of table and zone; write table with a name, or zone with name and prefix',
      'rule',
    ),
    bad(
      'neither table nor zone',
      { to: {} },
      '.to',
      'what to write has neither of table and zone; write table with a name, or zone with name and prefix',
      'rule',
    ),
    bad(
      'a zone without a folder',
      { ...own, to: { zone: { name: 'curated' } } },
      '.to.zone.prefix',
      'prefix is required; add it, like prefix: "sessions/"',
      'structure',
    ),
    bad(
      'a table that is not there',
      { from: { table: 'raw' } },
      '.from.table',
      'job "clean" names table "raw", which does not exist; write one of: raw_events, processed_events, lines',
    ),
    bad(
      'a zone that is not there',
      { ...own, to: { zone: { name: 'gold', prefix: 'a/' } } },
      '.to.zone.name',
      'job "clean" names zone "gold", which does not exist; write one of: raw, processed, curated, results',
    ),
    bad(
      'a built-in that does not know where to write',
      { to: undefined },
      '.to',
      'built-in CleanEvents of job "clean" has to be told where to write; write to: {table: …}',
    ),
    bad(
      'a built-in that does not know where to read',
      { from: undefined },
      '.from',
      'built-in CleanEvents of job "clean" has to be told where to read; write from: {table: …}',
    ),
    bad(
      'a built-in that reads Csv',
      { from: { table: 'lines' } },
      '.from.table',
      'built-in CleanEvents of job "clean" cannot read Csv, which table "lines" is; read a table with format Parquet, Orc or Json',
    ),
    bad(
      'a built-in into Csv',
      { to: { table: 'lines' } },
      '.to.table',
      'built-in CleanEvents of job "clean" writes Parquet, but table "lines" is Csv; write a table with format Parquet',
    ),
    bad(
      'a built-in into other partitions',
      { to: { table: 'raw_events' } },
      '.to.table',
      'built-in CleanEvents of job "clean" writes partitions by event_date, but table "raw_events" has year, month, day, hour; write a table with partitionKeys event_date',
    ),
    bad(
      'runs of a built-in at the same time',
      { glue: { maxConcurrentRuns: 2 } },
      '.glue.maxConcurrentRuns',
      'runs of built-in CleanEvents of job "clean" write the same partitions; write 1',
    ),
    bad(
      'a version that Glue has left behind',
      { ...own, glue: { version: '4.0' } },
      '.glue.version',
      '"4.0" is not a value of version; write 6.0',
      'structure',
    ),
    bad(
      'a worker type of streaming jobs',
      { glue: { workerType: 'G.025X' } },
      '.glue.workerType',
      '"G.025X" is not a value of workerType; write one of: G.1X, G.2X, G.4X, G.8X, G.12X, G.16X, R.1X, R.2X, R.4X, R.8X',
      'structure',
    ),
    bad(
      'spare capacity of large workers',
      { glue: { workerType: 'G.4X', flex: true } },
      '.glue.flex',
      'flex runs on G.1X and G.2X only, but workerType is G.4X; write one of these, or flex: false',
      'rule',
    ),
    bad('one worker', { glue: { workers: 1 } }, '.glue.workers', 'must be at least 2; write 2 or more', 'structure'),
    bad('too many retries', { retries: 11 }, '.retries', 'must be at most 10; write 10 or less', 'structure'),
    bad(
      'longer than a week',
      { timeoutMinutes: 10081 },
      '.timeoutMinutes',
      'must be at most 10080; write 10080 or less',
      'structure',
    ),
    bad(
      'an environment that does not exist',
      { onlyIn: ['Test'] },
      '.onlyIn[0]',
      '"Test" is not a value of onlyIn[0]; write one of: Development, Staging, Production',
      'structure',
    ),
    bad(
      'an argument without hyphens',
      { ...own, arguments: { since: 'x' } },
      '.arguments',
      'argument "since" is not two hyphens and a name; write it like --dedupe-keys',
      'rule',
    ),
    {
      reason: 'event logs where there is no zone for results',
      spec: { zones: [{ name: 'raw' }], jobs: [{ name: 'a', ...own, glue: { sparkUI: true } }] },
      path: 'spec.jobs[0].glue.sparkUI',
      message:
        'event logs of job "a" have no place, for there is no zone "results"; declare a zone "results", or write false',
      by: 'check',
    },
    {
      reason: 'a crawler over event logs',
      spec: {
        crawlers: [{ name: 'ui', zone: 'results', prefix: 'spark-ui/a/' }],
        jobs: [{ name: 'a', ...own, glue: { sparkUI: true } }],
      },
      path: 'spec.crawlers[0].prefix',
      message: 'crawler "ui" would make tables of the event logs of job "a"; give it a prefix outside of spark-ui/',
      by: 'check',
    },
    {
      reason: 'a table over what a job refused',
      spec: {
        tables: [
          ...tables,
          { name: 'refused', zone: 'raw', prefix: 'errors/jobs/', columns: [{ name: 'a', type: 'string' }] },
        ],
        jobs: [clean],
      },
      path: 'spec.tables[3].prefix',
      message:
        'refused records of job "clean" lie below errors/jobs/clean/ of zone "raw", where table "refused" is read; give table "refused" another prefix',
      by: 'check',
    },
    bad(
      'Spark and plain Python at once',
      { ...own, glue: {}, pythonShell: {} },
      '',
      'job "clean" has more than one of glue, pythonShell, emrServerless and emrCluster; write one of them',
      'rule',
    ),
    bad(
      'a built-in in plain Python',
      { pythonShell: {} },
      '.pythonShell',
      'built-in CleanEvents of job "clean" runs on Spark, which a Python shell has not; write glue in place of pythonShell',
    ),
    bad(
      'plain Python on half a machine',
      { ...own, pythonShell: { maxCapacity: '0.5' } },
      '.pythonShell.maxCapacity',
      '"0.5" is not a value of maxCapacity; write one of: 0.0625, 1',
      'structure',
    ),
    bad(
      'a Python of Spark jobs in plain Python',
      { ...own, pythonShell: { version: '3.13' } },
      '.pythonShell.version',
      '"3.13" is not a value of version; write one of: 3.9',
      'structure',
    ),
    bad(
      'workers for plain Python',
      { ...own, pythonShell: { workers: 2 } },
      '.pythonShell.workers',
      'there is no field workers in spec.jobs[0].pythonShell; use one of: version, maxCapacity, maxConcurrentRuns',
      'structure',
    ),
    ofSpark('--extra-jars'),
    ofSpark('--conf'),
    ofSpark('--datalake-formats'),
    ofSpark('--job-bookmark-option'),
    ofSpark('--enable-spark-ui'),
    owned('--job-bookmark-option', 'write glue.bookmarks'),
    owned('--enable-spark-ui', 'write glue.sparkUI'),
    owned('--spark-event-logs-path', 'write glue.sparkUI'),
    owned('--enable-auto-scaling', 'write glue.autoScaling'),
    owned('--enable-metrics', 'remove it, it is on'),
    owned('--custom-logGroup-prefix', 'remove it, the groups are shown in status'),
    owned('--JOB_NAME', 'remove it, Glue passes it'),
    wrongArgument(
      'an argument that the built-in does not know',
      '--dedupe',
      'x',
      'built-in CleanEvents of job "clean" has no argument "--dedupe"; write one of: --dedupe-keys, --since, --until, --max-quarantine-percent, --rows-per-file',
    ),
    wrongArgument(
      'an argument that follows from the spec',
      '--target-path',
      's3://elsewhere/',
      'argument "--target-path" of job "clean" follows from its from, to and glue; write one of: --dedupe-keys, --since, --until, --max-quarantine-percent, --rows-per-file',
    ),
    wrongArgument(
      'a count out of range',
      '--max-quarantine-percent',
      '101',
      'argument "--max-quarantine-percent" of job "clean" is "101", which is no count from 0 to 100; write one, like "0"',
    ),
    wrongArgument(
      'a day that does not exist',
      '--since',
      '2026-13-01',
      'argument "--since" of job "clean" is "2026-13-01", which is no day and no instant; write one like 2026-11-20 or 2026-11-20T06:00:00Z',
    ),
    wrongArgument(
      'keys with spaces',
      '--dedupe-keys',
      'user_id, event_time',
      'argument "--dedupe-keys" of job "clean" is "user_id, event_time", which is no list of names; write names separated by commas, like user_id,event_time',
    ),
  ],
};
