import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { jobs as builtIns } from '../../../dataplane/index.ts';
import { decide } from '../../decide.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline } from '../../testing/a-pipeline.ts';
import { forProvider, policyIn, specOf } from '../../testing/render.ts';

const GLUE = {
  version: '6.0',
  workerType: 'G.1X',
  autoScaling: true,
  bookmarks: false,
  maxConcurrentRuns: 1,
  sparkUI: false,
} as const;
type Job = NonNullable<DataPipelineSpec['jobs']>[number];

const withJob = (job: Partial<Job> = {}, more: Partial<DataPipelineSpec> = {}) =>
  aPipeline({
    zones: ['raw', 'processed', 'results'].map((name) => ({ name, eventNotifications: false })),
    tables: [
      {
        name: 'raw_events',
        zone: 'raw',
        format: 'Json',
        columns: [
          { name: 'user', type: 'string' },
          { name: 'at', type: 'struct<a:int>' },
        ],
        partitionKeys: [{ name: 'year', type: 'string' }],
        partitionProjection: false,
      },
      {
        name: 'processed_events',
        zone: 'processed',
        format: 'Parquet',
        columns: [{ name: 'user', type: 'string' }],
        partitionKeys: [{ name: 'event_date', type: 'date' }],
        partitionProjection: false,
      },
    ],
    jobs: [
      {
        name: 'clean',
        script: { builtIn: 'CleanEvents' },
        from: { table: 'raw_events' },
        to: { table: 'processed_events' },
        retries: 2,
        glue: GLUE,
        ...job,
      },
    ],
    ...more,
  });
const jobOf = (...given: Parameters<typeof withJob>) => forProvider(withJob(...given), 'Job', 'shop-job-clean');
const objects = (...given: Parameters<typeof withJob>) => renderPipeline(withJob(...given)).objects;

describe('a job', () => {
  test('is told all that its built-in has to know, where no run can change it', () => {
    const bucket = (zone: string) => decide(withJob()).zones.find(({ name }) => name === zone)?.bucket;
    expect(jobOf({ glue: { ...GLUE, bookmarks: true } }).nonOverridableArguments).toMatchObject({
      '--source-path': `s3://${bucket('raw')}/raw_events/`,
      '--source-format': 'json',
      '--source-columns': '`user` string, `at` struct<a:int>',
      '--target-path': `s3://${bucket('processed')}/processed_events/`,
      '--catalog-table': 'team_a_shop_processed.processed_events',
      '--quarantine-path': `s3://${bucket('raw')}/errors/jobs/clean/quarantine/`,
      '--bookmark-path': `s3://${bucket('raw')}/errors/jobs/clean/bookmark.json`,
      '--job-bookmark-option': 'job-bookmark-enable',
    });
  });

  test('has what the user says beside it', () => {
    const { defaultArguments, maxRetries, timeout } = jobOf({ arguments: { '--dedupe-keys': 'user' } });
    expect(defaultArguments).toEqual({ '--job-language': 'python', '--dedupe-keys': 'user' });
    expect([maxRetries, timeout]).toEqual([2, builtIns.CleanEvents.timeoutMinutes]);
  });

  test.each([
    ['Development', 2, 'FLEX'],
    ['Staging', 5, 'FLEX'],
    ['Production', 10, 'STANDARD'],
  ] as const)('in %s has %d workers and runs %s', (environment, workers, executionClass) => {
    expect(jobOf({}, { environment, network: { none: {} } })).toMatchObject({
      numberOfWorkers: workers,
      executionClass,
    });
  });

  test('that does not say what it runs on runs on Glue, with the defaults of its fields', () => {
    const { glue: _, ...said } = withJob().spec.jobs?.[0] ?? { name: '', script: {}, retries: 0 };
    expect(forProvider(aPipeline({ ...withJob().spec, jobs: [said] }), 'Job', 'shop-job-clean')).toEqual(jobOf());
  });

  test('of workers that spare capacity lacks does not wait for it', () => {
    expect(jobOf({ glue: { ...GLUE, workerType: 'G.8X' } }).executionClass).toBe('STANDARD');
  });

  test('runs the script that lies under the name of its content; another script is another object', () => {
    const codeOf = (inline: string) =>
      objects({ script: { inline } }).filter(
        ({ kind, component }) => kind.key === 's3.Object' && component === 'jobs/clean',
      );
    const [one] = codeOf('print(1)\n');
    const [other] = codeOf('print(2)\n');
    expect(one?.id).not.toBe(other?.id);
    const { command } = jobOf({ script: { inline: 'print(1)\n' } });
    const fields: Record<string, unknown> = one === undefined ? {} : specOf(one).forProvider;
    expect((command as { scriptLocation: string }).scriptLocation).toMatch(new RegExp(`^s3://[^/]+/${fields.key}$`));
    expect(Buffer.from(String(fields.contentBase64), 'base64').toString()).toBe('print(1)\n');
  });

  test.each(['raw', 'processed'])('is as confidential as the stricter of what it reads and writes: %s', (name) => {
    const zones = ['raw', 'processed', 'results'].map((zone) => ({
      name: zone,
      eventNotifications: false,
      classification: zone === name ? ('Restricted' as const) : ('Internal' as const),
    }));
    const { tags } = jobOf({}, { zones }) as { readonly tags: Readonly<Record<string, string>> };
    expect(Object.values(tags)).toContain('Restricted');
  });

  test('that is not of this environment is not made', () => {
    expect(objects({ onlyIn: ['Production'] }).filter(({ component }) => component === 'jobs/clean')).toEqual([]);
    expect(
      objects({ onlyIn: ['Production'] }, { environment: 'Production', network: { none: {} } }).filter(
        ({ kind }) => kind.key === 'glue.Job',
      ),
    ).toHaveLength(1);
  });

  test('keeps event logs in a folder of the zone for results', () => {
    expect(jobOf({ glue: { ...GLUE, sparkUI: true } }).nonOverridableArguments).toMatchObject({
      '--enable-spark-ui': 'true',
      '--spark-event-logs-path': expect.stringMatching(/^s3:\/\/.*results.*\/spark-ui\/clean\/$/),
    });
    expect(jobOf().nonOverridableArguments).not.toHaveProperty('--enable-spark-ui');
  });

  test('logs to two groups of its own, which are there before', () => {
    const groups = objects().filter(
      ({ kind, component }) => kind.key === 'cloudwatchlogs.Group' && component === 'jobs/clean',
    );
    expect(groups.map(({ manifest }) => manifest.metadata.annotations?.['crossplane.io/external-name'])).toEqual([
      '/datapipelines/team-a/shop/jobs/clean/team-a-shop-4f53cda1-role/team-a-shop-job-clean/error',
      '/datapipelines/team-a/shop/jobs/clean/team-a-shop-4f53cda1-role/team-a-shop-job-clean/output',
    ]);
    expect(jobOf().nonOverridableArguments).toMatchObject({
      '--custom-logGroup-prefix': '/datapipelines/team-a/shop/jobs/clean',
    });
    const job = objects().find(({ kind }) => kind.key === 'glue.Job');
    expect(job?.after).toEqual(expect.arrayContaining(groups.map(({ id }) => id)));
  });
});

describe('the role of a job', () => {
  const resourcesOf = (sid: string) =>
    policyIn(forProvider(withJob(), 'RolePolicy', 'shop-job-clean'), 'policy')
      .Statement.filter(({ Sid }) => Sid.startsWith(sid))
      .flatMap(({ Resource }) => Resource);

  test('reads and writes what the job is said to, and its own folder', () => {
    const write = resourcesOf('WriteZone');
    expect(write).toHaveLength(2);
    expect(write).toEqual([
      expect.stringMatching(/processed.*\/processed_events\/\*$/),
      expect.stringMatching(/raw.*\/errors\/jobs\/clean\/\*$/),
    ]);
    expect(resourcesOf('WritePartitions')).toEqual(
      expect.arrayContaining([expect.stringMatching(/table\/team_a_shop_processed\/processed_events$/)]),
    );
  });

  test('reads its own script and no other code', () => {
    expect(resourcesOf('ReadCode')).toEqual([expect.stringMatching(/code.*\/jobs\/clean\/\*$/)]);
  });
});
