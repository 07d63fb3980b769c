import { describe, expect, test } from '@jest/globals';
import { IAM } from '../../../charts/kinds/iam.ts';
import { CROSSPLANE } from '../../../crds/identifiers.ts';
import { SimulatedAws } from '../aws.ts';
import { foreignObject } from '../foreign.ts';
import { ACCOUNT, apply, play, settle, verdict, verdictOn } from '../testing/a-play.ts';

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

describe('a managed policy', () => {
  const statement = (Resource: string) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource });
  const policyOf = (Resource: string) => JSON.stringify({ Version: '2012-10-17', Statement: [statement(Resource)] });
  const policy = policyOf('arn:aws:s3:::lake/*');
  const arnOf = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/${name}`;

  test('is refused when it is longer than IAM takes, white space not counted', () => {
    const long = policyOf(`arn:aws:s3:::lake/${'x'.repeat(6_100)}`);
    expect(verdictOn(new SimulatedAws(() => 0), IAM.Policy, { policy: long }, 'long')).toContain(
      'quota for PolicySize: 6144',
    );
  });

  test('goes to a role that is there, and only if it is there itself', () => {
    const aws = new SimulatedAws(() => 0);
    const attached = () => verdictOn(aws, IAM.RolePolicyAttachment, { role: 'analysts', policyArn: arnOf('read') });
    expect(attached()).toContain('The role with name analysts cannot be found.');
    foreignObject(aws, IAM.Role, 'analysts');
    expect(attached()).toContain('does not exist or is not attachable');
    foreignObject(aws, IAM.Policy, 'read', { attributes: { policy, path: '/' } });
    expect(attached()).toBe('Success');
  });

  test('is not deleted while a role has it', () => {
    const aws = new SimulatedAws(() => 0);
    foreignObject(aws, IAM.Role, 'analysts');
    const annotations = { [CROSSPLANE.externalName]: 'read' };
    const { play: actor } = play(IAM.Policy, 'read', { aws, annotations, forProvider: { policy } });
    settle(actor);
    const { play: attachment } = play(IAM.RolePolicyAttachment, 'read', {
      aws,
      forProvider: { role: 'analysts', policyArn: arnOf('read') },
    });
    settle(attachment);
    actor.delete();
    settle(actor);
    expect(verdict(actor)).toContain('Cannot delete a policy attached to entities.');
    attachment.delete();
    settle(attachment);
    settle(actor);
    expect(aws.list({ type: 'iam.Policy', state: 'Active' })).toEqual([]);
  });

  test('is the eleventh of a role in vain', () => {
    const aws = new SimulatedAws(() => 0);
    foreignObject(aws, IAM.Role, 'analysts');
    for (let index = 0; index <= 10; index += 1) {
      foreignObject(aws, IAM.Policy, `read-${index}`, { attributes: { policy, path: '/' } });
      const told = verdictOn(aws, IAM.RolePolicyAttachment, { role: 'analysts', policyArn: arnOf(`read-${index}`) });
      if (index < 10) expect(told).toBe('Success');
      else expect(told).toContain('quota for PoliciesPerRole: 10');
    }
  });
});
