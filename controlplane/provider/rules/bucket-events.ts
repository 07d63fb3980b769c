/** What S3 refuses of the notifications of a bucket, and of its rules for pages of other origins. */
import type { Json, JsonObject } from '../../../crds/kubernetes.ts';
import { type AwsFault, apiError } from '../aws-fault.ts';
import { type Input, isObject, lastSegment, type Requirement, text } from '../behaviour.ts';
import { listOf } from './policies.ts';

const invalid = (message: string) => apiError(400, 'InvalidArgument', message);
const UNREACHED = invalid('Unable to validate the following destination configurations');

/** Receivers are tried at every write: those of the own account must be there, and functions must have let S3 in. */
export function receiversOf({ scope, desired }: Input): readonly Requirement[] {
  const own = (arn: string): boolean => arn.split(':')[4] === scope.account;
  const arns = (list: Json | undefined, field: string): readonly string[] =>
    objectsIn(list)
      .map((one) => text(one, field))
      .filter(own);
  return [
    ...arns(desired.queue, 'queueArn').map((arn) => required('sqs.Queue', queueAddress(scope, arn))),
    ...arns(desired.topic, 'topicArn').map((arn) => required('sns.Topic', lastSegment(arn))),
    ...arns(desired.lambdaFunction, 'lambdaFunctionArn').map((arn) => required('lambda.Function', functionName(arn))),
  ];
}

function required(type: Requirement['type'], address: string): Requirement {
  return { type, address, fault: UNREACHED };
}

/** The simulated queue stands under its URL. */
function queueAddress({ account, region }: Input['scope'], arn: string): string {
  return `https://sqs.${region}.amazonaws.com/${account}/${lastSegment(arn)}`;
}

function functionName(arn: string): string {
  return arn.split(':')[6] ?? '';
}

/** Function → whether its policy lets S3 call it on behalf of the bucket. */
export type LetsIn = (functionName: string) => boolean;

/** Queues and topics are standard ones, in the Region of the bucket. */
function isReachable(region: string, arn: string): boolean {
  return arn === '' || (arn.split(':')[3] === region && !arn.endsWith('.fifo'));
}

export function refusesNotification(desired: JsonObject, letsIn: LetsIn): AwsFault | undefined {
  const region = text(desired, 'region');
  const others = [...objectsIn(desired.queue), ...objectsIn(desired.topic)];
  const unreached = others.some((one) => !isReachable(region, text(one, 'queueArn') + text(one, 'topicArn')));
  if (unreached) return UNREACHED;
  const functions = objectsIn(desired.lambdaFunction).map((one) => functionName(text(one, 'lambdaFunctionArn')));
  if (!functions.every(letsIn)) return UNREACHED;
  const all = ['queue', 'topic', 'lambdaFunction'].flatMap((field) => objectsIn(desired[field]));
  const ids = all.map((one) => text(one, 'id'));
  if (new Set(ids).size < ids.length) return invalid('Same ID used for multiple configurations. IDs must be unique');
  const ambiguous = all.some((one, index) => all.slice(0, index).some((other) => overlap(one, other)));
  return ambiguous
    ? invalid(
        'Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.',
      )
    : undefined;
}

function overlap(one: JsonObject, other: JsonObject): boolean {
  const [prefix, otherPrefix] = [text(one, 'filterPrefix'), text(other, 'filterPrefix')];
  const [suffix, otherSuffix] = [text(one, 'filterSuffix'), text(other, 'filterSuffix')];
  const prefixes = prefix.startsWith(otherPrefix) || otherPrefix.startsWith(prefix);
  const suffixes = suffix.endsWith(otherSuffix) || otherSuffix.endsWith(suffix);
  const group = (event: string): string => event.split(':').slice(0, 2).join(':');
  const events = listOf(one.events).some((event) =>
    listOf(other.events).some(
      (theirs) => event === theirs || (group(event) === group(theirs) && (event.endsWith('*') || theirs.endsWith('*'))),
    ),
  );
  return prefixes && suffixes && events;
}

const NOT_WELL_FORMED = 'The XML you provided was not well-formed or did not validate against our published schema';
const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

export function refusesCors({ corsRule }: JsonObject): AwsFault | undefined {
  const rules = objectsIn(corsRule);
  if (rules.length === 0 || rules.length > 100) {
    return apiError(400, 'MalformedXML', NOT_WELL_FORMED);
  }
  for (const rule of rules) {
    if (listOf(rule.allowedMethods).length === 0 || listOf(rule.allowedOrigins).length === 0)
      return apiError(400, 'MalformedXML', NOT_WELL_FORMED);
    const method = listOf(rule.allowedMethods).find((one) => !METHODS.includes(one));
    const message = `Found unsupported HTTP method in CORS config. Unsupported method is ${method}`;
    if (method !== undefined) return apiError(400, 'InvalidRequest', message);
    const starred = (field: string) => listOf(rule[field]).find((one) => one.split('*').length > 2);
    const origin = starred('allowedOrigins');
    if (origin !== undefined)
      return apiError(400, 'InvalidRequest', `AllowedOrigin "${origin}" can not have more than one wildcard.`);
    const header = starred('allowedHeaders');
    if (header !== undefined)
      return apiError(400, 'InvalidRequest', `AllowedHeader "${header}" can not have more than one wildcard.`);
    const exposed = listOf(rule.exposeHeaders).find((one) => one.includes('*'));
    if (exposed !== undefined)
      return apiError(
        400,
        'InvalidRequest',
        `ExposeHeader "${exposed}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
      );
  }
  return undefined;
}

function objectsIn(list: Json | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}
