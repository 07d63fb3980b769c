/** The Glue Data Catalog, crawlers and jobs. */
import { service } from './kind.ts';

const DATABASE = { to: 'glue.CatalogDatabase', gives: 'externalName' } as const;

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
