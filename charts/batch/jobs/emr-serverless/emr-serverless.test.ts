import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../../crds/datapipeline.ts';
import { applyDefaults } from '../../../../crds/validate/defaults.ts';
import { renderPipeline } from '../../../render.ts';
import { aPipeline } from '../../../testing/a-pipeline.ts';
import { forProvider, policyIn } from '../../../testing/render.ts';

const emrServerless = {
  release: 'emr-7.13.0',
  driver: { cpu: '2vCPU', memory: '8GB' },
  executor: { cpu: '4 vCPU', memory: '16 GB', disk: '50 GB' },
  maximum: { cpu: '32vCPU', memory: '128GB', disk: '400GB' },
};

/** As stored: with the defaults that the API server fills in. */
function pipeline(emr: object = {}, more: object = {}) {
  const { spec } = applyDefaults({
    apiVersion: 'datapipelines.dev/v1alpha1',
    kind: 'DataPipeline',
    metadata: { name: 'shop' },
    spec: {
      accountId: '123456789012',
      region: 'eu-central-1',
      tables: ['processed_events', 'sessions'].map((name) => ({
        name,
        zone: 'processed',
        columns: [{ name: 'user_id', type: 'string' }],
        partitionKeys: [{ name: 'event_date', type: 'date' }],
      })),
      jobs: [
        {
          name: 'sessions',
          script: { builtIn: 'SessionReport' },
          from: { table: 'processed_events' },
          to: { table: 'sessions' },
          arguments: { '--gap-minutes': '20' },
          timeoutMinutes: 90,
          emrServerless: { ...emrServerless, ...emr },
        },
      ],
      workflows: [{ name: 'batch', steps: [{ name: 'report', job: 'sessions', retry: { attempts: 2 } }] }],
      ...more,
    },
  });
  return aPipeline(spec as DataPipelineSpec);
}

const application = (...given: Parameters<typeof pipeline>) => {
  const [found] = renderPipeline(pipeline(...given)).objects.filter(
    ({ kind }) => kind.key === 'emrserverless.Application',
  );
  if (found === undefined) throw new Error('there is no application');
  return { found, fields: forProvider(pipeline(...given), 'Application', found.manifest.metadata.name) };
};

function step(...given: Parameters<typeof pipeline>) {
  const { definition } = forProvider(pipeline(...given), 'StateMachine', 'shop-batch');
  const { States } = JSON.parse(String(definition));
  return States['all steps'].Branches[0].States.report;
}

describe('a job on EMR Serverless', () => {
  test('is an application that cannot grow without bounds, and stops by itself', () => {
    expect(application().fields).toMatchObject({
      name: 'team-a-shop-sessions',
      type: 'spark',
      releaseLabel: 'emr-7.13.0',
      architecture: 'ARM64',
      // As AWS gives them back: else every look at it is a change.
      maximumCapacity: { cpu: '32 vCPU', memory: '128 GB', disk: '400 GB' },
      autoStartConfiguration: { enabled: true },
      autoStopConfiguration: { enabled: true, idleTimeoutMinutes: 15 },
      schedulerConfiguration: { maxConcurrentRuns: 1 },
    });
    expect(application().fields).not.toHaveProperty('networkConfiguration');
  });

  test('logs into a group of the pipeline, and nowhere else unless it is asked to', () => {
    expect(application().fields.monitoringConfiguration).toEqual({
      cloudwatchLoggingConfiguration: {
        enabled: true,
        logGroupName: '/datapipelines/team-a/shop/jobs/sessions',
        logTypes: [{ name: 'SPARK_DRIVER', values: ['STDERR', 'STDOUT'] }],
      },
      managedPersistenceMonitoringConfiguration: { enabled: false },
    });
    expect(application({ sparkUI: true }).fields.monitoringConfiguration).toMatchObject({
      s3MonitoringConfiguration: { logUri: expect.stringMatching(/results.*\/spark-ui\/sessions\/$/) },
    });
  });

  test('stands in the network, and is another application in another one', () => {
    const inVpc = (id: string) =>
      application({}, { network: { existing: { subnetIds: [id], securityGroupIds: ['sg-0123456789abcdef0'] } } });
    const one = inVpc('subnet-0123456789abcdef0');
    expect(one.fields.networkConfiguration).toEqual({
      subnetIds: ['subnet-0123456789abcdef0'],
      securityGroupIds: ['sg-0123456789abcdef0'],
    });
    const others = [inVpc('subnet-0fedcba9876543210'), application()];
    for (const other of others) {
      expect(other.found.id).not.toBe(one.found.id);
      expect(other.fields.name).not.toBe(one.fields.name);
    }
  });

  test('has private ways to all that it calls', () => {
    const { objects } = renderPipeline(pipeline({}, { network: { managed: {} } }));
    const endpoints = objects
      .filter(({ kind }) => kind.key === 'ec2.VPCEndpoint')
      .map(({ manifest }) => manifest.metadata.name.replace(/^.*[.]/, ''));
    expect(endpoints.sort()).toEqual(['glue', 'logs', 's3']);
  });
});

describe('a step with a job on EMR Serverless', () => {
  test('starts a run of the script with all its arguments, on workers of these sizes', () => {
    const { Parameters, ...state } = step();
    expect(state).toMatchObject({
      Type: 'Task',
      Resource: 'arn:aws:states:::emr-serverless:startJobRun.sync',
      ResultPath: null,
    });
    expect(Parameters).toMatchObject({
      ExecutionRoleArn: 'arn:aws:iam::123456789012:role/team-a-shop-job-sessions',
      ExecutionTimeoutMinutes: 90,
    });
    const { EntryPoint, EntryPointArguments, SparkSubmitParameters } = Parameters.JobDriver.SparkSubmit;
    expect(EntryPoint).toMatch(/^s3:\/\/.*code.*\/jobs\/sessions\/[0-9a-f]{64}\.py$/);
    const told = Object.fromEntries(
      Array.from({ length: EntryPointArguments.length / 2 }, (_, index) =>
        EntryPointArguments.slice(2 * index, 2 * index + 2),
      ),
    );
    expect(told).toEqual({
      '--gap-minutes': '20',
      '--source-path': expect.stringMatching(/\/processed_events\/$/),
      '--target-path': expect.stringMatching(/\/sessions\/$/),
      '--catalog-table': 'team_a_shop_processed.sessions',
    });
    const settings = new Map(
      [...SparkSubmitParameters.matchAll(/--conf ([^= ]+)=([^ ]+)/g)].map(([, name, value]) => [name, value]),
    );
    for (const [role, cores, gigabytes] of [
      ['driver', '2', 8],
      ['executor', '4', 16],
    ] as const) {
      expect(settings.get(`spark.${role}.cores`)).toBe(cores);
      // A worker is heap and what is beside it: both together are the size that was asked for, to the megabyte.
      const [heap = 0, beside = 0] = ['memory', 'memoryOverhead'].map((what) =>
        Number.parseInt(settings.get(`spark.${role}.${what}`) ?? '', 10),
      );
      expect(heap + beside).toBe(gigabytes * 1024);
      expect(beside).toBeGreaterThanOrEqual(Math.max(384, Math.floor(heap / 10)));
    }
    expect(settings.get('spark.emr-serverless.executor.disk')).toBe('50g');
    expect(settings.get('spark.hadoop.hive.metastore.client.factory.class')).toMatch(/AWSGlueDataCatalog/);
  });

  test('is told where the bookmark of a built-in is that has one', () => {
    const { JobDriver } = step(
      { bookmarks: true },
      {
        jobs: [
          {
            name: 'sessions',
            script: { builtIn: 'CleanEvents' },
            from: { table: 'processed_events' },
            to: { table: 'sessions' },
            emrServerless: { ...emrServerless, bookmarks: true },
          },
        ],
      },
    ).Parameters;
    expect(JobDriver.SparkSubmit.EntryPointArguments.join(' ')).toMatch(
      / --job-bookmark-option job-bookmark-enable --bookmark-path s3:\/\/\S+\/errors\/jobs\/sessions\/bookmark.json /,
    );
  });

  test('may start, watch and cancel runs of that application, and hand over that role to EMR Serverless alone', () => {
    const { Statement } = policyIn(forProvider(pipeline(), 'RolePolicy', 'shop-workflow-batch'), 'policy');
    const find = (sid: string) => Statement.find(({ Sid }) => Sid === sid);
    expect(find('PassJobRole')).toMatchObject({
      Action: 'iam:PassRole',
      Resource: 'arn:aws:iam::123456789012:role/team-a-shop-job-sessions',
      Condition: { StringEquals: { 'iam:PassedToService': 'emr-serverless.amazonaws.com' } },
    });
    expect(find('WatchServerlessRun')?.Resource).toMatch(
      /^arn:aws:emr-serverless:eu-central-1:123456789012:\/applications\/.+\/jobruns\/\*$/,
    );
    expect(find('StartServerlessRun')?.Resource).not.toMatch(/\*/);
    expect(find('HearOfEnd')?.Resource).toBe(
      'arn:aws:events:eu-central-1:123456789012:rule/StepFunctionsGetEventsForEMRServerlessJobRule',
    );
  });
});
