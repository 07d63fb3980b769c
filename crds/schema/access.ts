/** What the account's owners demand of every role that the pipeline makes. */
import { ANY_PARTITION } from '../aws-partitions.ts';
import { object, optional, type Stored, text } from './fields.ts';
import { matches, type Rule } from './rules.ts';
import { section } from './section.ts';

/** Leaves 44 of IAM's 64 characters for the names themselves, which are cut to fit. */
const PREFIX_MAX_LENGTH = 20;
/** IAM takes 512; policies that name roles hold it again and again. */
const PATH_MAX_LENGTH = 128;

const BOUNDARY = `^arn:${ANY_PARTITION}:iam::([0-9]{12}|aws):policy/[A-Za-z0-9._+=,@/-]*[A-Za-z0-9._+=,@-]$`;

const access = object(
  {
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
  { description: 'Who gets at what. Today: what is true of every IAM role of the pipeline.' },
);

/** On the spec. A boundary lies in the account of its roles, or belongs to AWS. */
const boundaryFitsAccount: Rule = {
  cel: `!has(self.access) || !has(self.access.permissionsBoundaryArn) || !self.access.permissionsBoundaryArn.matches('${BOUNDARY}') || self.access.permissionsBoundaryArn.startsWith('arn:' + self.partition + ':iam::' + self.accountId + ':policy/') || self.access.permissionsBoundaryArn.startsWith('arn:' + self.partition + ':iam::aws:policy/')`,
  message:
    'permissionsBoundaryArn "{self.access.permissionsBoundaryArn}" is not a policy of account {self.accountId}; write one that starts with arn:{self.partition}:iam::{self.accountId}:policy/',
  fieldPath: '.access.permissionsBoundaryArn',
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
  rules: [boundaryFitsAccount, pathMovesWithPrefix],
});

export type Access = Stored<typeof access>;
