/** What AWS Budgets refuses. Sources: docs/aws-rules.md. */
import type { Json } from '../../../crds/kubernetes.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { type Input, isObject, text } from '../behaviour.ts';

/** Not ":" and not "\". */
const NAME = /^[^:\\]{1,100}$/;
const MOST_ALERTS = 5;
const MOST = { emails: 10, topics: 1 } as const;

const invalid = (message: string) => serviceError(400, 'InvalidParameterException', message);

export function refusesBudget({ name, desired }: Input): AwsFault | undefined {
  if (!NAME.test(name)) return invalid(`Budget name ${name} is not valid.`);
  const amount = Number(text(desired, 'limitAmount'));
  if (!(amount > 0)) return invalid(`Budget limit amount ${text(desired, 'limitAmount')} must be greater than zero.`);
  const alerts = Array.isArray(desired.notification) ? desired.notification : [];
  if (alerts.length > MOST_ALERTS)
    return serviceError(400, 'CreationLimitExceededException', `A budget takes ${MOST_ALERTS} notifications at most.`);
  const keys = alerts.map((alert) => JSON.stringify(keyOf(alert)));
  if (new Set(keys).size < keys.length)
    return serviceError(400, 'DuplicateRecordException', 'Notification already exists.');
  return alerts.map(refusesAlert).find((fault) => fault !== undefined);
}

function refusesAlert(alert: Json): AwsFault | undefined {
  if (!isObject(alert)) return invalid('A notification must be an object.');
  const emails = listOf(alert.subscriberEmailAddresses);
  const topics = listOf(alert.subscriberSnsTopicArns);
  if (emails.length + topics.length === 0) return invalid('Notification must have at least one subscriber.');
  if (emails.length > MOST.emails || topics.length > MOST.topics)
    return serviceError(400, 'CreationLimitExceededException', 'Too many subscribers of one notification.');
  return undefined;
}

/** By these AWS tells notifications apart. */
function keyOf(alert: Json): Json {
  if (!isObject(alert)) return alert;
  const { notificationType, comparisonOperator, threshold, thresholdType } = alert;
  return [notificationType ?? null, comparisonOperator ?? null, threshold ?? null, thresholdType ?? null];
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
