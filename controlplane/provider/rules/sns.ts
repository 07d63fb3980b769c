/** What SNS refuses of topics and subscriptions. */
import type { SimulatedAws } from '../aws.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { type Input, text } from '../behaviour.ts';
import { listOf, refusesPolicy, statementsIn } from './policies.ts';

const NAME = /^[A-Za-z0-9_-]{1,256}$|^[A-Za-z0-9_-]{1,251}\.fifo$/;
const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/;
const MOST_POLICY_BYTES = 30_720;

/** Actions that a topic's policy may speak of. */
const ACTIONS: ReadonlySet<string> = new Set(
  [
    'Publish',
    'Subscribe',
    'GetTopicAttributes',
    'SetTopicAttributes',
    'AddPermission',
    'RemovePermission',
    'DeleteTopic',
    'ListSubscriptionsByTopic',
    'GetDataProtectionPolicy',
    'PutDataProtectionPolicy',
    'ListTagsForResource',
    'TagResource',
    'UntagResource',
  ].map((action) => `sns:${action.toLowerCase()}`),
);

const invalid = (rule: string) => serviceError(400, 'InvalidParameter', `Invalid parameter: ${rule}`);

export function refusesTopic(input: Input, aws: SimulatedAws): AwsFault | undefined {
  const { name, desired } = input;
  if (!NAME.test(name)) return invalid('Topic Name');
  const policy = refusesPolicy(
    {
      field: 'policy',
      most: MOST_POLICY_BYTES,
      fault: () => invalid('Policy Error: null'),
      tooLong: () => invalid('Policy exceeds the maximum size'),
      invalidPrincipal: 'Policy Error: PrincipalNotFound',
    },
    input,
    aws,
  );
  if (policy !== undefined) return policy;
  const actions = (statementsIn(text(desired, 'policy')) ?? []).flatMap(({ Action: action }) => listOf(action));
  return actions.every((action) => ACTIONS.has(action.toLowerCase()))
    ? undefined
    : invalid('Policy statement action out of service scope!');
}

export function refusesSubscription({ desired }: Input): AwsFault | undefined {
  const protocol = text(desired, 'protocol');
  if (protocol !== 'email') return undefined;
  if (text(desired, 'topicArn').endsWith('.fifo')) return invalid('Invalid protocol type: email');
  return EMAIL.test(text(desired, 'endpoint')) ? undefined : invalid('Email address');
}
