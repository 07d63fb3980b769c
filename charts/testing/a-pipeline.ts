/** DataPipelines as stored, for unit tests: the smallest one with what the test is about laid over it. */
import type { DataPipelineSpec } from '../../crds/datapipeline.ts';
import type { PipelineInput } from '../decide.ts';

const SMALLEST: DataPipelineSpec = {
  accountId: '123456789012',
  region: 'eu-central-1',
  partition: 'aws',
  providerConfigRef: { kind: 'ClusterProviderConfig', name: 'default' },
  environment: 'Development',
  classification: 'Internal',
  naming: { bucketNamespace: 'AccountRegional' },
  suspend: 'None',
  rollout: { through: 'Monitoring' },
  deletionPolicy: 'Retain',
};

export function aPipeline(
  spec: Partial<DataPipelineSpec> = {},
  metadata: Partial<PipelineInput['metadata']> = {},
): PipelineInput {
  return {
    metadata: { name: 'shop', namespace: 'team-a', uid: '0d5b1c7e-uid', ...metadata },
    spec: { ...SMALLEST, ...spec },
  };
}

/** One of everything, each thing with the fewest words. */
export function fullSpec(): Partial<DataPipelineSpec> {
  return {
    network: {
      managed: {
        cidr: '10.1.0.0/16',
        availabilityZones: 2,
        nat: 'PerZone',
        interfaceEndpoints: 'Auto',
        flowLogs: { retentionDays: 60 },
      },
    },
    zones: [
      { name: 'raw', eventNotifications: false },
      { name: 'curated', eventNotifications: true, classification: 'Restricted' },
    ],
    tables: [
      {
        name: 'raw_events',
        zone: 'raw',
        format: 'Parquet',
        columns: [{ name: 'id', type: 'string' }],
        partitionKeys: [{ name: 'date', type: 'string' }],
        partitionProjection: true,
      },
      {
        name: 'partner',
        location: 's3://partner/exports/',
        format: 'Parquet',
        columns: [{ name: 'id', type: 'string' }],
        partitionProjection: false,
      },
      {
        name: 'orders',
        zone: 'curated',
        format: 'Iceberg',
        columns: [{ name: 'id', type: 'bigint' }],
        partitionProjection: false,
        iceberg: { compaction: true, snapshotRetention: { days: 5, snapshots: 1, cleanExpiredFiles: true } },
      },
    ],
    views: [{ name: 'recent', zone: 'raw', sql: 'SELECT 1 AS id', columns: [{ name: 'id', type: 'int' }] }],
    streams: [{ name: 'main', retentionHours: 24, consumers: [{ name: 'fraud' }] }],
    functions: [{ name: 'enrich', code: { builtIn: 'EnrichEvents' } }],
    applications: [
      {
        name: 'count',
        runtime: 'FLINK-1_20',
        from: 'main',
        code: { s3: { bucket: 'my-code', key: 'count.jar' } },
        parallelism: 1,
        parallelismPerKpu: 1,
        autoScaling: true,
        snapshots: true,
        checkpointing: { enabled: true, intervalSeconds: 60, minPauseSeconds: 5 },
        monitoring: { metrics: 'APPLICATION', logs: 'INFO' },
        suspend: false,
      },
    ],
    deliveries: [
      { name: 'lake', from: { stream: 'main' }, to: { table: 'raw_events' }, transform: 'enrich', timeZone: 'UTC' },
    ],
    jobs: [
      {
        name: 'clean',
        script: { inline: 'print(1)\n' },
        from: { zone: { name: 'raw', prefix: 'inbox/' } },
        to: { zone: { name: 'curated', prefix: 'clean/' } },
        retries: 1,
        glue: {
          version: '6.0',
          workerType: 'G.1X',
          autoScaling: true,
          bookmarks: true,
          maxConcurrentRuns: 1,
          sparkUI: false,
        },
      },
      {
        name: 'report',
        script: { s3: { bucket: 'my-code', key: 'report.py' } },
        from: { zone: { name: 'curated', prefix: 'clean/' } },
        to: { zone: { name: 'curated', prefix: 'report/' } },
        retries: 0,
        emrServerless: {
          release: 'emr-7.13.0',
          architecture: 'ARM64',
          driver: { cpu: '4 vCPU', memory: '16 GB', disk: '20 GB' },
          executor: { cpu: '4 vCPU', memory: '16 GB', disk: '20 GB' },
          maximum: { cpu: '32 vCPU', memory: '128 GB', disk: '400 GB' },
          idleTimeoutMinutes: 15,
          bookmarks: false,
          sparkUI: false,
        },
      },
    ],
    crawlers: [
      {
        name: 'raw',
        zone: 'raw',
        schemaChange: { update: 'LOG', delete: 'LOG' },
        recrawl: 'CRAWL_EVERYTHING',
      },
    ],
    audit: { trail: 'All' },
    monitoring: {
      alarms: 'All',
      freshness: [{ delivery: 'lake', maxAgeMinutes: 30 }],
      arrivals: [{ zone: 'curated', maxAgeHours: 26 }],
    },
    triggers: [
      {
        name: 'landed',
        objectCreated: { zone: 'curated', prefix: 'inbox/' },
        workflow: 'batch',
        batch: { objects: 100, seconds: 60 },
      },
    ],
    query: { resultsZone: 'curated', scanLimitGiB: 100, namedQueries: [{ name: 'count', sql: 'SELECT 1' }] },
    workflows: [
      {
        name: 'batch',
        timeoutMinutes: 240,
        steps: [
          { name: 'discover', crawler: 'raw' },
          {
            name: 'enrich',
            function: 'enrich',
            after: ['discover'],
            retry: { attempts: 3, backoffSeconds: 60 },
            timeoutMinutes: 10,
          },
          { name: 'clean', job: 'clean', after: ['discover'] },
          { name: 'report', job: 'report', after: ['clean'] },
          { name: 'ask', query: { namedQuery: 'count' }, after: ['clean'] },
          { name: 'settle', wait: { seconds: 60 } },
        ],
        onFailure: { deadLetter: true, notify: true },
        logLevel: 'ERROR',
      },
    ],
    access: {
      readers: [
        {
          name: 'analysts',
          roleArn: 'arn:aws:iam::123456789012:role/analysts',
          zones: ['curated'],
          maxClassification: 'Restricted',
        },
      ],
    },
    notifications: { emails: ['oncall@example.com'] },
    schedules: [
      { name: 'nightly', cron: '0 7 * * *', timeZone: 'UTC', crawler: 'raw', windowMinutes: 0, suspend: false },
    ],
  };
}
