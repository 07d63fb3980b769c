import { describe, expect, test } from '@jest/globals';
import { S3 } from '../../charts/kinds/s3.ts';
import { ApiError } from '../kube/api.ts';
import { refusalOf } from './apply-refusal.ts';

const refused = (code: number, message: string, details?: ApiError['details']) =>
  refusalOf(new ApiError('PATCH buckets/raw', code, 'Forbidden', message, details), S3.Bucket);

describe('a 403', () => {
  test('of RBAC names the ClusterRole, and what the server said', () => {
    const said =
      'buckets.s3.aws.m.upbound.io "raw" is forbidden: User "system:serviceaccount:datapipelines-system:operator" cannot patch resource "buckets" in API group "s3.aws.m.upbound.io" in the namespace "analytics"';
    expect(refused(403, said)).toEqual({
      reason: 'Forbidden',
      message: `the operator may not write buckets.s3.aws.m.upbound.io: PATCH buckets/raw: ${said}; apply the ClusterRole of manifests/install.yaml`,
    });
  });

  test.each([
    [
      'a webhook',
      'admission webhook "validation.gatekeeper.sh" denied the request: [must-have-owner] you must provide labels: {"owner"}',
    ],
    [
      'a quota',
      'buckets.s3.aws.m.upbound.io "raw" is forbidden: exceeded quota: few, requested: 1, used: 9, limited: 9',
    ],
    [
      'a policy',
      "buckets.s3.aws.m.upbound.io \"raw\" is forbidden: ValidatingAdmissionPolicy 'regions' with binding 'all' denied request: only eu-central-1",
    ],
  ])('of %s keeps its words and does not send people to RBAC', (_, said) => {
    const refusal = refused(403, said);
    expect(refusal?.reason).toBe('AdmissionRefused');
    expect(refusal?.message).toContain(said);
    expect(refusal?.message).not.toContain('ClusterRole');
  });

  test('of a webhook that quotes a whole document is cut', () => {
    expect(refused(403, 'x'.repeat(50_000))?.message.length).toBeLessThan(1_000);
  });
});

test('a namespace that is going says so', () => {
  const causes = [{ reason: 'NamespaceTerminating' }];
  expect(refused(403, 'is being terminated', { causes })?.reason).toBe('NamespaceTerminating');
});

test('what the schema refuses is told in the words of the server', () => {
  expect(refused(422, 'spec.forProvider.region: Required value')).toEqual({
    reason: 'ApplyRefused',
    message: 'the API server refused it: PATCH buckets/raw: spec.forProvider.region: Required value',
  });
});

test.each([409, 429, 500])('%i is nobody’s fault', (code) => {
  expect(refused(code, 'later')).toBeUndefined();
});
