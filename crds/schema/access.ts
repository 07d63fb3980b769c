/** Who gets at the data, and what the account's owners demand of every role that the pipeline makes. */
import { ANY_PARTITION } from '../aws-partitions.ts';
import { choice, named, object, optional, type Stored, sequence, text } from './fields.ts';
import { CLASSIFICATIONS } from './identity.ts';
import { partName, reference } from './name-fields.ts';
import { firstBad, matches, type Rule } from './rules.ts';
import { section } from './section.ts';

/** Leaves 44 of IAM's 64 characters for the names themselves, which are cut to fit. */
const PREFIX_MAX_LENGTH = 20;
/** IAM takes 512; policies that name roles hold it again and again. */
const PATH_MAX_LENGTH = 128;

const BOUNDARY = `^arn:${ANY_PARTITION}:iam::([0-9]{12}|aws):policy/[A-Za-z0-9._+=,@/-]*[A-Za-z0-9._+=,@-]$`;

const ROLE = `^arn:${ANY_PARTITION}:iam::[0-9]{12}:role/([A-Za-z0-9._+=,@-]+/)*[A-Za-z0-9._+=,@-]{1,64}$`;

const grantee = object(
  {
    name: partName('grant', 'analysts'),
    roleArn: text({
      description: 'ARN of the role, of the account of the pipeline. Another one moves the grant to it.',
      example: 'arn:aws:iam::123456789012:role/analysts',
      maxLength: 256,
      rules: [
        matches(
          ROLE,
          'roleArn "{self}" is not the ARN of a role; write arn:<partition>:iam::<account>:role/<path and name>',
        ),
      ],
    }),
    zones: optional(
      sequence(reference('zones', { to: 'zone', example: 'curated' }), {
        description: 'Zones as a whole: all objects, and all tables of the catalog.',
        minItems: 1,
        maxItems: 10,
      }),
    ),
    tables: optional(
      sequence(reference('tables', { to: 'table', example: 'orders' }), {
        description: 'Tables with their objects, where not the whole zone is meant.',
        minItems: 1,
        maxItems: 50,
      }),
    ),
    maxClassification: choice(CLASSIFICATIONS, {
      description:
        'The most confidential data that it may get at. Zones, tables and columns above it are refused, today and when they are raised.',
      default: 'Internal',
    }),
  },
  {
    description: 'One role of the account, and what it gets at.',
    rules: [
      {
        cel: 'has(self.zones) || has(self.tables)',
        message: 'grant "{self.name}" names neither zones nor tables; write at least one of them',
      },
    ],
  },
);

const access = object(
  {
    readers: optional(
      named(grantee, {
        description:
          'Roles that read: objects, catalog and key, by a managed policy of the pipeline that is attached to them. A zone of Restricted data lets nobody read or write objects who is not named here or in its bucketPolicy, whatever else they may.',
        maxItems: 20,
      }),
    ),
    writers: optional(
      named(grantee, {
        description: 'Roles that also write and delete objects, and register partitions of declared tables.',
        maxItems: 20,
      }),
    ),
    permissionsBoundaryArn: optional(
      text({
        description:
          'ARN of the policy that bounds what the roles may do, of the same account or of AWS. It takes away what the pipeline needs if it does not allow that. Can be changed at any time.',
        example: 'arn:aws:iam::123456789012:policy/data-boundary',
        maxLength: 256,
        rules: [
          matches(
            BOUNDARY,
            'permissionsBoundaryArn "{self}" is not the ARN of a policy; write arn:<partition>:iam::<account>:policy/<path and name>',
          ),
        ],
      }),
    ),
    rolePath: optional(
      text({
        description:
          'Path that the roles lie under, a part of their ARNs: begins and ends in a slash. When left out: /. With another path goes another rolePrefix.',
        example: '/data/',
        maxLength: PATH_MAX_LENGTH,
        rules: [
          matches(
            '^/([A-Za-z0-9._+=,@-]+/)*$',
            'rolePath "{self}" is not a path that begins and ends in a slash; write it like /data/',
          ),
        ],
      }),
    ),
    rolePrefix: optional(
      text({
        description: `What the names of the roles begin with, at most ${PREFIX_MAX_LENGTH} characters. Another one makes other roles: what runs as the old ones moves to them, deliveries from a stream to new ones of their own, and then the old ones go.`,
        example: 'data-',
        maxLength: PREFIX_MAX_LENGTH,
        rules: [
          matches(
            '^[A-Za-z0-9._+=,@-]+$',
            'rolePrefix "{self}" is not 1 to 20 letters, digits and . _ + = , @ -; write it like data-',
          ),
        ],
      }),
    ),
  },
  { description: 'Who gets at what, and what is true of every IAM role of the pipeline.' },
);

/** On the spec. A boundary lies in the account of its roles, or belongs to AWS. */
const boundaryFitsAccount: Rule = {
  cel: `!has(self.access) || !has(self.access.permissionsBoundaryArn) || !self.access.permissionsBoundaryArn.matches('${BOUNDARY}') || self.access.permissionsBoundaryArn.startsWith('arn:' + self.partition + ':iam::' + self.accountId + ':policy/') || self.access.permissionsBoundaryArn.startsWith('arn:' + self.partition + ':iam::aws:policy/')`,
  message:
    'permissionsBoundaryArn "{self.access.permissionsBoundaryArn}" is not a policy of account {self.accountId}; write one that starts with arn:{self.partition}:iam::{self.accountId}:policy/',
  fieldPath: '.access.permissionsBoundaryArn',
};

/** On the spec. A policy is attached within its account; others are let in by the policy of the bucket. */
const granteesOfAccount = (list: 'readers' | 'writers'): Rule => {
  const all = `self.access.${list}`;
  // What is no ARN of a role is told by the field.
  const holds = `!g.roleArn.matches('^arn:[^:]*:iam::[0-9]*:role/') || g.roleArn.startsWith('arn:' + self.partition + ':iam::' + self.accountId + ':role/')`;
  return {
    cel: `!has(self.access) || !has(${all}) || ${all}.all(g, ${holds})`,
    message: `${list} "{${firstBad(all, 'g', holds)}.name}" is no role of account {self.accountId}; let others in by bucketPolicy of the zone`,
    fieldPath: `.access.${list}`,
  };
};

const pathIn = (spec: string): string =>
  `(has(${spec}.access) && has(${spec}.access.rolePath) ? ${spec}.access.rolePath : '/')`;
const prefixIn = (spec: string): string =>
  `(has(${spec}.access) && has(${spec}.access.rolePrefix) ? ${spec}.access.rolePrefix : '')`;

/** On the spec. A role cannot move to another path, and IAM takes no second one of its name whatever the path. */
const pathMovesWithPrefix: Rule = {
  cel: `${pathIn('self')} == ${pathIn('oldSelf')} || ${prefixIn('self')} != ${prefixIn('oldSelf')}`,
  message: `rolePath cannot change from {${pathIn('oldSelf')}} to {${pathIn('self')}} while the names of the roles stay; change rolePrefix as well`,
  fieldPath: '.access',
};

export const accessSection = section({
  spec: { access: optional(access) },
  rules: [boundaryFitsAccount, pathMovesWithPrefix, granteesOfAccount('readers'), granteesOfAccount('writers')],
});

export type Access = Stored<typeof access>;
export type Grantee = Stored<typeof grantee>;
