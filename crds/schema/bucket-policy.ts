/** Who else gets at a zone: statements beside ours in the policy of its bucket. */
import { ANY_PARTITION } from '../aws-partitions.ts';
import { choice, named, object, optional, type Stored, sequence, text } from './fields.ts';
import { prefix } from './name-fields.ts';

/** On objects; nothing here changes a bucket. */
export const OBJECT_ACTIONS = [
  's3:GetObject',
  's3:GetObjectVersion',
  's3:GetObjectTagging',
  's3:PutObject',
  's3:PutObjectTagging',
  's3:DeleteObject',
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
] as const;
export const BUCKET_ACTIONS = [
  's3:ListBucket',
  's3:ListBucketMultipartUploads',
  's3:GetBucketLocation',
  's3:GetBucketAcl',
] as const;

const principals = object(
  {
    aws: optional(
      sequence(
        text({
          description: 'An account, or the ARN of a role or user.',
          example: 'arn:aws:iam::210987654321:role/reader',
          maxLength: 256,
          pattern: `^([0-9]{12}|arn:${ANY_PARTITION}:iam::[0-9]{12}:(root|(role|user)/[A-Za-z0-9._+=,@/-]+))$`,
          remedy: 'write the twelve digits of an account, or the ARN of a role or user without wildcards',
        }),
        {
          description: 'Accounts, roles and users. S3 refuses the policy while one does not exist.',
          example: ['210987654321'],
          minItems: 1,
          maxItems: 10,
        },
      ),
    ),
    services: optional(
      sequence(
        text({
          description: 'Principal of a service.',
          example: 'delivery.logs.amazonaws.com',
          maxLength: 128,
          pattern: '^[a-z0-9-]+([.][a-z0-9-]+)*[.]amazonaws[.]com([.]cn)?$',
          remedy: 'write the principal of a service, like delivery.logs.amazonaws.com',
        }),
        {
          description: 'Services of AWS that come in their own name, for sourceAccounts only.',
          example: ['delivery.logs.amazonaws.com'],
          minItems: 1,
          maxItems: 10,
        },
      ),
    ),
    organizationId: optional(
      text({
        description: 'Everybody in the accounts of this organization of AWS whose own policies allow it, too.',
        example: 'o-a1b2c3d4e5',
        maxLength: 34,
        pattern: '^o-[a-z0-9]{10,32}$',
        remedy: 'write the id of an organization, like o-a1b2c3d4e5',
      }),
    ),
  },
  {
    description: 'Whom the statement is about: one of the three.',
    rules: [
      {
        cel: '[has(self.aws), has(self.services), has(self.organizationId)].exists_one(given, given)',
        message:
          'principals are not one of aws, services and organizationId; write one, and a statement each for the others',
      },
    ],
  },
);

const statement = object(
  {
    sid: text({
      description: 'Name of the statement, unique in the zone: letters and digits.',
      example: 'PartnerRead',
      maxLength: 40,
      pattern: '^[A-Za-z0-9]+$',
      remedy: 'write letters and digits, like PartnerRead',
    }),
    effect: choice(['Allow', 'Deny'], {
      description: 'Deny only of accounts, roles and users, never of all of the own account.',
      default: 'Allow',
    }),
    principals,
    actions: sequence(
      choice([...OBJECT_ACTIONS, ...BUCKET_ACTIONS], { description: 'An action of S3.', example: 's3:GetObject' }),
      {
        description: 'What is allowed or denied.',
        example: ['s3:GetObject', 's3:ListBucket'],
        minItems: 1,
        maxItems: 12,
      },
    ),
    prefix: optional(prefix('Objects below this prefix only, and their listing.', 'out/')),
    sourceAccounts: optional(
      sequence(
        text({
          description: 'An account.',
          example: '210987654321',
          maxLength: 12,
          pattern: '^[0-9]{12}$',
          remedy: 'write twelve digits',
        }),
        {
          description: 'Accounts on whose behalf services come. When left out: the own one.',
          example: ['123456789012'],
          minItems: 1,
          maxItems: 10,
        },
      ),
    ),
    sourceArns: optional(
      sequence(
        text({
          description: 'An ARN; it may have stars.',
          example: 'arn:aws:logs:us-east-1:123456789012:*',
          maxLength: 256,
          pattern: `^arn:${ANY_PARTITION}:[a-z0-9-]+:[a-z0-9*-]*:[0-9*]*:[A-Za-z0-9_.*:/+=,@-]+$`,
          remedy: 'write an ARN, like arn:aws:logs:us-east-1:123456789012:*',
        }),
        {
          description: 'ARNs on whose behalf services come. When left out: any of the accounts.',
          example: ['arn:aws:logs:us-east-1:123456789012:*'],
          minItems: 1,
          maxItems: 10,
        },
      ),
    ),
  },
  {
    description: 'One statement.',
    rules: [
      {
        cel: "self.effect == 'Allow' || has(self.principals.aws)",
        message:
          'statement "{self.sid}" denies services or an organization, and the pipeline with them; write principals.aws, or effect: Allow',
        fieldPath: '.effect',
      },
      {
        cel: 'has(self.principals.services) || (!has(self.sourceAccounts) && !has(self.sourceArns))',
        message:
          'statement "{self.sid}" has sourceAccounts or sourceArns, which only services come with; leave them out',
        fieldPath: '.principals',
      },
    ],
  },
);

export const bucketPolicy = named(statement, {
  description:
    'Further statements in the policy of the bucket: other accounts, services that deliver logs. Whom they let in gets at the key as well, as far as the actions need it. Requests without TLS stay refused.',
  key: 'sid',
  maxItems: 10,
});

export type BucketStatement = Stored<typeof statement>;
