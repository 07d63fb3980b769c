import { describe, expect, test } from '@jest/globals';
import type { AwsObject, SimulatedAws } from '../aws.ts';
import type { Input } from '../behaviour.ts';
import { refusesComposite, refusesDeletion } from './composite-alarm.ts';

const scope = { partition: 'aws', account: '123456789012', region: 'us-east-1' };
const rule = (...names: readonly string[]) => names.map((name) => `ALARM("${name}")`).join(' OR ');

/** Metric alarms of these names, and one composite alarm over the first. */
function awsWith(...names: readonly string[]): SimulatedAws {
  const composite = { address: 'over', scope, attributes: { alarmRule: rule(names[0] ?? '') } };
  return {
    find: ({ type, address }: { type: string; address: string }) =>
      type === 'cloudwatch.MetricAlarm' && names.includes(address) ? { state: 'Active' } : undefined,
    list: () => [composite],
  } as unknown as SimulatedAws;
}
const refused = (alarmRule: string, aws = awsWith('a', 'b')) =>
  refusesComposite({ name: 'over', desired: { alarmRule }, scope } as unknown as Input, aws);

describe('CloudWatch', () => {
  test('takes a rule over alarms that are there', () => {
    expect(refused(rule('a', 'b'))).toBeUndefined();
  });

  test.each([
    ['nothing', ''],
    ['a word', 'unhealthy'],
    ['an alarm that is not there', rule('a', 'c')],
    ['more than a hundred alarms', rule(...Array.from({ length: 101 }, () => 'a'))],
    ['more than 10,240 characters', rule('a'.repeat(10_240))],
  ])('refuses %s', (_, alarmRule) => {
    expect(refused(alarmRule)).toBeDefined();
  });

  test('lets no alarm go that another looks at', () => {
    const alarm = (address: string) => ({ address, scope }) as unknown as AwsObject;
    expect(refusesDeletion(alarm('a'), awsWith('a', 'b'))).toBeDefined();
    expect(refusesDeletion(alarm('b'), awsWith('a', 'b'))).toBeUndefined();
  });
});
