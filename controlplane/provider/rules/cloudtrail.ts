/** What CloudTrail refuses of trails. Sources: docs/aws-rules.md. */
import type { Json, JsonObject } from '../../../crds/kubernetes.ts';
import type { SimulatedAws } from '../aws.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { type Input, isObject, lastSegment, text } from '../behaviour.ts';
import { listOf, statementsIn } from './policies.ts';

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9]|[._-](?![._-])){1,126}[A-Za-z0-9]$/;
const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
const SERVICE = 'cloudtrail.amazonaws.com';
const READ_WRITE: ReadonlySet<Json | undefined> = new Set(['All', 'ReadOnly', 'WriteOnly']);
const MOST_SELECTORS = 5;
const MOST_RESOURCES = 250;
const KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:DescribeKey'] as const;

const refused = (code: string, message: string) => serviceError(400, code, message);

export function refusesTrail(input: Input, aws: SimulatedAws): AwsFault | undefined {
  const { name } = input;
  if (!NAME.test(name) || ADDRESS.test(name))
    return refused('InvalidTrailNameException', `Trail name ${name} is not valid.`);
  return refusesSelectors(input.desired.eventSelector) ?? refusesBucket(input, aws) ?? refusesKey(input, aws);
}

function trailArnOf({ scope, name }: Input): string {
  return `arn:${scope.partition}:cloudtrail:${scope.region}:${scope.account}:trail/${name}`;
}

/** One that CloudTrail may look at and write to for this trail. */
function refusesBucket(input: Input, aws: SimulatedAws): AwsFault | undefined {
  const { scope, desired } = input;
  const { account, region } = scope;
  const bucket = text(desired, 's3BucketName');
  const policy = aws.find({ type: 's3.BucketPolicy', account, region, address: bucket })?.attributes ?? {};
  const admits = ['s3:GetBucketAcl', 's3:PutObject'].every((action) => lets(text(policy, 'policy'), action, input));
  return admits
    ? undefined
    : refused('InsufficientS3BucketPolicyException', `Incorrect S3 bucket policy is detected for bucket: ${bucket}`);
}

function refusesKey(input: Input, aws: SimulatedAws): AwsFault | undefined {
  const { account, region } = input.scope;
  const arn = text(input.desired, 'kmsKeyId');
  if (arn === '') return undefined;
  const key = aws.find({ type: 'kms.Key', account, region, address: lastSegment(arn) });
  const admits =
    key === undefined || KEY_ACTIONS.every((action) => lets(text(key.attributes, 'policy'), action, input));
  if (admits) return undefined;
  const bucket = text(input.desired, 's3BucketName');
  const message = `Insufficient permissions to access S3 bucket ${bucket} or KMS key ${arn}.`;
  return refused('InsufficientEncryptionPolicyException', message);
}

function lets(policy: string, action: string, input: Input): boolean {
  return (statementsIn(policy) ?? []).some(
    (statement) => isForCloudTrail(statement) && listOf(statement.Action).includes(action) && isFor(statement, input),
  );
}

function isForCloudTrail({ Effect: effect, Principal: principal }: JsonObject): boolean {
  return effect === 'Allow' && isObject(principal) && listOf(principal.Service).includes(SERVICE);
}

/** One that names a trail names this one. */
function isFor({ Condition: condition }: JsonObject, input: Input): boolean {
  const arns = isObject(condition)
    ? Object.values(condition).flatMap((tests) => (isObject(tests) ? listOf(tests['aws:SourceArn']) : []))
    : [];
  return arns.length === 0 || arns.includes(trailArnOf(input));
}

function refusesSelectors(selectors: Json | undefined): AwsFault | undefined {
  const all = (Array.isArray(selectors) ? selectors : []).filter(isObject);
  const invalid = (message: string) => refused('InvalidEventSelectorsException', message);
  if (all.length > MOST_SELECTORS) return invalid(`A trail has at most ${MOST_SELECTORS} event selectors.`);
  if (all.some(({ readWriteType }) => !READ_WRITE.has(readWriteType)))
    return invalid('ReadWriteType must be All, ReadOnly or WriteOnly.');
  const resources = all.flatMap(({ dataResource }) =>
    Array.isArray(dataResource) ? dataResource.filter(isObject) : [],
  );
  const values = resources.flatMap(({ values: each }) => listOf(each));
  if (values.length > MOST_RESOURCES) return invalid(`A trail has at most ${MOST_RESOURCES} data resources.`);
  const odd = resources.some(
    ({ type, values: each }) =>
      type === 'AWS::S3::Object' && listOf(each).some((arn) => !/^arn:[a-z-]+:s3(?::::[^/]+\/.*)?$/.test(arn)),
  );
  if (odd)
    return invalid('Value for the data resource type AWS::S3::Object must be arn:aws:s3 or a bucket with a slash.');
  const idle = all.some(
    ({ includeManagementEvents, dataResource }) =>
      includeManagementEvents === false && (!Array.isArray(dataResource) || dataResource.length === 0),
  );
  return idle ? invalid('A selector without management events must have data resources.') : undefined;
}
