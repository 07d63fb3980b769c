/** Tables whose objects lie with somebody else. */
import { tableOf } from './build.ts';
import type { BadSpec, GoodSpec } from './cases.ts';

const PLACE = 's3://partner-bucket/exports/';
const KEY = 'arn:aws:kms:eu-west-1:210987654321:key/0d5b1c7e-0000-4000-8000-000000000000';

type Fields = Readonly<Record<string, unknown>>;

/** With `location` and without zone. */
const external = (fields: Fields = {}): Fields => {
  const { zone: _, ...table } = tableOf({ name: 'partner', location: PLACE });
  return { ...table, ...fields };
};

const notAPlace = (location: string) =>
  `location "${location}" is not the place of objects in S3, ending in a slash; write it like ${PLACE}`;

const jobOf = (fields: Fields): Fields => ({
  tables: [external(), tableOf()],
  jobs: [{ name: 'copy', script: { inline: 'print(1)' }, ...fields }],
});

export const goodLocations: readonly GoodSpec[] = [
  { reason: 'a table of somebody else', spec: { tables: [external()] } },
  { reason: 'a table that is all of a bucket', spec: { tables: [external({ location: 's3://noaa-ghcn-pds/' })] } },
  { reason: 'a place with a space in it', spec: { tables: [external({ location: 's3://nyc-tlc/trip data/' })] } },
  { reason: 'a table of somebody else with their key', spec: { tables: [external({ kmsKeyArn: KEY })] } },
  {
    reason: 'a table of somebody else beside our own, read by a job and a query',
    spec: {
      ...jobOf({ from: { table: 'partner' }, to: { table: 'events' } }),
      query: { namedQueries: [{ name: 'q', sql: 'SELECT 1', alsoReadsTables: ['partner'] }] },
    },
  },
];

export const badLocations: readonly BadSpec[] = [
  ...[
    'partner-bucket/exports/',
    's3://partner-bucket/exports',
    's3a://partner-bucket/exports/',
    's3://Partner/exports/',
    's3://partner-bucket//exports/',
    'arn:aws:s3:::partner-bucket/exports/',
    's3://partner-bucket/${aws:username}/',
  ].map((location) => ({
    reason: `${location} as a location`,
    spec: { tables: [external({ location })] },
    path: 'spec.tables[0].location',
    message: notAPlace(location),
    by: 'rule' as const,
  })),
  {
    reason: 'a table in a zone and with somebody else',
    spec: { tables: [external({ zone: 'raw' })] },
    path: 'spec.tables[0]',
    message:
      'table "partner" has both of zone and location; write zone with a name, or the location of somebody else\'s objects',
    by: 'rule',
  },
  {
    reason: 'a table that lies nowhere',
    spec: { tables: [tableOf({ zone: undefined })] },
    path: 'spec.tables[0]',
    message:
      'table "events" has neither of zone and location; write zone with a name, or the location of somebody else\'s objects',
    by: 'rule',
  },
  {
    reason: 'a location with a prefix',
    spec: { tables: [external({ prefix: 'in/' })] },
    path: 'spec.tables[0].prefix',
    message: 'table "partner" has location and prefix; remove prefix, location says the whole place',
    by: 'rule',
  },
  {
    reason: 'a key for objects of a zone',
    spec: { tables: [tableOf({ kmsKeyArn: KEY })] },
    path: 'spec.tables[0].kmsKeyArn',
    message:
      'table "events" has kmsKeyArn, but its objects lie in a zone, which has the key of the pipeline; remove kmsKeyArn, or write location instead of zone',
    by: 'rule',
  },
  {
    reason: 'an alias in place of a key',
    spec: { tables: [external({ kmsKeyArn: 'alias/partner' })] },
    path: 'spec.tables[0].kmsKeyArn',
    message:
      'kmsKeyArn "alias/partner" is not the ARN of a KMS key; write one like arn:aws:kms:us-east-1:123456789012:key/…',
    by: 'rule',
  },
  {
    reason: 'a delivery to somebody else',
    spec: {
      tables: [external({ format: 'Json' })],
      deliveries: [{ name: 'lake', from: { directPut: {} }, to: { table: 'partner' } }],
    },
    path: 'spec.deliveries[0].to.table',
    message: `delivery "lake" writes table "partner", whose objects lie with somebody else at ${PLACE}; write a table with a zone`,
    by: 'check',
  },
  {
    reason: 'a job that writes to somebody else',
    spec: jobOf({ from: { table: 'events' }, to: { table: 'partner' } }),
    path: 'spec.jobs[0].to.table',
    message: `job "copy" writes table "partner", whose objects lie with somebody else at ${PLACE}; write a table with a zone`,
    by: 'check',
  },
  {
    reason: 'a query that also reads no table',
    spec: { query: { namedQueries: [{ name: 'q', sql: 'SELECT 1', alsoReadsTables: ['partner'] }] } },
    path: 'spec.query.namedQueries[0].alsoReadsTables[0]',
    message: 'query "q" names table "partner", which does not exist; write one of: none, for spec.tables is empty',
    by: 'check',
  },
];
