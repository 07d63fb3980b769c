/** Who else gets at a zone. */
import { zoneOf } from './build.ts';
import type { BadSpec, Cases } from './cases.ts';

type Fields = Readonly<Record<string, unknown>>;

const READ = { sid: 'Partner', principals: { aws: ['210987654321'] }, actions: ['s3:GetObject'] };
const opened = (...statements: readonly Fields[]): Fields => ({
  zones: [zoneOf({ bucketPolicy: statements.map((statement) => ({ ...READ, ...statement })) })],
});
const bad = (by: BadSpec['by'], reason: string, statement: Fields, field: string, message: string): BadSpec => ({
  reason,
  spec: opened(statement),
  path: `spec.zones[0].bucketPolicy[0]${field}`,
  message,
  by,
});
const FORM = 'has characters or a form that is not allowed; ';

export const bucketPolicyCases: Cases = {
  good: [
    {
      reason: 'other accounts, roles, services and an organization',
      spec: opened(
        { actions: ['s3:GetObject', 's3:ListBucket'], prefix: 'out/' },
        { sid: 'Role', principals: { aws: ['arn:aws:iam::210987654321:role/data/reader'] } },
        {
          sid: 'Flows',
          principals: { services: ['delivery.logs.amazonaws.com'] },
          actions: ['s3:PutObject', 's3:GetBucketAcl'],
          sourceAccounts: ['210987654321'],
          sourceArns: ['arn:aws:logs:us-east-1:210987654321:*'],
        },
        { sid: 'Everybody', principals: { organizationId: 'o-a1b2c3d4e5' } },
        { sid: 'Keep', effect: 'Deny', actions: ['s3:DeleteObject'] },
      ),
    },
    {
      reason: 'ten statements of ten principals in each of twelve zones',
      spec: {
        zones: Array.from({ length: 12 }, (_, zone) => ({
          name: `z${zone}`,
          bucketPolicy: Array.from({ length: 10 }, (__, index) => ({
            ...READ,
            sid: `S${index}`,
            // Nothing that needs the key, whose policy holds less.
            actions: ['s3:ListBucket'],
            principals: { aws: Array.from({ length: 10 }, (___, one) => `21098765432${one}`) },
          })),
        })),
      },
    },
  ],
  bad: [
    bad(
      'rule',
      'two kinds of principals',
      { principals: { aws: ['210987654321'], organizationId: 'o-a1b2c3d4e5' } },
      '.principals',
      'principals are not one of aws, services and organizationId; write one, and a statement each for the others',
    ),
    bad(
      'rule',
      'no principals',
      { principals: {} },
      '.principals',
      'principals are not one of aws, services and organizationId; write one, and a statement each for the others',
    ),
    bad(
      'rule',
      'a service denied',
      { effect: 'Deny', principals: { services: ['logging.s3.amazonaws.com'] } },
      '.effect',
      'statement "Partner" denies services or an organization, and the pipeline with them; write principals.aws, or effect: Allow',
    ),
    bad(
      'rule',
      'an account on behalf of others',
      { sourceAccounts: ['123456789012'] },
      '.principals',
      'statement "Partner" has sourceAccounts or sourceArns, which only services come with; leave them out',
    ),
    bad(
      'structure',
      'everybody',
      { principals: { aws: ['*'] } },
      '.principals.aws[0]',
      `${FORM}write the twelve digits of an account, or the ARN of a role or user without wildcards`,
    ),
    bad(
      'structure',
      'all roles of an account by a wildcard',
      { principals: { aws: ['arn:aws:iam::210987654321:role/*'] } },
      '.principals.aws[0]',
      `${FORM}write the twelve digits of an account, or the ARN of a role or user without wildcards`,
    ),
    bad(
      'structure',
      'a service that is none',
      { principals: { services: ['logs.example.com'] } },
      '.principals.services[0]',
      `${FORM}write the principal of a service, like delivery.logs.amazonaws.com`,
    ),
    bad(
      'structure',
      'an action that changes the bucket',
      { actions: ['s3:PutBucketPolicy'] },
      '.actions[0]',
      '"s3:PutBucketPolicy" is not a value of actions[0]; write one of: s3:GetObject, s3:GetObjectVersion, s3:GetObjectTagging, s3:PutObject, s3:PutObjectTagging, s3:DeleteObject, s3:AbortMultipartUpload, s3:ListMultipartUploadParts, s3:ListBucket, s3:ListBucketMultipartUploads, s3:GetBucketLocation, s3:GetBucketAcl',
    ),
    bad(
      'structure',
      'a sid with a dash',
      { sid: 'partner-read' },
      '.sid',
      `${FORM}write letters and digits, like PartnerRead`,
    ),
    bad(
      'check',
      'a principal of another partition',
      { principals: { aws: ['arn:aws-cn:iam::210987654321:root'] } },
      '.principals.aws[0]',
      '"arn:aws-cn:iam::210987654321:root" is not of partition aws, outside of which nobody gets at a bucket; write one that starts with arn:aws:',
    ),
    bad(
      'check',
      'a statement that denies the own account',
      { effect: 'Deny', principals: { aws: ['123456789012'] }, actions: ['s3:PutObject'] },
      '.principals.aws[0]',
      'statement "Partner" denies all of the own account, and the pipeline with it; write the ARN of a role or user',
    ),
    {
      reason: 'two statements of one name',
      spec: opened({}, {}),
      path: 'spec.zones[0].bucketPolicy[1].sid',
      message: 'sid "Partner" occurs twice in its list; give each its own',
      by: 'structure',
    },
  ],
};
