/** The Glue Data Catalog, crawlers, jobs, and what these run under. */
import { service } from './kind.ts';

const DATABASE = { to: 'glue.CatalogDatabase', gives: 'externalName' } as const;
const KEY = { to: 'kms.Key', gives: 'arn' } as const;

export const GLUE = service('glue', {
  CatalogDatabase: {
    plural: 'catalogdatabases',
    identity: 'Named',
    nameLimit: 255,
    tagged: true,
    guarded: true,
    retained: true,
    observed: ['arn'],
    immutable: ['catalogId'],
    dataRoot: true,
  },
  CatalogTable: {
    plural: 'catalogtables',
    identity: 'Named',
    nameLimit: 255,
    partOf: { kind: 'glue.CatalogDatabase', by: 'databaseName' },
    guarded: true,
    marks: 'parameters',
    retained: true,
    observed: ['arn'],
    immutable: ['catalogId', 'databaseName', 'partitionIndex', 'targetTable'],
    references: { databaseName: DATABASE },
    dataRoot: true,
  },
  CatalogTableOptimizer: {
    plural: 'catalogtableoptimizers',
    identity: 'Named',
    nameLimit: 255,
    partOf: { kind: 'glue.CatalogTable', by: 'tableName' },
    immutable: ['catalogId', 'databaseName', 'tableName', 'type'],
    keeps: [
      {
        path: 'configuration.retentionConfiguration.icebergConfiguration.snapshotRetentionPeriodInDays',
        absent: 'ForEver',
        says: 'iceberg.snapshotRetention.days',
        why: 'snapshots older than {to} days would be deleted',
      },
      {
        path: 'configuration.retentionConfiguration.icebergConfiguration.numberOfSnapshotsToRetain',
        absent: 'ForEver',
        says: 'iceberg.snapshotRetention.snapshots',
        why: 'all but the newest {to} snapshots would be deleted',
      },
    ],
    references: { databaseName: DATABASE },
  },
  Job: {
    plural: 'jobs',
    identity: 'Named',
    nameLimit: 255,
    tagged: true,
    guarded: true,
    observed: ['arn'],
    // Workflows and schedules start it until they are changed.
    succeeded: 'InPipeline',
    references: { roleArn: { to: 'iam.Role', gives: 'arn' } },
  },
  SecurityConfiguration: {
    plural: 'securityconfigurations',
    identity: 'Named',
    nameLimit: 255,
    immutable: ['encryptionConfiguration'],
    // Runs under the old one until jobs and crawlers name the new one.
    succeeded: 'InPipeline',
    references: {
      'encryptionConfiguration.cloudwatchEncryption.kmsKeyArn': KEY,
      'encryptionConfiguration.jobBookmarksEncryption.kmsKeyArn': KEY,
      'encryptionConfiguration.s3Encryption.kmsKeyArn': KEY,
    },
  },
  Classifier: {
    plural: 'classifiers',
    identity: 'Named',
    nameLimit: 255,
    // Its crawler asks it until it is changed, which must wait while the crawler runs.
    succeeded: 'InComponent',
  },
  Connection: {
    plural: 'connections',
    identity: 'Named',
    nameLimit: 255,
    tagged: true,
    guarded: true,
    immutable: ['catalogId'],
    // Runs go through it until jobs name the others.
    succeeded: 'InPipeline',
    references: {
      'physicalConnectionRequirements.availabilityZone': { to: 'ec2.Subnet', gives: 'availabilityZone' },
      'physicalConnectionRequirements.subnetId': { to: 'ec2.Subnet', gives: 'id' },
      'physicalConnectionRequirements.securityGroupIdList': {
        to: 'ec2.SecurityGroup',
        gives: 'id',
        refs: 'securityGroupIdListRefs',
      },
    },
  },
  Crawler: {
    plural: 'crawlers',
    identity: 'Named',
    nameLimit: 255,
    tagged: true,
    guarded: true,
    observed: ['arn'],
    immutable: ['databaseName'],
    whenReplaced: 'the new one knows of no earlier crawl: its first one reads everything',
    references: {
      databaseName: DATABASE,
      'catalogTarget.databaseName': DATABASE,
      'catalogTarget.tables': { to: 'glue.CatalogTable', gives: 'externalName', refs: 'tablesRefs' },
      role: { to: 'iam.Role', gives: 'arn' },
    },
  },
});
