import { expect, test } from '@jest/globals';
import { S3 } from '../../../charts/kinds/s3.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { foreignObject } from '../foreign.ts';
import { play, settle, verdict } from '../testing/a-play.ts';

const OBJECTS = 'arn:aws:s3:::raw/*';

function put(statement: JsonObject): string {
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'A', Effect: 'Allow', ...statement }] });
  const { play: actor, aws } = play(S3.BucketPolicy, 'raw', { forProvider: { bucket: 'raw', policy } });
  foreignObject(aws, S3.Bucket, 'raw');
  foreignObject(aws, S3.BucketPublicAccessBlock, 'raw', { attributes: { blockPublicPolicy: true } });
  settle(actor);
  return String(verdict(actor));
}

const READ = { Principal: { AWS: 'arn:aws:iam::210987654321:root' }, Action: 's3:GetObject', Resource: OBJECTS };

test.each<[string, JsonObject]>([
  ['does not apply to any resource', { ...READ, Action: 's3:ListBucket' }],
  ['does not apply to any resource', { ...READ, Resource: 'arn:aws:s3:::raw' }],
  ['does not apply to any resource', { ...READ, Action: ['s3:GetObject', 's3:GetBucketAcl'] }],
  ['invalid resource', { ...READ, Resource: 'arn:aws:s3:::rawest/*' }],
  ['BlockPublicPolicy', { ...READ, Principal: '*' }],
  ['BlockPublicPolicy', { ...READ, Principal: { AWS: '*' }, Condition: { StringLike: { 's3:prefix': 'a/*' } } }],
  [
    'BlockPublicPolicy',
    { ...READ, Principal: '*', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:logs:us-east-1:123456789012:*' } } },
  ],
  ['BlockPublicPolicy', { ...READ, Principal: '*', Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:r' } } }],
])('refused: %s', (message, statement) => {
  expect(put(statement)).toContain(message);
});

test.each<[JsonObject]>([
  [READ],
  [{ ...READ, Action: ['s3:GetObject', 's3:ListBucket'], Resource: ['arn:aws:s3:::raw', OBJECTS] }],
  [{ ...READ, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }],
  [{ ...READ, Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::raw', OBJECTS] }],
])('taken: %j', (statement) => {
  expect(put(statement)).toBe('Success');
});
