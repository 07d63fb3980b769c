/**
 * ARNs that can be written down without asking AWS: partition, account, region and name are all known.
 * Only the ARN of a KMS key cannot be (its id is AWS's choice); see observed.ts.
 */
import { hostSuffixesOf } from '../crds/aws-partitions.ts';

/** Where the objects of a pipeline live. */
export interface Place {
  /** aws | aws-cn | aws-us-gov | aws-eusc */
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
}

function arn(place: Place, service: string, resource: string): string {
  return `arn:${place.partition}:${service}:${place.region}:${place.accountId}:${resource}`;
}

/** The account itself, as principals and policies name it. */
export function accountRootArn(place: Place): string {
  return `arn:${place.partition}:iam::${place.accountId}:root`;
}

/** Bucket ARNs carry neither account nor region. */
export function bucketArn(place: Place, bucket: string): string {
  return `arn:${place.partition}:s3:::${bucket}`;
}

/** Objects of a bucket, all of them or those under a prefix. */
export function objectsArn(place: Place, bucket: string, prefix = ''): string {
  return `${bucketArn(place, bucket)}/${literal(prefix)}*`;
}

/** A user's text inside a policy: what IAM would read as a wildcard or a variable stands for itself. */
export function literal(text: string): string {
  return text.replaceAll(/[*?$]/g, (mark) => `\${${mark}}`);
}

/** A role with the path that it lies under, which is a part of its ARN and not of its name. */
export function roleArn(place: Place, { role, path }: { readonly role: string; readonly path: string }): string {
  return `arn:${place.partition}:iam::${place.accountId}:role${path}${role}`;
}

/** A managed policy of the pipeline. */
export function policyArn({ partition, accountId }: Place, policy: string): string {
  return `arn:${partition}:iam::${accountId}:policy/${policy}`;
}

/** A role that a service makes for itself. */
export function serviceLinkedRoleArn({ partition, accountId }: Place, service: string, role: string): string {
  return `arn:${partition}:iam::${accountId}:role/aws-service-role/${service}/${role}`;
}

/** `resource`: cluster/<id>. */
export function emrArn(place: Place, ...resource: readonly string[]): string {
  return arn(place, 'elasticmapreduce', resource.join('/'));
}

export function streamArn(place: Place, stream: string): string {
  return arn(place, 'kinesis', `stream/${stream}`);
}

export function functionArn(place: Place, name: string): string {
  return arn(place, 'lambda', `function:${name}`);
}

export function applicationArn(place: Place, name: string): string {
  return arn(place, 'kinesisanalytics', `application/${name}`);
}

/** `type`: subnet, security-group, network-interface. */
export function ec2Arn(place: Place, type: string, id: string): string {
  return arn(place, 'ec2', `${type}/${id}`);
}

export function queueArn(place: Place, queue: string): string {
  return arn(place, 'sqs', queue);
}

/** Alarms of CloudWatch; the name may end in a star. */
export function alarmArn(place: Place, name: string): string {
  return arn(place, 'cloudwatch', `alarm:${name}`);
}

/** Budgets have no Region. */
export function budgetArn({ partition, accountId }: Place, budget: string): string {
  return `arn:${partition}:budgets::${accountId}:budget/${budget}`;
}

export function trailArn(place: Place, trail: string): string {
  return arn(place, 'cloudtrail', `trail/${trail}`);
}

export function topicArn(place: Place, topic: string): string {
  return arn(place, 'sns', topic);
}

/** `resource`: workgroup/<name>, datacatalog/<name>. */
export function athenaArn(place: Place, ...resource: readonly string[]): string {
  return arn(place, 'athena', resource.join('/'));
}

export function stateMachineArn(place: Place, name: string): string {
  return arn(place, 'states', `stateMachine:${name}`);
}

/** What a Task state does: an optimised integration ("lambda:invoke"), or any API operation ("aws-sdk:glue:startCrawler"). */
export function integrationArn(place: Place, integration: string): string {
  return `arn:${place.partition}:states:::${integration}`;
}

export function queueUrl({ partition, region, accountId }: Place, queue: string): string {
  return `https://sqs.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/${accountId}/${queue}`;
}

/** Of the account's default bus. */
export function ruleArn(place: Place, rule: string): string {
  return arn(place, 'events', `rule/${rule}`);
}

export function pipeArn(place: Place, pipe: string): string {
  return arn(place, 'pipes', `pipe/${pipe}`);
}

/** All keys of the account in the region: for statements that a condition narrows to one key. */
export function anyKeyArn(place: Place): string {
  return arn(place, 'kms', 'key/*');
}

/** `resource`: catalog, database/<db>, table/<db>/<table>, crawler/<name>. */
export function glueArn(place: Place, ...resource: readonly string[]): string {
  return arn(place, 'glue', resource.join('/'));
}

/** `resource`: the id of an application, and what belongs to it: jobruns, <id>. */
export function emrServerlessArn(place: Place, ...resource: readonly string[]): string {
  return arn(place, 'emr-serverless', `/applications/${resource.join('/')}`);
}

export function scheduleGroupArn(place: Place, group: string): string {
  return arn(place, 'scheduler', `schedule-group/${group}`);
}

export function logGroupArn(place: Place, group: string): string {
  return arn(place, 'logs', `log-group:${group}`);
}

/** EventBridge Scheduler's universal target: any API operation, the input being its request. */
export function universalTargetArn(place: Place, service: string, operation: string): string {
  return `arn:${place.partition}:scheduler:::aws-sdk:${service}:${operation}`;
}

/** The hosts of a service, as kms:ViaService sees them: `<service>.<region>.<suffix>`. One, or all that it may be. */
export function serviceHosts({ partition, region }: Place, service: string): string | readonly string[] {
  const [first = '', ...others] = hostSuffixesOf(partition).map((suffix) => `${service}.${region}.${suffix}`);
  return others.length === 0 ? first : [first, ...others];
}

/** The principal of CloudWatch Logs: of all services the one with the Region, and in China with the suffix of the partition. */
export function logsPrincipal({ partition, region }: Place): string {
  return `logs.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
}
