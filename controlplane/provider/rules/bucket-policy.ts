/** What S3 refuses of the policy of a bucket, beyond what all policies must hold to. */
import type { Json, JsonObject } from '../../../crds/kubernetes.ts';
import type { SimulatedAws } from '../aws.ts';
import { type AwsFault, apiError } from '../aws-fault.ts';
import { type Input, isObject, text } from '../behaviour.ts';
import { listOf, type PolicyRules, refusesPolicy, statementsIn } from './policies.ts';

const RULES: PolicyRules = {
  field: 'policy',
  most: 20_480,
  fault: (message) => apiError(400, 'MalformedPolicy', message),
  tooLong: (most) => apiError(400, 'PolicyTooLarge', `The bucket policy is longer than ${most} bytes.`),
  invalidPrincipal: 'Invalid principal in policy',
};

export function refusesBucketPolicy(input: Input, aws: SimulatedAws): AwsFault | undefined {
  const bucket = text(input.desired, 'bucket');
  const statements = statementsIn(text(input.desired, 'policy')) ?? [];
  return (
    refusesPolicy(RULES, input, aws) ??
    statements.map((statement) => refusesStatement(statement, bucket)).find((fault) => fault !== undefined) ??
    refusesPublic(statements, input, bucket, aws)
  );
}

/** Actions on objects take ARNs of objects, those on the bucket its own: at least one must be there for each. */
function refusesStatement({ Action: action, Resource: resource }: JsonObject, bucket: string): AwsFault | undefined {
  const resources = listOf(resource);
  if (resources.includes('*')) return undefined;
  const foreign = resources.some((arn) => !new RegExp(`^arn:[a-z-]+:s3:::${bucket}(/.*)?$`).test(arn));
  if (foreign) return RULES.fault('Policy has invalid resource');
  const unmet = listOf(action).some((name) =>
    ofBucket(name)
      ? !resources.some((arn) => !arn.includes('/'))
      : ofObject(name) && !resources.some((arn) => arn.includes('/')),
  );
  return unmet ? RULES.fault('Action does not apply to any resource(s) in statement') : undefined;
}

function ofBucket(action: string): boolean {
  return /^s3:(ListBucket.*|GetBucket.*|PutBucket.*)$/.test(action);
}

function ofObject(action: string): boolean {
  return /^s3:((Get|Put|Delete)Object.*|AbortMultipartUpload|ListMultipartUploadParts)$/.test(action);
}

/** What makes a statement about everybody one about known callers, unless it has a wildcard; see "The meaning of public". */
const FIXED =
  /^(aws:PrincipalOrgID|aws:SourceAccount|aws:SourceArn|aws:SourceIp|aws:SourceOwner|aws:SourceVpc|aws:SourceVpce|aws:userid|s3:DataAccessPoint(Arn|Account)|s3:x-amz-server-side-encryption-aws-kms-key-id)$/i;

function refusesPublic(
  statements: readonly JsonObject[],
  { scope: { account, region } }: Input,
  bucket: string,
  aws: SimulatedAws,
): AwsFault | undefined {
  const block = aws.find({ type: 's3.BucketPublicAccessBlock', account, region, address: bucket });
  const open = statements.some(
    ({ Effect: effect, Principal: principal, Condition: condition }) =>
      effect === 'Allow' && isEverybody(principal) && !isOfKnownCallers(condition),
  );
  if (!open || block?.attributes.blockPublicPolicy !== true) return undefined;
  const message =
    'User is not authorized to perform: s3:PutBucketPolicy because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.';
  return apiError(403, 'AccessDenied', message);
}

function isEverybody(principal: Json | undefined): boolean {
  return principal === '*' || (isObject(principal) && listOf(principal.AWS).includes('*'));
}

function isOfKnownCallers(condition: Json | undefined): boolean {
  const operators = isObject(condition) ? Object.values(condition).filter(isObject) : [];
  return operators.some((keys) =>
    Object.entries(keys).some(([key, value]) => FIXED.test(key) && !listOf(value).some((one) => /[*?]/.test(one))),
  );
}
