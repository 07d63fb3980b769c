import { describe, expect, test } from '@jest/globals';
import { IAM } from '../../../charts/kinds/iam.ts';
import { CROSSPLANE } from '../../../crds/identifiers.ts';
import { ACCOUNT, apply, play, settle, verdict } from '../testing/a-play.ts';

const assumeRolePolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { Service: 'glue.amazonaws.com' }, Action: 'sts:AssumeRole' },
});

function aRole(more: object) {
  const { play: actor } = play(IAM.Role, 'r', {
    annotations: { [CROSSPLANE.externalName]: 'shop-crawler' },
    forProvider: { assumeRolePolicy, ...more },
  });
  settle(actor);
  return actor;
}

describe('a role', () => {
  test('has its path in its ARN, and cannot move to another', () => {
    const role = aRole({ path: '/data/' });
    expect(role.atProvider.arn).toBe(`arn:aws:iam::${ACCOUNT}:role/data/shop-crawler`);
    apply(role, { path: '/other/' });
    expect(JSON.stringify(role.object.status)).toContain('cannot change the value of the argument \\"path\\"');
    expect(role.atProvider.arn).toBe(`arn:aws:iam::${ACCOUNT}:role/data/shop-crawler`);
  });

  test.each(['data/', '/data', '/with space/'])('is refused under the path %s', (path) => {
    expect(verdict(aRole({ path }))).toContain('The specified value for path is invalid');
  });

  test('takes a boundary of its account or of AWS, and changes and loses it in place', () => {
    const role = aRole({ permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/a` });
    expect(role.atProvider.permissionsBoundary).toBe(`arn:aws:iam::${ACCOUNT}:policy/a`);
    apply(role, { permissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' });
    expect(role.atProvider.permissionsBoundary).toBe('arn:aws:iam::aws:policy/ReadOnlyAccess');
  });

  test('is refused with a boundary of another account', () => {
    const role = aRole({ permissionsBoundary: 'arn:aws:iam::210987654321:policy/a' });
    expect(verdict(role)).toContain('does not exist or is not attachable');
  });
});
