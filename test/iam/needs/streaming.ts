/** What the roles of deliveries, functions, applications and flow logs need. */
import type { Fields, Need, Thing, World } from '../world.ts';
import { fetching, findingLogs, interfacesIn, listing, loggingTo, onTable, writing } from './common.ts';
import type { Needing } from './needing.ts';

const FIREHOSE_READS = ['DescribeStream', 'GetShardIterator', 'GetRecords', 'ListShards'];

/** Firehose guide, "Controlling access with Amazon Data Firehose": destination S3, format conversion, Lambda, Kinesis. */
export function delivery(world: World, { fields }: Thing): readonly Needing[] {
  const { extendedS3Configuration: s3, kinesisSourceConfiguration: source }: Fields = fields;
  const bucket = String(s3.bucketArn).split(':::')[1] ?? '';
  const until = (prefix: string): string => prefix.slice(0, prefix.search(/!\{|$/)).replace(/[^/]*$/, '');
  const places = [s3.prefix, s3.errorOutputPrefix].map((prefix) => ({ bucket, prefix: until(String(prefix ?? '')) }));
  const schema = s3.dataFormatConversionConfiguration?.schemaConfiguration;
  const lambda = (s3.processingConfiguration?.processors ?? [])
    .filter(({ type }: Fields) => type === 'Lambda')
    .flatMap(({ parameters }: Fields) => parameters)
    .find(({ parameterName }: Fields) => parameterName === 'LambdaArn')?.parameterValue;
  const { logGroupName, logStreamName } = s3.cloudwatchLoggingOptions;
  const needs = [
    ...places.flatMap((place) => [...writing(world, place), ...fetching(world, place)]),
    ...loggingTo(world, logGroupName, logStreamName, ['PutLogEvents']),
    ...(schema === undefined
      ? []
      : onTable(world, schema.databaseName, schema.tableName, ['GetTable', 'GetTableVersion', 'GetTableVersions'])),
    ...(lambda === undefined
      ? []
      : ['InvokeFunction', 'GetFunctionConfiguration'].map((action) => ({
          action: `lambda:${action}`,
          resource: lambda,
        }))),
    ...(source === undefined ? [] : readingStream(world, source.kinesisStreamArn, FIREHOSE_READS)),
  ];
  return [{ role: s3.roleArn, service: 'firehose', presents: { 'sts:ExternalId': world.account }, needs }];
}

function readingStream(world: World, stream: string, actions: readonly string[]): readonly Need[] {
  const needs = actions.map((action) => ({ action: `kinesis:${action}`, resource: stream }));
  return [...needs, world.key('kinesis', 'Decrypt')];
}

/** Lambda guide: AWSLambdaBasicExecutionRole, AWSLambdaVPCAccessExecutionRole, encrypted environment variables. */
export function lambdaFunction(world: World, { component, name, fields }: Thing): readonly Needing[] {
  const arn = world.arn('lambda', `function:${name}`);
  const { vpcConfig, environment, loggingConfig } = fields;
  const needs = [
    ...loggingTo(world, loggingConfig.logGroup, '2026/11/25/[$LATEST]0', ['CreateLogStream', 'PutLogEvents']),
    ...(environment === undefined
      ? []
      : [world.key('lambda', 'Decrypt', { 'kms:EncryptionContext:aws:lambda:FunctionArn': arn })]),
    ...(vpcConfig === undefined
      ? []
      : interfacesIn(
          world,
          { subnets: vpcConfig.subnetIds, groups: vpcConfig.securityGroupIds },
          {
            keeps: ['DeleteNetworkInterface', 'AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'],
            finds: ['DescribeNetworkInterfaces', 'DescribeSubnets'],
          },
        )),
    ...(component === 'artifacts' ? packing(world) : []),
  ];
  return [{ role: fields.role, service: 'lambda', presents: {}, needs }];
}

/** Our own function that packs applications: reads program and target, writes the target; its input says which. */
function packing(world: World): readonly Need[] {
  return world.things
    .filter(({ kind, component }) => kind === 'scheduler.Schedule' && component === 'artifacts')
    .flatMap(({ fields }) => {
      const { bucket, program, target } = JSON.parse(fields.target.input) as Readonly<Record<string, string>>;
      const at = (prefix = ''): { bucket: string; prefix: string } => ({ bucket: bucket ?? '', prefix });
      const [looked] = listing(world, at(target));
      return [
        ...fetching(world, at(program)),
        ...fetching(world, at(target)),
        ...(looked === undefined ? [] : [looked]),
        { action: 's3:PutObject', resource: `arn:${world.partition}:s3:::${bucket}/${target}` },
        world.key('s3', 'GenerateDataKey'),
      ];
    });
}

/** The older connector, which a user's own program may bring, describes the stream whole. */
const FLINK_READS = ['DescribeStream', 'DescribeStreamSummary', 'ListShards', 'GetShardIterator', 'GetRecords'];
const FLINK_WRITES = ['DescribeStreamSummary', 'ListShards', 'PutRecord', 'PutRecords'];

/** Managed Service for Apache Flink guide: "Using IAM", "VPC permissions", "Setting up logging"; connector AWS Kinesis. */
export function application(world: World, { name, fields }: Thing): readonly Needing[] {
  const { applicationCodeConfiguration, environmentProperties, vpcConfiguration } = fields.applicationConfiguration;
  const { bucketArn, fileKey } = applicationCodeConfiguration.codeContent.s3ContentLocation;
  const streams: Fields =
    (environmentProperties?.propertyGroup ?? []).find(
      ({ propertyGroupId }: Fields) => propertyGroupId === 'DataPipeline',
    )?.propertyMap ?? {};
  const [, group = '', stream = ''] =
    /log-group:(.*):log-stream:(.*)$/.exec(fields.cloudwatchLoggingOptions.logStreamArn) ?? [];
  const needs = [
    ...['s3:GetObject', 's3:GetObjectVersion'].map((action) => ({ action, resource: `${bucketArn}/${fileKey}` })),
    ...(String(fileKey).startsWith('applications/') ? [world.key('s3', 'Decrypt')] : []),
    ...(streams['from.stream.arn'] === undefined ? [] : readingStream(world, streams['from.stream.arn'], FLINK_READS)),
    ...(streams['to.stream.arn'] === undefined
      ? []
      : [
          ...FLINK_WRITES.map((action) => ({ action: `kinesis:${action}`, resource: streams['to.stream.arn'] })),
          world.key('kinesis', 'GenerateDataKey'),
        ]),
    ...loggingTo(world, group, stream, ['PutLogEvents']),
    ...findingLogs(world, group),
    ...(vpcConfiguration === undefined
      ? []
      : interfacesIn(
          world,
          { subnets: vpcConfiguration.subnetIds, groups: vpcConfiguration.securityGroupIds },
          {
            keeps: ['CreateNetworkInterfacePermission', 'DeleteNetworkInterface'],
            finds: ['Vpcs', 'Subnets', 'SecurityGroups', 'DhcpOptions', 'NetworkInterfaces'].map(
              (of) => `Describe${of}`,
            ),
          },
        )),
  ];
  const arn = world.arn('kinesisanalytics', `application/${name}`);
  const presents = { 'aws:SourceAccount': world.account, 'aws:SourceArn': arn };
  return [{ role: fields.serviceExecutionRole, service: 'kinesisanalytics', presents, needs }];
}

/** VPC guide, "IAM role for publishing flow logs to CloudWatch Logs"; the group is there, so none is made. */
export function flowLog(world: World, { fields }: Thing): readonly Needing[] {
  const [, group = ''] = /log-group:(.*)$/.exec(fields.logDestination) ?? [];
  const needs = [
    ...loggingTo(world, group, 'eni-0123456789abcdef0-all', ['CreateLogStream', 'PutLogEvents']),
    ...findingLogs(world, group),
  ];
  const presents = {
    'aws:SourceAccount': world.account,
    'aws:SourceArn': world.arn('ec2', 'vpc-flow-log/fl-0123456789abcdef0'),
  };
  return [{ role: fields.iamRoleArn, service: 'vpc-flow-logs', presents, needs }];
}
