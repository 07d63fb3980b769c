import { describe, expect, test } from '@jest/globals';
import { IAM } from '../../charts/kinds/iam.ts';
import type { ObjectState } from './plan.ts';
import { aChild } from './testing/a-child.ts';
import { withYoungRole } from './young-role.ts';

const NOW = Date.parse('2026-11-25T10:00:00Z');
const MINUTE = 60_000;

const failed = (message: string): ObjectState => ({ state: 'Failed', reason: 'AWSError', message });
const FIREHOSE = failed(
  'AWS Firehose refused CreateDeliveryStream: Firehose is unable to assume role arn:x. Please check',
);

function judge(state: ObjectState, roleAgeMs: number | undefined, component = 'deliveries/lake') {
  const createdAt = roleAgeMs === undefined ? undefined : new Date(NOW - roleAgeMs).toISOString();
  const role = aChild({ kind: IAM.Role, name: 'role', component: 'deliveries/lake', createdAt });
  return withYoungRole(state, component, new Map([[role.id, role]]), NOW);
}

describe('a role that cannot be assumed', () => {
  test.each([
    FIREHOSE,
    failed('InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.'),
    failed("InvalidInputException: Service is unable to assume provided role. Please verify role's TrustPolicy"),
    failed('The execution role you provide must allow AWS EventBridge Scheduler to assume the role.'),
    // Managed Flink looks for the code as the role, and says of a role that it cannot use the same as of code that is missing.
    failed('InvalidArgumentException: Please check the role provided or validity of S3 location you provided.'),
    failed('Neither the global service principal, nor the regional one is authorized to assume the provided role.'),
  ])('is progress while the role is young, and judged again when it is not: %j', (state) => {
    const { state: told, againMs } = judge(state, MINUTE);
    expect(told.state).toBe('Progressing');
    expect(againMs).toBe(4 * MINUTE);
  });

  test.each([
    ['the role has been there for longer', FIREHOSE, 6 * MINUTE, 'deliveries/lake'],
    ['the role is that of another component', FIREHOSE, MINUTE, 'functions/enrich'],
    ['nobody made a role', FIREHOSE, undefined, 'deliveries/lake'],
    ['something else is wrong', failed('LimitExceededException: too many'), MINUTE, 'deliveries/lake'],
    [
      'who was refused bears an assumed role',
      failed(
        'User: arn:aws:sts::1:assumed-role/provider/x is not authorized to perform: firehose:CreateDeliveryStream',
      ),
      MINUTE,
      'deliveries/lake',
    ],
  ] as const)('is a problem where %s', (_, state, ageMs, component) => {
    expect(judge(state, ageMs, component)).toEqual({ state });
  });

  test('is not waited for longer than its youth, whatever the clocks say', () => {
    expect(judge(FIREHOSE, -60 * MINUTE).againMs).toBe(5 * MINUTE);
  });
});
