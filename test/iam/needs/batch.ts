/** What the roles of crawlers and jobs need. */
import type { Job } from '../../../crds/datapipeline.ts';
import type { Fields, Need, Thing, World } from '../world.ts';
import {
  fetching,
  interfacesIn,
  loggingTo,
  makingGroup,
  onTable,
  type Place,
  placeOf,
  reading,
  replacing,
} from './common.ts';
import type { Needing } from './needing.ts';

const CRAWLER_WRITES = [
  'GetDatabase',
  'GetTable',
  'GetTables',
  'CreateTable',
  'UpdateTable',
  'GetPartition',
  'GetPartitions',
  'BatchGetPartition',
  'CreatePartition',
  'BatchCreatePartition',
  'UpdatePartition',
  'BatchUpdatePartition',
];

/** Glue guide, "Crawler prerequisites" and AWSGlueServiceRole, narrowed to what this crawler is about. */
export function crawler(world: World, { name, fields }: Thing): readonly Needing[] {
  const targets: readonly Fields[] = fields.catalogTarget ?? [];
  const tables = targets.flatMap(({ databaseName, tables: names }) =>
    (names as readonly string[]).map((table) => tableOf(world, databaseName, table)),
  );
  const urls = [...(fields.s3Target ?? []).map(({ path }: Fields) => path), ...tables.map(locationOf)];
  const indexes = fields.configuration?.includes('"CreatePartitionIndex":true')
    ? ['GetPartitionIndexes', 'CreatePartitionIndex']
    : [];
  const needs = [
    ...urls.flatMap((url) => reading(world, placeOf(url))),
    ...onTable(world, fields.databaseName, 'found', [...CRAWLER_WRITES, ...indexes]),
    ...secured(world, `/aws-glue/crawlers-role${pathOf(fields.role)}-${fields.securityConfiguration}`, name),
    { action: 'glue:GetSecurityConfiguration', resource: '*' },
  ];
  return [{ role: fields.role, service: 'glue', presents: glueSource(world, `crawler/${name}`), needs }];
}

const JOB_READS_TABLE = [
  'GetDatabase',
  'GetTable',
  'GetTableVersion',
  'GetTableVersions',
  'GetPartition',
  'GetPartitions',
  'BatchGetPartition',
];
/** Iceberg keeps its partitions itself, and the catalog the name of its newest metadata: GlueTableOperations of Iceberg. */
const JOB_COMMITS = [...JOB_READS_TABLE, 'UpdateTable'];
const JOB_WRITES_TABLE = [
  ...JOB_READS_TABLE,
  'CreatePartition',
  'BatchCreatePartition',
  'UpdatePartition',
  'BatchUpdatePartition',
];

/** Glue guide, "Setting up IAM permissions for AWS Glue"; what it reads and writes, the user says. */
export function job(world: World, { component, name, fields }: Thing): readonly Needing[] {
  const told: Fields = { ...fields.defaultArguments, ...fields.nonOverridableArguments };
  const isSpark = fields.command.name === 'glueetl';
  const script = placeOf(fields.command.scriptLocation);
  const prefix = isSpark ? told['--custom-logGroup-prefix'] : '/aws-glue/python-jobs';
  const needs = [
    ...(isSpark ? ofJob(world, component, script, told) : ofScript(world, component, script, told)),
    ...(isSpark ? ofSpark(world, told) : []),
    ...['output', 'error'].flatMap((what) =>
      secured(world, `${prefix}/${fields.securityConfiguration}-role${pathOf(fields.roleArn)}/${what}`, 'jr_0'),
    ),
    { action: 'glue:GetSecurityConfiguration', resource: '*' },
    ...connecting(world, fields.connections ?? []),
  ];
  return [{ role: fields.roleArn, service: 'glue', presents: glueSource(world, `job/${name}`), needs }];
}

function ofSpark(world: World, told: Fields): readonly Need[] {
  const { '--spark-event-logs-path': events } = told;
  return [
    ...(events === undefined ? [] : replacing(world, placeOf(events))),
    // Bookmarks are encrypted by Glue itself, not by a service that it has do so.
    ...(told['--job-bookmark-option'] === 'job-bookmark-enable' ? ['Encrypt', 'Decrypt'] : []).map((action) =>
      world.key(undefined, action),
    ),
    { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': 'Glue' } },
  ];
}

const LOOKS_AT_NETWORK = [
  'DescribeNetworkInterfaces',
  'DescribeRouteTables',
  'DescribeSecurityGroups',
  'DescribeSubnets',
  'DescribeVpcEndpoints',
];

/** AWSGlueServiceRole: the connections are read, and interfaces made in their subnets, with a tag that says whose they are. */
function connecting(world: World, names: readonly string[]): readonly Need[] {
  const connections = world.things.filter(({ kind, name }) => kind === 'glue.Connection' && names.includes(name));
  if (connections.length === 0) return [];
  const places: readonly Fields[] = connections.map(({ fields }) => fields.physicalConnectionRequirements);
  const made = world.arn('ec2', 'network-interface/eni-0123456789abcdef0');
  return [
    ...['catalog', ...names.map((name) => `connection/${name}`)].map((resource) => ({
      action: 'glue:GetConnection',
      resource: world.arn('glue', resource),
    })),
    { action: 'ec2:DescribeVpcAttribute', resource: world.arn('ec2', 'vpc/vpc-0123456789abcdef0') },
    ...interfacesIn(
      world,
      {
        subnets: places.map(({ subnetId }) => subnetId),
        groups: places.flatMap(({ securityGroupIdList }) => securityGroupIdList),
      },
      { keeps: ['DeleteNetworkInterface'], finds: LOOKS_AT_NETWORK },
    ),
    ...['CreateTags', 'DeleteTags'].map((action) => ({
      action: `ec2:${action}`,
      resource: made,
      context: { 'aws:TagKeys': ['aws-glue-service-resource'] },
    })),
  ];
}

/** What every job in Spark needs, on whatever it runs. `told`: its arguments. */
export function ofJob(world: World, component: string, script: Place, told: Fields): readonly Need[] {
  return [
    ...ofScript(world, component, script, told),
    // Spark looks for "default" before anything else, and makes it where there is none.
    ...['GetDatabase', 'CreateDatabase'].flatMap((action) =>
      ['catalog', 'database/default'].map((resource) => ({
        action: `glue:${action}`,
        resource: world.arn('glue', resource),
      })),
    ),
  ];
}

/** What its script is, what it reads and writes. */
function ofScript(world: World, component: string, script: Place, told: Fields): readonly Need[] {
  const asked = world.spec.jobs?.find(({ name }) => component === `jobs/${name}`);
  const kept = ['--bookmark-path', '--quarantine-path'].flatMap((key) => (told[key] === undefined ? [] : [told[key]]));
  const own = script.prefix.startsWith('jobs/') && script.bucket.includes('-code-');
  return [
    ...(own ? fetching(world, script) : fetching(world, script).filter(({ action }) => action === 's3:GetObject')),
    ...(asked?.from === undefined ? [] : from(world, asked.from)),
    ...(asked?.to === undefined ? [] : to(world, asked.to)),
    ...kept.flatMap((url: string) => replacing(world, placeOf(url.replace(/[^/]*$/, '')))),
  ];
}

function from(world: World, place: NonNullable<Job['from']>): readonly Need[] {
  const url = urlOf(world, place);
  return [...reading(world, placeOf(url)), ...ofTableAt(world, url, JOB_READS_TABLE)];
}

function to(world: World, place: NonNullable<Job['to']>): readonly Need[] {
  const url = urlOf(world, place);
  return [...replacing(world, placeOf(url)), ...ofTableAt(world, url, JOB_WRITES_TABLE, JOB_COMMITS)];
}

function urlOf(world: World, { table, zone }: NonNullable<Job['from']>): string {
  if (table !== undefined) return locationOf(only(world, 'glue.CatalogTable', `tables/${table}`));
  const { bucket } = only(world, 's3.BucketVersioning', `zones/${zone?.name}`).fields;
  return `s3://${bucket}/${zone?.prefix ?? ''}`;
}

function only(world: World, kind: string, component: string): Thing {
  const [found] = world.things.filter((thing) => thing.kind === kind && thing.component === component);
  if (found === undefined) throw new Error(`no ${kind} of ${component} is rendered`);
  return found;
}

/** "/data/name" of a role: Glue writes it into the names of log groups. */
function pathOf(role: string): string {
  return role.slice(role.indexOf(':role/') + ':role'.length);
}

/** Glue guide, "Logging for AWS Glue jobs": who runs under a security configuration makes its groups and has them encrypted. */
function secured(world: World, group: string, stream: string): readonly Need[] {
  return [
    ...makingGroup(world, group, ['CreateLogGroup', 'AssociateKmsKey']),
    ...loggingTo(world, group, stream, ['CreateLogStream', 'PutLogEvents']),
  ];
}

function glueSource(world: World, resource: string): Needing['presents'] {
  return { 'aws:SourceAccount': world.account, 'aws:SourceArn': world.arn('glue', resource) };
}

function tableOf(world: World, database: string, table: string): Thing {
  const found = world.things.find(
    ({ kind, name, fields }) => kind === 'glue.CatalogTable' && name === table && fields.databaseName === database,
  );
  if (found === undefined) throw new Error(`no table ${database}.${table} is rendered`);
  return found;
}

function locationOf({ fields }: Thing): string {
  return String(fields.storageDescriptor.location);
}

/** Where a table lies at the place, the engine finds its partitions in the catalog. `ofIceberg`: what such a table takes. */
function ofTableAt(
  world: World,
  url: string,
  actions: readonly string[],
  ofIceberg: readonly string[] = actions,
): readonly Need[] {
  return world.things
    .filter((thing) => thing.kind === 'glue.CatalogTable' && locationOf(thing) === url)
    .flatMap(({ name, fields }) => {
      const needed = fields.openTableFormatInput === undefined ? actions : ofIceberg;
      return onTable(world, fields.databaseName, name, needed);
    });
}

/**
 * Glue guide, "Table optimizers prerequisites": files of the table are read, written and deleted, its metadata is replaced, and
 * runs are logged in groups that all tables of the account share.
 */
export function optimizer(world: World, { fields }: Thing): readonly Needing[] {
  const { databaseName, tableName, type, configuration } = fields;
  const location = placeOf(`${locationOf(tableOf(world, databaseName, tableName)).replace(/\/?$/, '')}/`);
  const group = `/aws-glue/iceberg-${type.replaceAll('_', '-')}/logs`;
  const needs = [
    ...replacing(world, location),
    ...onTable(world, databaseName, tableName, [...JOB_READS_TABLE, 'UpdateTable']),
    ...makingGroup(world, group),
    ...loggingTo(world, group, 'run', ['CreateLogStream', 'PutLogEvents']),
  ];
  const [{ roleArn }] = configuration;
  return [{ role: roleArn, service: 'glue', presents: glueSource(world, 'catalog'), needs }];
}
