/** Roles: their boundary, path and prefix; and grants. */
import type { Cases } from './cases.ts';
import { grantsCases } from './grants.ts';

const boundary = (permissionsBoundaryArn: string, more: object = {}) => ({
  access: { permissionsBoundaryArn },
  ...more,
});
const notAPolicy = (arn: string): string =>
  `permissionsBoundaryArn "${arn}" is not the ARN of a policy; write arn:<partition>:iam::<account>:policy/<path and name>`;
const notAPath = (path: string): string =>
  `rolePath "${path}" is not a path that begins and ends in a slash; write it like /data/`;

const refusedArn = (reason: string, arn: string) =>
  ({
    reason,
    spec: boundary(arn),
    path: 'spec.access.permissionsBoundaryArn',
    message: notAPolicy(arn),
    by: 'rule',
  }) as const;
const refusedPath = (reason: string, rolePath: string) =>
  ({
    reason,
    spec: { access: { rolePath } },
    path: 'spec.access.rolePath',
    message: notAPath(rolePath),
    by: 'rule',
  }) as const;

export const accessCases: Cases = {
  good: [
    ...grantsCases.good,
    {
      reason: 'roles with boundary, path and prefix',
      spec: {
        access: {
          permissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/platform/data-boundary',
          rolePath: '/data/lake/',
          rolePrefix: 'Data_',
        },
      },
    },
    { reason: "a boundary of AWS's own", spec: boundary('arn:aws:iam::aws:policy/PowerUserAccess') },
    {
      reason: 'another path together with another prefix',
      spec: { access: { rolePath: '/data/', rolePrefix: 'data-' } },
      before: {},
    },
    {
      reason: 'another boundary and another prefix',
      spec: { access: { permissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/b', rolePrefix: 'b-' } },
      before: { access: { permissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/a', rolePrefix: 'a-' } },
    },
    { reason: 'the root written down', spec: { access: { rolePath: '/' } }, before: {} },
  ],
  bad: [
    ...grantsCases.bad,
    refusedArn('boundary is a role', 'arn:aws:iam::123456789012:role/boundary'),
    refusedArn('boundary is a name', 'data-boundary'),
    refusedArn('boundary in no partition', 'arn:aws-iso:iam::123456789012:policy/b'),
    refusedArn('boundary of no account', 'arn:aws:iam:::policy/b'),
    refusedArn('boundary with a wildcard', 'arn:aws:iam::123456789012:policy/*'),
    {
      reason: 'boundary of another account',
      spec: boundary('arn:aws:iam::210987654321:policy/b'),
      path: 'spec.access.permissionsBoundaryArn',
      message:
        'permissionsBoundaryArn "arn:aws:iam::210987654321:policy/b" is not a policy of account 123456789012; write one that starts with arn:aws:iam::123456789012:policy/',
      by: 'rule',
    },
    {
      reason: 'boundary of another partition',
      spec: boundary('arn:aws:iam::123456789012:policy/b', { region: 'eusc-de-east-1', partition: 'aws-eusc' }),
      path: 'spec.access.permissionsBoundaryArn',
      message:
        'permissionsBoundaryArn "arn:aws:iam::123456789012:policy/b" is not a policy of account 123456789012; write one that starts with arn:aws-eusc:iam::123456789012:policy/',
      by: 'rule',
    },
    refusedPath('path without a slash before it', 'data/'),
    refusedPath('path without a slash behind it', '/data'),
    refusedPath('path with an empty step', '//'),
    refusedPath('path with a wildcard', '/data*/'),
    {
      reason: 'prefix with a slash',
      spec: { access: { rolePrefix: 'data/' } },
      path: 'spec.access.rolePrefix',
      message: 'rolePrefix "data/" is not 1 to 20 letters, digits and . _ + = , @ -; write it like data-',
      by: 'rule',
    },
    {
      reason: 'prefix too long',
      spec: { access: { rolePrefix: 'a-prefix-without-any-end-' } },
      path: 'spec.access.rolePrefix',
      message: 'must have at most 20 characters; keep 20 characters at most',
      by: 'structure',
    },
    {
      reason: 'another path for roles of the same names',
      spec: { access: { rolePath: '/data/', rolePrefix: 'data-' } },
      before: { access: { rolePath: '/', rolePrefix: 'data-' } },
      path: 'spec.access',
      message: 'rolePath cannot change from / to /data/ while the names of the roles stay; change rolePrefix as well',
      by: 'rule',
    },
    {
      reason: 'back to the root for roles of the same names',
      spec: { access: { rolePath: '/' } },
      before: { access: { rolePath: '/data/' } },
      path: 'spec.access',
      message: 'rolePath cannot change from /data/ to / while the names of the roles stay; change rolePrefix as well',
      by: 'rule',
    },
  ],
};
