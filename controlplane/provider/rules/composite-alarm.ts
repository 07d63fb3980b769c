/** What CloudWatch refuses of alarms over alarms, and of alarms below them. Sources: docs/aws-rules.md. */
import type { AwsObject, SimulatedAws } from '../aws.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { type Input, text } from '../behaviour.ts';

const MOST = { alarms: 100, characters: 10_240 } as const;
/** The rules that the operator writes; CloudWatch has more, of which nothing is said here. */
const RULE = /^ALARM\("[^"]+"\)(?: OR ALARM\("[^"]+"\))*$/;
const BELOW = ['cloudwatch.MetricAlarm', 'cloudwatch.CompositeAlarm'] as const;

const invalid = (message: string) => serviceError(400, 'ValidationError', message);

export function refusesComposite(
  { desired, scope: { account, region } }: Input,
  aws: SimulatedAws,
): AwsFault | undefined {
  const rule = text(desired, 'alarmRule');
  if (rule.length > MOST.characters)
    return invalid(`AlarmRule must have length less than or equal to ${MOST.characters}`);
  if (!RULE.test(rule)) return invalid(`Could not parse AlarmRule: ${rule}`);
  const names = namesIn(rule);
  if (names.length > MOST.alarms) return invalid(`AlarmRule may name ${MOST.alarms} alarms at most`);
  const missing = names.find((address) =>
    BELOW.every((type) => aws.find({ type, account, region, address })?.state !== 'Active'),
  );
  return missing === undefined
    ? undefined
    : invalid(`Could not save the composite alarm as alarms [${missing}] in the alarm rule do not exist`);
}

/** One that a composite alarm looks at. */
export function refusesDeletion(
  { address, scope: { account, region } }: AwsObject,
  aws: SimulatedAws,
): AwsFault | undefined {
  const over = aws
    .list({ type: 'cloudwatch.CompositeAlarm', state: 'Active' })
    .filter(({ scope }) => scope.account === account && scope.region === region)
    .find(({ attributes }) => namesIn(text(attributes, 'alarmRule')).includes(address));
  return over === undefined
    ? undefined
    : invalid(`Alarm ${address} cannot be deleted as there are composite alarms depending on it: [${over.address}]`);
}

function namesIn(rule: string): readonly string[] {
  return [...rule.matchAll(/ALARM\("([^"]+)"\)/g)].map(([, name = '']) => name);
}
