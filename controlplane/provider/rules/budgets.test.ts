import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import type { Input } from '../behaviour.ts';
import { refusesBudget } from './budgets.ts';

const alert = (more: JsonObject = {}): JsonObject => ({
  notificationType: 'ACTUAL',
  comparisonOperator: 'GREATER_THAN',
  threshold: 80,
  thresholdType: 'PERCENTAGE',
  subscriberSnsTopicArns: ['arn:aws:sns:us-east-1:123456789012:told'],
  ...more,
});
const refused = (desired: JsonObject, name = 'team-a-shop') =>
  refusesBudget({ name, desired: { limitAmount: '100', notification: [alert()], ...desired } } as unknown as Input);

describe('AWS Budgets', () => {
  test('takes a budget whose alerts reach somebody', () => {
    expect(refused({})).toBeUndefined();
    expect(refused({ notification: [80, 90, 100, 110, 120].map((threshold) => alert({ threshold })) })).toBeUndefined();
  });

  test.each([
    ['nothing to spend', { limitAmount: '0' }],
    ['a limit that is no number', { limitAmount: 'much' }],
    ['an alert that nobody gets', { notification: [alert({ subscriberSnsTopicArns: [] })] }],
    ['two topics of one alert', { notification: [alert({ subscriberSnsTopicArns: ['a', 'b'] })] }],
    ['one alert twice', { notification: [alert(), alert()] }],
    ['six alerts', { notification: [1, 2, 3, 4, 5, 6].map((threshold) => alert({ threshold })) }],
  ] as const)('refuses %s', (_, desired) => {
    expect(refused(desired as unknown as JsonObject)).toBeDefined();
  });

  test.each(['a:b', 'a\\b', 'a'.repeat(101), ''])('refuses the name %j', (name) => {
    expect(refused({}, name)).toBeDefined();
  });
});
