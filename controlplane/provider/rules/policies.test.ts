import { describe, expect, test } from '@jest/globals';
import { IAM } from '../../../charts/kinds/iam.ts';
import type { ManagedKind } from '../../../charts/kinds/kind.ts';
import { KMS } from '../../../charts/kinds/kms.ts';
import { S3 } from '../../../charts/kinds/s3.ts';
import type { Json, JsonObject } from '../../../crds/kubernetes.ts';
import { SimulatedAws } from '../aws.ts';
import { foreignObject } from '../foreign.ts';
import { ACCOUNT, apply, play, settle, verdict } from '../testing/a-play.ts';

const policy = (...statements: JsonObject[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (principal: Json, action = 's3:GetObject'): JsonObject => ({
  Effect: 'Allow',
  Action: action,
  Principal: principal,
  Resource: '*',
});
const ROOT = allow({ AWS: `arn:aws:iam::${ACCOUNT}:root` }, 'kms:*');
const MISSING = { AWS: `arn:aws:iam::${ACCOUNT}:role/missing` };
const KNOWN = { AWS: `arn:aws:iam::${ACCOUNT}:role/known` };
const long = (bytes: number) => ({ ...ROOT, Sid: 'x'.repeat(bytes) });

function world(): SimulatedAws {
  const aws = new SimulatedAws(() => 0);
  foreignObject(aws, IAM.Role, 'known');
  foreignObject(aws, S3.Bucket, 'raw');
  return aws;
}

describe('a document', () => {
  test.each<[string, ManagedKind, JsonObject]>([
    ['Invalid principal in policy', IAM.Role, { assumeRolePolicy: policy(allow(MISSING)) }],
    ['Invalid principal in policy', IAM.Role, { assumeRolePolicy: policy(allow({ Service: 'glue' })) }],
    ['Cannot exceed quota for ACLSizePerRole: 2048', IAM.Role, { assumeRolePolicy: policy(long(2_048)) }],
    ['Syntax errors in policy', IAM.RolePolicy, { role: 'known', policy: '[]' }],
    ['Maximum policy size of 10240 bytes', IAM.RolePolicy, { role: 'known', policy: policy(long(10_240)) }],
    ['one or more invalid principals', KMS.Key, { policy: policy(ROOT, allow(MISSING)) }],
    ['The key policy is longer than 32768 bytes', KMS.Key, { policy: policy(long(32_768)) }],
    ['will not allow you to update the key policy', KMS.Key, { policy: policy(allow(KNOWN, 'kms:Decrypt')) }],
    ['Invalid principal in policy', S3.BucketPolicy, { bucket: 'raw', policy: policy(allow(MISSING)) }],
    ['The bucket policy is longer than 20480 bytes', S3.BucketPolicy, { bucket: 'raw', policy: policy(long(20_480)) }],
  ])('is refused: %s', (message, kind, forProvider) => {
    const { play: actor } = play(kind, 'thing', { aws: world(), forProvider });
    settle(actor);
    expect(verdict(actor)).toContain(message);
  });

  test.each<[ManagedKind, JsonObject]>([
    [IAM.Role, { assumeRolePolicy: policy(allow({ Service: 'scheduler.amazonaws.com' }, 'sts:AssumeRole')) }],
    [IAM.Role, { assumeRolePolicy: policy(allow({ AWS: 'arn:aws:iam::999999999999:role/elsewhere' })) }],
    [KMS.Key, { policy: policy(ROOT, allow(KNOWN)) }],
    [S3.BucketPolicy, { bucket: 'raw', policy: policy(allow('*')) }],
  ])('of a %o is taken', (kind, forProvider) => {
    const { play: actor } = play(kind, 'thing', { aws: world(), forProvider });
    settle(actor);
    expect(verdict(actor)).toBe('Success');
  });

  test('is refused when it is changed, too', () => {
    const { play: actor } = play(KMS.Key, 'key', { forProvider: { policy: policy(ROOT) } });
    settle(actor);
    apply(actor, { policy: policy(ROOT, allow(MISSING)) });
    expect(verdict(actor)).toMatch(/^async update failed: .*MalformedPolicyDocumentException/);
  });
});

test('all inline policies of a role together have one limit', () => {
  const aws = world();
  const half = { role: 'known', policy: policy(long(5_200)) };
  const { play: first } = play(IAM.RolePolicy, 'first', { aws, forProvider: half });
  const { play: second } = play(IAM.RolePolicy, 'second', { aws, forProvider: half });
  settle(first);
  settle(second);
  expect(verdict(first)).toBe('Success');
  expect(verdict(second)).toContain('Maximum policy size of 10240 bytes exceeded for role known');
});

describe('access logs', () => {
  const forProvider = { bucket: 'raw', targetBucket: 'logs', targetPrefix: 'raw/' };
  const admits = policy(allow({ Service: 'logging.s3.amazonaws.com' }, 's3:PutObject'));

  test.each([
    ['The target bucket for logging does not exist', undefined, undefined],
    ['The owner and location of the target bucket', 'eu-west-1', admits],
    ['You must give the log-delivery group', 'us-east-1', undefined],
    ['You must give the log-delivery group', 'us-east-1', policy(allow(KNOWN, 's3:PutObject'))],
    ['Success', 'us-east-1', admits],
  ])('%s', (message, region, targetPolicy) => {
    const aws = world();
    if (region !== undefined) foreignObject(aws, S3.Bucket, 'logs', { region });
    if (targetPolicy !== undefined)
      foreignObject(aws, S3.BucketPolicy, 'logs', { attributes: { policy: targetPolicy } });
    const { play: actor } = play(S3.BucketLogging, 'raw', { aws, forProvider });
    settle(actor);
    expect(verdict(actor)).toContain(message);
  });
});
