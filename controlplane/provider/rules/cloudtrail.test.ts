import { describe, expect, test } from '@jest/globals';
import { CLOUDTRAIL } from '../../../charts/kinds/cloudtrail.ts';
import { KMS } from '../../../charts/kinds/kms.ts';
import { S3 } from '../../../charts/kinds/s3.ts';
import { CROSSPLANE } from '../../../crds/identifiers.ts';
import type { Json, JsonObject } from '../../../crds/kubernetes.ts';
import { SimulatedAws } from '../aws.ts';
import { foreignObject } from '../foreign.ts';
import { ACCOUNT, apply, play, REGION, settle, verdict } from '../testing/a-play.ts';

const ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/a-b`;
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/k`;
const forTrail = (action: string | readonly string[], arn = ARN): JsonObject => ({
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: action as Json,
  Condition: { ArnLike: { 'aws:SourceArn': [arn] } },
});
const TAKES = [forTrail('s3:GetBucketAcl'), forTrail('s3:PutObject')];
const SELECTOR = {
  readWriteType: 'All',
  includeManagementEvents: false,
  dataResource: [{ type: 'AWS::S3::Object', values: ['arn:aws:s3:::raw/'] }],
};
const selecting = (more: JsonObject): JsonObject => ({ eventSelector: [{ ...SELECTOR, ...more }] });
const resources = (...values: readonly string[]): JsonObject =>
  selecting({ dataResource: [{ type: 'AWS::S3::Object', values: [...values] }] });

interface Given {
  readonly name?: string;
  readonly bucket?: readonly JsonObject[];
  readonly key?: readonly JsonObject[];
}

function trail(more: JsonObject = {}, { name = 'a-b', bucket = TAKES, key }: Given = {}) {
  const aws = new SimulatedAws(() => 0);
  const at = { region: REGION, account: ACCOUNT };
  foreignObject(aws, S3.Bucket, 'records', { ...at });
  foreignObject(aws, S3.BucketPolicy, 'records', {
    ...at,
    attributes: { bucket: 'records', policy: JSON.stringify({ Statement: [...bucket] }) },
  });
  if (key !== undefined) {
    foreignObject(aws, KMS.Key, 'k', { ...at, attributes: { policy: JSON.stringify({ Statement: [...key] }) } });
  }
  const { play: actor } = play(CLOUDTRAIL.Trail, 'a', {
    aws,
    forProvider: { s3BucketName: 'records', eventSelector: [SELECTOR], ...more },
    annotations: { [CROSSPLANE.externalName]: name },
  });
  settle(actor);
  return actor;
}

describe('a trail', () => {
  test.each(['a-b', 'abc', 'a.b_c-d'])('may be called %s', (name) => {
    const bucket = [forTrail(['s3:GetBucketAcl', 's3:PutObject'], ARN.replace('a-b', name))];
    expect(verdict(trail({}, { name, bucket }))).toContain('Success');
  });

  test.each(['ab', 'a--b', 'a.-b', '-ab', 'ab-', 'a b', '192.168.5.4', 'a'.repeat(129)])('is not called %s', (name) => {
    expect(verdict(trail({}, { name }))).toContain('InvalidTrailNameException');
  });

  test.each<[string, JsonObject]>([
    ['ReadWriteType', selecting({ readWriteType: 'Write' })],
    ['at most 5 event selectors', { eventSelector: Array.from({ length: 6 }, () => SELECTOR) }],
    ['at most 250 data resources', resources(...Array.from({ length: 251 }, (_, index) => `arn:aws:s3:::b${index}/`))],
    ['a bucket with a slash', resources('arn:aws:s3:::raw')],
    ['must have data resources', selecting({ dataResource: [] })],
    ['Success', resources('arn:aws:s3:::raw/', 'arn:aws-cn:s3:::curated/x/')],
  ])('%s', (message, more) => {
    expect(verdict(trail(more))).toContain(message);
  });

  test.each<[string, readonly JsonObject[]]>([
    ['nobody in', []],
    ['it look only', [forTrail('s3:GetBucketAcl')]],
    ['another trail in', [forTrail(['s3:GetBucketAcl', 's3:PutObject'], ARN.replace('a-b', 'c'))]],
    [
      'another service in',
      [{ ...forTrail(['s3:GetBucketAcl', 's3:PutObject']), Principal: { Service: 'sns.amazonaws.com' } }],
    ],
  ])('is refused when its bucket lets %s', (_, bucket) => {
    expect(verdict(trail({}, { bucket }))).toContain('InsufficientS3BucketPolicyException');
  });

  test('is refused when its key does not let it in, and taken when it does', () => {
    expect(verdict(trail({ kmsKeyId: KEY }, { key: [] }))).toContain('InsufficientEncryptionPolicyException');
    const half = [forTrail('kms:GenerateDataKey')];
    expect(verdict(trail({ kmsKeyId: KEY }, { key: half }))).toContain('InsufficientEncryptionPolicyException');
    const both = [forTrail('kms:GenerateDataKey'), forTrail('kms:DescribeKey')];
    expect(verdict(trail({ kmsKeyId: KEY }, { key: both }))).toContain('Success');
  });

  test('is refused what it cannot have, later too', () => {
    const actor = trail();
    apply(actor, { eventSelector: [{ ...SELECTOR, readWriteType: 'None' }] });
    expect(verdict(actor)).toContain('InvalidEventSelectorsException');
  });
});
