/** What EventBridge and its Pipes refuse. */
import type { AwsObject, SimulatedAws } from '../aws.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { type Input, isObject, lastSegment, text } from '../behaviour.ts';

const NAME = /^[.\-_A-Za-z0-9]{1,64}$/;
const MOST_PATTERN_BYTES = 4_096;
const MOST_BATCH = 10_000;
const MOST_WINDOW_SECONDS = 300;

const invalid = (message: string) => serviceError(400, 'ValidationException', message);
const badPattern = (why: string) =>
  serviceError(400, 'InvalidEventPatternException', `Event pattern is not valid. Reason: ${why}`);

export function refusesRule({ name, desired }: Input): AwsFault | undefined {
  if (!NAME.test(name)) return invalid(`Value '${name}' at 'name' failed to satisfy constraint`);
  const pattern = text(desired, 'eventPattern');
  if (pattern === '' && text(desired, 'scheduleExpression') === '')
    return invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  if (Buffer.byteLength(pattern) > MOST_PATTERN_BYTES) return badPattern('Event pattern is too large');
  return pattern === '' ? undefined : refusesPattern(pattern);
}

function refusesPattern(pattern: string): AwsFault | undefined {
  try {
    return isPattern(JSON.parse(pattern)) ? undefined : badPattern('match value must be an array');
  } catch {
    return badPattern('is not JSON');
  }
}

/** Objects all the way down, and lists of values or filters at their ends. */
function isPattern(node: unknown): boolean {
  return (
    isObject(node) && Object.values(node).every((child) => (Array.isArray(child) ? child.length > 0 : isPattern(child)))
  );
}

/** A rule goes when no target is left. */
export function refusesRuleDeletion({ scope, address }: AwsObject, aws: SimulatedAws): AwsFault | undefined {
  const { account, region } = scope;
  const targets = aws.list({ type: 'cloudwatchevents.Target', account, region, state: 'Active' });
  return targets.some(({ attributes }) => attributes.rule === address)
    ? invalid("Rule can't be deleted since it has targets.")
    : undefined;
}

/** EventBridge starts a state machine as a role only; queues and topics let it in themselves. */
export function refusesTarget({ desired }: Input): AwsFault | undefined {
  const arn = text(desired, 'arn');
  if (!arn.includes(':states:') || text(desired, 'roleArn') !== '') return undefined;
  return invalid(`RoleArn is required for target ${arn}.`);
}

export function refusesPipe({ name, desired, scope }: Input, aws: SimulatedAws): AwsFault | undefined {
  if (!NAME.test(name)) return invalid(`Value '${name}' at 'name' failed to satisfy constraint`);
  const { sourceParameters: source, targetParameters: target } = desired;
  const { batchSize = 1, maximumBatchingWindowInSeconds: window = 0 } = parametersIn(source, 'sqsQueueParameters');
  if (typeof batchSize !== 'number' || batchSize < 1 || batchSize > MOST_BATCH)
    return invalid(`BatchSize must be between 1 and ${MOST_BATCH}`);
  if (typeof window !== 'number' || window < 0 || window > MOST_WINDOW_SECONDS)
    return invalid(`MaximumBatchingWindowInSeconds must be between 0 and ${MOST_WINDOW_SECONDS}`);
  const { account, region } = scope;
  const arn = text(desired, 'target');
  const machine = aws.find({ type: 'sfn.StateMachine', account, region, address: lastSegment(arn) });
  if (!arn.includes(':states:') || machine?.attributes.type === 'EXPRESS') return undefined;
  return parametersIn(target, 'stepFunctionStateMachineParameters').invocationType === 'FIRE_AND_FORGET'
    ? undefined
    : invalid('Invocation type REQUEST_RESPONSE is not supported for standard state machines');
}

function parametersIn(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
}
