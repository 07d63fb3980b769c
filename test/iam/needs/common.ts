/** What several services need: objects of a bucket, tables, logs, a network. Each says which page of AWS it is from. */
import type { Need, World } from '../world.ts';

export interface Place {
  readonly bucket: string;
  /** Below which objects are; '' for anywhere. */
  readonly prefix: string;
}

/** "s3://bucket/a/b/" */
export function placeOf(url: string): Place {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(url) ?? [];
  return { bucket, prefix };
}

const onBucket = (world: World, { bucket }: Place): string => `arn:${world.partition}:s3:::${bucket}`;
const anObject = (world: World, place: Place): string =>
  `${onBucket(world, place)}/${place.prefix}${place.prefix === '' || place.prefix.endsWith('/') ? 'part-0.parquet' : ''}`;

/** Listing bears the prefix that is asked for; a folder is looked up without its slash too. */
export function listing(world: World, place: Place): readonly Need[] {
  const resource = onBucket(world, place);
  const prefixes = place.prefix === '' ? [''] : [place.prefix, place.prefix.replace(/\/$/, '')];
  return prefixes.map((prefix) => ({ action: 's3:ListBucket', resource, context: { 's3:prefix': prefix } }));
}

/** S3 user guide, "Required permissions for Amazon S3 API operations"; KMS is called by S3 on behalf of who reads. */
export function reading(world: World, place: Place): readonly Need[] {
  return [
    { action: 's3:GetBucketLocation', resource: onBucket(world, place) },
    ...listing(world, place),
    ...fetching(world, place),
  ];
}

/** One object whose name is known. */
export function fetching(world: World, place: Place): readonly Need[] {
  return [{ action: 's3:GetObject', resource: anObject(world, place) }, world.key('s3', 'Decrypt')];
}

/** S3 user guide, "Multipart upload API and permissions": parts are decrypted when they are put together. */
export function writing(world: World, place: Place): readonly Need[] {
  const object = anObject(world, place);
  return [
    { action: 's3:GetBucketLocation', resource: onBucket(world, place) },
    ...listing(world, place),
    ...['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'].map((action) => ({
      action,
      resource: object,
    })),
    { action: 's3:ListBucketMultipartUploads', resource: onBucket(world, place) },
    world.key('s3', 'GenerateDataKey'),
    world.key('s3', 'Decrypt'),
  ];
}

/** Engines write to a temporary place and take it away: Hadoop's S3A committers. */
export function replacing(world: World, place: Place): readonly Need[] {
  return [
    ...reading(world, place),
    ...writing(world, place),
    { action: 's3:DeleteObject', resource: anObject(world, place) },
  ];
}

/** Glue guide, "Data Catalog permissions reference": the table, its database and the catalog are each asked. */
export function onTable(world: World, database: string, table: string, actions: readonly string[]): readonly Need[] {
  const resources = ['catalog', `database/${database}`, `table/${database}/${table}`];
  return actions.flatMap((action) =>
    resources.map((resource) => ({ action: `glue:${action}`, resource: world.arn('glue', resource) })),
  );
}

export function loggingTo(world: World, group: string, stream: string, actions: readonly string[]): readonly Need[] {
  const resource = world.arn('logs', `log-group:${group}:log-stream:${stream}`);
  return actions.map((action) => ({ action: `logs:${action}`, resource }));
}

/** Access is asked of the group in both of its forms: with streams behind it, and alone. */
export function makingGroup(world: World, group: string, actions = ['CreateLogGroup']): readonly Need[] {
  const arn = world.arn('logs', `log-group:${group}`);
  return [arn, `${arn}:log-stream:`].flatMap((resource) =>
    actions.map((action) => ({ action: `logs:${action}`, resource })),
  );
}

/** Who lists groups asks for all of the account; streams are asked of their group. */
export function findingLogs(world: World, group: string): readonly Need[] {
  return [
    { action: 'logs:DescribeLogGroups', resource: world.arn('logs', 'log-group::log-stream:') },
    { action: 'logs:DescribeLogStreams', resource: world.arn('logs', `log-group:${group}`) },
    { action: 'logs:DescribeLogStreams', resource: world.arn('logs', `log-group:${group}:log-stream:`) },
  ];
}

/** Making an interface is asked of the interface, its subnet and its security groups. Service authorisation reference, EC2. */
export function interfacesIn(
  world: World,
  { subnets, groups }: { readonly subnets: readonly string[]; readonly groups: readonly string[] },
  { keeps, finds }: { readonly keeps: readonly string[]; readonly finds: readonly string[] },
): readonly Need[] {
  const made = world.arn('ec2', 'network-interface/eni-0123456789abcdef0');
  const asked = [
    made,
    ...subnets.map((id) => world.arn('ec2', `subnet/${id}`)),
    ...groups.map((id) => world.arn('ec2', `security-group/${id}`)),
  ];
  return [
    ...asked.map((resource) => ({ action: 'ec2:CreateNetworkInterface', resource })),
    ...keeps.map((action) => ({ action: `ec2:${action}`, resource: made })),
    ...finds.map((action) => ({ action: `ec2:${action}`, resource: '*' })),
  ];
}

/** SQS guide, "Key management": the sender has the message encrypted on its own behalf. */
export function sendingTo(world: World, queueArn: string): readonly Need[] {
  return [
    { action: 'sqs:SendMessage', resource: queueArn },
    world.key('sqs', 'GenerateDataKey'),
    world.key('sqs', 'Decrypt'),
  ];
}

/** SNS guide, "Encryption at rest": the publisher likewise. The key of a topic that is somebody else's is theirs to open. */
export function publishingTo(world: World, topicArn: string): readonly Need[] {
  const own = world.things.some(({ kind, name }) => kind === 'sns.Topic' && topicArn.endsWith(`:${name}`));
  return [
    { action: 'sns:Publish', resource: topicArn },
    ...(own ? [world.key('sns', 'GenerateDataKey'), world.key('sns', 'Decrypt')] : []),
  ];
}

/** Of a role that is made here, by its name in IAM. */
export function roleArn(world: World, name: string): string {
  const path = world.things.find((thing) => thing.kind === 'iam.Role' && thing.name === name)?.fields.path ?? '/';
  return `arn:${world.partition}:iam::${world.account}:role${path}${name}`;
}

export function passing(role: string, service: string): Need {
  return { action: 'iam:PassRole', resource: role, context: { 'iam:PassedToService': service } };
}

/** A service makes a role for itself, the first time in an account. */
export function makingOwnRole(world: World, service: string, role: string): Need {
  return {
    action: 'iam:CreateServiceLinkedRole',
    resource: `arn:${world.partition}:iam::${world.account}:role/aws-service-role/${service}/${role}`,
    context: { 'iam:AWSServiceName': service },
  };
}

/** The role that instances with this profile have. */
export function roleOfProfile(world: World, profile: string): string {
  const found = world.things.find(({ kind, name }) => kind === 'iam.InstanceProfile' && name === profile);
  if (found === undefined) throw new Error(`no profile ${profile} is rendered`);
  return roleArn(world, found.fields.role);
}

/** Of EMR Serverless. */
export function applicationArn(world: World, id: string): string {
  return `arn:${world.partition}:emr-serverless:${world.region}:${world.account}:/applications/${id}`;
}
